import {get, post} from '/assets/client.js';
import {h} from '/assets/dom.js';
import {toast} from '/assets/notice.js';
import {Poller} from '/assets/poller.js';

// The buttons of a workload: those that fit it and that one may press.
export function may(permissions, namespace) {
  const act = permissions?.act;
  return Boolean(act && (act.everywhere || act.namespaces.includes(namespace)));
}

function fitting(status) {
  const schedules = ['refresh', 'probe'].filter((name) => status[name]?.cronJob);
  const suspended = schedules.filter((name) => status[name].suspended);
  const actions = schedules.map((name) => ({action: name, label: `${name === 'refresh' ? 'Refresh' : 'Probe'} now`}));
  if (suspended.length < schedules.length) actions.push({action: 'suspend', label: 'Suspend'});
  if (suspended.length) actions.push({action: 'resume', label: 'Resume'});
  if (status.queue?.failed) actions.push({action: 'retry-tasks', label: 'Retry failed tasks'});
  if (status.injection?.pods) actions.push({action: 'restart', label: 'Restart…', confirm: true});
  return actions;
}

function confirmed(workload, pods) {
  return new Promise((resolve) => {
    const close = (answer) => () => {
      dialog.close();
      resolve(answer);
    };
    const dialog = h('dialog', {'aria-labelledby': 'confirm-title', onclose: () => { dialog.remove(); resolve(false); }},
                     h('h2', {id: 'confirm-title'}, `Restart ${workload.name}?`),
                     h('p', null, `Its ${pods === 1 ? 'pod is' : `${pods} pods are`} evicted one after another, as a drain does. `,
                       'PodDisruptionBudgets hold; new pods migrate and load before they start.'),
                     h('div', {class: 'buttons'}, h('button', {autofocus: true, onclick: close(false)}, 'Cancel'),
                       h('button', {class: 'danger', id: 'confirm', onclick: close(true)}, 'Restart')));
    document.body.append(dialog);
    dialog.showModal();
  });
}

export class Actions {
  #workload;  // {namespace, kind, name}
  #changed;   // called when something was asked for or has ended
  #buttons = h('div', {class: 'buttons', role: 'group', 'aria-label': 'Actions'});
  #progress = h('span', {class: 'muted', role: 'status'});
  #shown = '';
  #poller = null;

  constructor(workload, changed) {
    this.#workload = workload;
    this.#changed = changed;
    this.element = h('div', {class: 'actions'}, this.#buttons, this.#progress);
  }

  show(status, allowed) {
    const actions = allowed ? fitting(status) : [];
    const seen = JSON.stringify(actions);
    if (seen === this.#shown) return;
    this.#shown = seen;
    const pods = status.injection?.pods ?? 0;
    this.#buttons.replaceChildren(...actions.map((each) => h('button', {
      class: each.confirm ? 'danger' : '', 'data-action': each.action, onclick: (event) => this.#ask(each, pods, event.currentTarget),
    }, each.label)));
  }

  async #ask({action, label, confirm}, pods, button) {
    if (confirm && !(await confirmed(this.#workload, pods))) return;
    const {namespace, kind, name} = this.#workload;
    button.disabled = true;
    try {
      const operation = await post('/api/v1/operations', {namespace, workload: {kind, name}, action}, crypto.randomUUID());
      toast(`${label.replace('…', '')}: asked for (${operation.name})`);
      this.#follow(operation);
      this.#changed();
    } catch (failure) {
      toast(`${label.replace('…', '')}: ${failure.detail || failure.title}`, 'error');
    } finally {
      button.disabled = false;
    }
  }

  #follow({namespace, name, action}) {
    this.stop();
    const path = `/api/v1/operations/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`;
    const poller = new Poller(async () => {
      const {data} = await get(path);
      this.#progress.textContent = `${action}: ${data.phase.toLowerCase()}${data.message ? `, ${data.message}` : ''}`;
      if (data.phase !== 'Succeeded' && data.phase !== 'Failed') return;
      poller.stop();
      if (data.phase === 'Failed') toast(`${action} failed: ${data.message ?? data.reason ?? ''}`, 'error');
      this.#changed();
    }, ({failure}) => {
      // Gone, or not for this person to see: what was asked for goes on without being watched.
      if (failure && failure.status >= 400 && failure.status < 429) poller.stop();
    }, 2_000);
    this.#poller = poller;
  }

  stop() {
    this.#poller?.stop();
    this.#poller = null;
  }
}
