import {byId, h} from '/assets/dom.js';
import * as token from '/assets/token.js';

// What stands in the place of content: empty and error states, and passing messages.
export function notice(title, ...content) {
  return h('section', {class: 'notice'}, h('h1', null, title), content);
}

const command = (...lines) => h('pre', {class: 'command'}, lines.join('\n'));

// `signIn` is called when a token was given.
export function askForToken(reason, signIn) {
  const input = h('input', {id: 'token', type: 'password', autocomplete: 'off', spellcheck: 'false', required: true});
  const submit = (event) => {
    event.preventDefault();
    if (!input.value.trim()) return;
    token.remember(input.value);
    signIn();
  };
  return notice(
      reason ? 'This token does not count here' : 'A token is needed',
      reason ? h('p', {class: 'reason'}, reason) : null,
      h('p', null, 'The easy way brings one along:'),
      command('kubectl chandler ui'),
      h('p', null, 'Or make one for a service account that may see provisions, and paste it here:'),
      command('kubectl create token SERVICEACCOUNT --namespace NAMESPACE --audience chandler.dev'),
      h('form', {class: 'token', onsubmit: submit}, h('label', {for: 'token'}, 'Token'), input,
        h('button', {class: 'primary'}, 'Use this token')),
      h('p', {class: 'muted'}, 'It stays in this tab and goes to Chandler alone.'));
}

export function nothingYet() {
  return notice('No workloads yet',
                h('p', null, 'Chandler shows what carries its label. Say what an application needs, then label it:'),
                command('kubectl annotate deployment NAME \\', '  chandler.dev/database=SECRET \\',
                        '  chandler.dev/migrate=configmap:MIGRATIONS', 'kubectl label deployment NAME chandler.dev/inject=true'),
                h('p', {class: 'muted'}, 'It appears here within half a minute.'));
}

export function failed(failure) {
  const advice = {
    0: 'This page goes on trying. If you forwarded a port, begin that anew.',
    403: 'Ask an administrator of the cluster for the right, then load this page anew.',
    404: 'It may have been removed, or its label taken off.',
    429: 'This page waits a moment, then asks again.',
    503: 'This page goes on trying.',
  }[failure.status];
  return notice(failure.title, h('p', {class: 'reason'}, failure.detail), advice ? h('p', {class: 'muted'}, advice) : null,
                h('p', null, h('a', {href: '#/'}, 'All workloads')));
}

// A message that goes by itself; an error stays until it is put away.
export function toast(text, kind = 'info') {
  const box = h('div', {class: `toast ${kind}`}, h('span', null, text));
  const away = () => box.remove();
  box.append(h('button', {class: 'quiet', 'aria-label': 'Put away', onclick: away}, '×'));
  byId('toasts').append(box);
  if (kind !== 'error') setTimeout(away, 6_000);
}
