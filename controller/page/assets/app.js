import * as client from '/assets/client.js';
import {Detail} from '/assets/detail.js';
import {byId, h} from '/assets/dom.js';
import {clockTime} from '/assets/format.js';
import {List} from '/assets/list.js';
import {askForToken, failed} from '/assets/notice.js';
import {Poller} from '/assets/poller.js';
import * as token from '/assets/token.js';

// What the address says is shown, asked for again and again until the address says something else.
let poller = null;
let screen = null;
let permissions = {data: null, at: 0};
const permissionsHold = 30_000;  // milliseconds

function leave() {
  poller?.stop();
  screen?.stop?.();
  poller = screen = null;
}

function put(element) {
  byId('main').replaceChildren(element);
}

function banner(text) {
  byId('banner').textContent = text;
  byId('banner').hidden = !text;
  document.body.classList.toggle('stale', Boolean(text));
}

function signIn() {
  client.forgetAnswers();
  permissions = {data: null, at: 0};
  route();
}

function signOut(reason) {
  leave();
  token.forget();
  client.forgetAnswers();
  banner('');
  byId('freshness').textContent = '';
  byId('user').textContent = '';
  put(askForToken(reason, signIn));
  byId('token').focus();
}

// What was shown stays, marked as what was; without anything shown the failure itself is.
function tell({at, failure}) {
  byId('freshness').textContent = at && !failure ? `Updated ${clockTime(at)}` : '';
  if (!failure) return banner('');
  if (failure.status === 401) return signOut(failure.detail);
  if (!(failure instanceof client.Failure)) console.error(failure);
  if (at && failure.status !== 403 && failure.status !== 404) {
    return banner(`Not up to date since ${clockTime(at)}: ${failure.message}`);
  }
  banner('');
  put(failed(failure));
}

async function readPermissions() {
  if (permissions.data && Date.now() - permissions.at < permissionsHold) return permissions.data;
  const {data} = await client.get('/api/v1/permissions');
  permissions = {data, at: Date.now()};
  byId('user').textContent = data.username;
  byId('user').title = `You are ${data.username}`;
  return data;
}

function showList(view) {
  document.title = 'Chandler';
  byId('crumbs').replaceChildren();
  const list = new List(view, (changed) => {
    const kept = new URLSearchParams(Object.entries(changed).filter(([, value]) => value));
    history.replaceState(null, '', `#/?${kept}`);
  });
  screen = list;
  poller = new Poller(async () => {
    const [{data}] = await Promise.all([client.list('/api/v1/workloads'), readPermissions()]);
    if (screen !== list) return;
    list.show(data);
    if (!list.element.isConnected) put(list.element);
  }, tell);
}

function showDetail(namespace, kind, name) {
  document.title = `${name} · Chandler`;
  byId('crumbs').replaceChildren(h('a', {href: '#/'}, 'Workloads'), ' / ', h('a', {href: `#/?namespace=${encodeURIComponent(namespace)}`}, namespace),
                                 ' / ', h('span', {'aria-current': 'page'}, name));
  const path = `/api/v1/workloads/${[namespace, kind, name].map(encodeURIComponent).join('/')}`;
  const detail = new Detail({namespace, kind, name}, () => poller?.now());
  screen = detail;
  poller = new Poller(async () => {
    const [workload, runs, rights] = await Promise.all([client.get(path), client.get(`${path}/history`), readPermissions()]);
    if (screen !== detail) return;
    detail.show(workload.data, runs.data.items, rights);
    if (!detail.element.isConnected) put(detail.element);
  }, tell, 3_000);
}

function route() {
  leave();
  banner('');
  token.takeFromAddress();
  if (!token.current()) return signOut('');
  const [path, query] = location.hash.replace(/^#/, '').split('?');
  const [where, ...parts] = path.split('/').filter(Boolean).map(decodeURIComponent);
  put(h('p', {class: 'loading', role: 'status'}, 'Asking …'));
  if (where === 'w' && parts.length === 3) showDetail(...parts);
  else showList(Object.fromEntries([...new URLSearchParams(query)].map(([key, value]) => [key, key === 'down' ? value === 'true' : value])));
}

const keys = [['/', 'filter'], ['j  ↓', 'next workload'], ['k  ↑', 'the one before'], ['Enter', 'open it'],
              ['Esc', 'back to the list'], ['r', 'ask now'], ['?', 'this help']];

function showHelp() {
  if (document.querySelector('dialog')) return;
  const dialog = h('dialog', {onclose: () => dialog.remove(), 'aria-label': 'Keys'}, h('h2', null, 'Keys'),
                   h('dl', {class: 'keys'}, keys.map(([key, does]) => [h('dt', null, h('kbd', null, key)), h('dd', null, does)])),
                   h('div', {class: 'buttons'}, h('button', {autofocus: true, onclick: () => dialog.close()}, 'Close')));
  document.body.append(dialog);
  dialog.showModal();
}

addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog')) return;
  const typing = event.target.matches('input, select, textarea');
  if (typing) {
    if (event.key === 'Escape') event.target.blur();
    if (event.key === 'Enter' && event.target.id === 'search') screen?.enter?.();
    if (event.key === 'ArrowDown' && event.target.id === 'search') screen?.enter?.();
    else return;
    event.preventDefault();
    return;
  }
  if (screen?.key?.(event)) event.preventDefault();
  else if (event.key === 'Escape' && screen instanceof Detail) location.hash = '#/';
  else if (event.key === 'r') poller?.now();
  else if (event.key === '?') showHelp();
});

addEventListener('hashchange', route);
route();
