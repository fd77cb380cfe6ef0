import {Actions, may} from '/assets/actions.js';
import {h} from '/assets/dom.js';
import {count, duration, moment} from '/assets/format.js';
import {coverage, findings} from '/assets/probe.js';
import {historyItem, report, runBars, told} from '/assets/runs.js';
import {podTimeline} from '/assets/timeline.js';

// All that is known of one workload.
const facts = (...pairs) => h('dl', {class: 'facts'}, pairs.map(([name, ...value]) => {
  const shown = value.flat().filter((v) => v !== null && v !== undefined && v !== '');
  return shown.length ? [h('dt', null, name), h('dd', null, shown)] : [];
}));

const section = (title, ...content) => h('section', null, h('h2', null, title), content);
const wide = (title, ...content) => h('section', {class: 'wide'}, h('h2', null, title), content);
const some = (number, what) => `${count(number)} ${what}${number === 1 ? '' : 's'}`;
const joined = (moments, word) => (moments ? [word, moments] : null);

function problems(status) {
  const all = status.problems ?? [];
  if (!all.length) return null;
  return wide('What stands in the way', h('ul', {class: 'problems'}, all.map((problem) => h('li', {class: problem.severity},
      h('b', null, problem.reason), problem.object ? h('code', null, problem.object) : null,
      h('span', {class: 'muted'}, joined(moment(problem.since), 'since ')), h('div', null, problem.message)))));
}

function schema({schema: it}) {
  if (!it) return null;
  const outcome = it.outcome === 'done' ? 'done' : it.outcome?.replace('_', ' ');
  return section('Schema', facts(['Version', h('b', null, it.version ?? 'unknown')], ['Layout', it.layout],
                                 ['Last migration', outcome, joined(moment(it.at), outcome ? ', ' : '')],
                                 ['Applied', it.applied === undefined ? null : some(it.applied, 'migration')],
                                 ['Pending', it.pending ? h('span', {class: 'tag warn'}, some(it.pending, 'migration')) : null],
                                 ['By', it.pod ? h('code', null, it.pod) : null], ['Says', it.message]));
}

function dataSet(set) {
  const until = set.freshUntil ? Date.parse(set.freshUntil) : Infinity;
  const stale = until < Date.now();
  const bad = set.outcome && set.outcome !== 'done';
  return h('tr', {class: bad ? 'bad' : stale ? 'warn' : 'good'}, h('th', {scope: 'row'}, set.name),
           h('td', null, bad ? set.outcome.replace('_', ' ') : stale ? 'stale' : 'fresh',
             set.message ? h('div', {class: 'message'}, set.message) : null),
           h('td', {class: 'number'}, set.rows === undefined ? '' : count(set.rows)), h('td', null, moment(set.loadedAt)),
           h('td', null, moment(set.freshUntil)), h('td', {class: 'by'}, set.by ? h('code', null, set.by) : ''));
}

function data({data: it}) {
  if (!it?.dataSets?.length) return null;
  const head = ['Data set', 'State', 'Rows', 'Loaded', 'Promised fresh until', 'By'];
  return wide('Data', h('div', {class: 'scroll'}, h('table', {class: 'plain'},
      h('thead', null, h('tr', null, head.map((name) => h('th', {scope: 'col', class: name === 'Rows' ? 'number' : ''}, name)))),
      h('tbody', null, it.dataSets.map(dataSet)))));
}

function schedule(title, it) {
  if (!it) return null;
  const newest = it.runs?.[0];
  return section(title, h('div', {class: 'schedule'}, facts(
      ['Schedule', h('code', null, it.schedule ?? ''), it.timeZone ? ` ${it.timeZone}` : null,
       it.suspended ? h('span', {class: 'tag warn'}, 'suspended') : null],
      ['Next run', it.suspended ? null : moment(it.nextRun)], ['Last success', moment(it.lastSuccess)],
      ['Running now', it.active ? `${it.active}` : null],
      ['Failures in a row', it.failuresInARow ? h('span', {class: 'tag bad'}, `${it.failuresInARow}`) : null],
      ['Last run', newest ? told(newest) : null, newest?.message ? h('div', {class: 'message'}, newest.message) : null]),
      runBars(it.runs)),
      title === 'Probe' ? [coverage(it), findings(it)] : null,
      title === 'Probe' && newest?.report ? h('details', {'data-key': 'probe', open: newest.outcome === 'problem'},
                                              h('summary', null, 'Report of the last probe'), report(newest.report)) : null);
}

function queue({queue: it}) {
  if (!it) return null;
  return section('Task queue', facts(['Ready', count(it.ready ?? 0)], ['Running', count(it.running ?? 0)],
                                     ['Failed', it.failed ? h('span', {class: 'tag bad'}, count(it.failed)) : '0'],
                                     ['Oldest', it.oldestSeconds ? `${duration(it.oldestSeconds * 1000)} old` : null],
                                     ['Seen', moment(it.at)]));
}

function pods(status) {
  const all = status.pods ?? [];
  const injection = status.injection;
  const summary = injection ? h('p', {class: 'muted'}, `${injection.injected ?? 0} of ${injection.pods ?? 0} pods injected`,
      injection.missed ? h('span', {class: 'tag bad'}, `${injection.missed} missed`) : null,
      injection.steps?.length ? ` · each gets ${injection.steps.join(' → ')}` : '') : null;
  return wide('Pods', summary, all.length ? all.map(podTimeline) : h('p', {class: 'muted'}, 'There are no pods.'));
}

export class Detail {
  #actions;
  #head = h('div', {class: 'head'});
  #body = h('div', {class: 'detail'});
  #seen = '';

  // `changed` is called when the workload ought to be asked for at once.
  constructor(workload, changed) {
    this.#actions = new Actions(workload, changed);
    this.element = h('div', null, this.#head, this.#actions.element, this.#body);
  }

  show(workload, history, permissions) {
    const status = workload.status ?? {};
    this.#actions.show(status, may(permissions, workload.namespace));
    const seen = JSON.stringify([workload, history]);
    if (seen === this.#seen) return;
    this.#seen = seen;
    this.#head.replaceChildren(
        h('h1', null, workload.name, h('span', {class: `badge state-${workload.state}`}, h('span', {class: 'dot'}), workload.state)),
        h('p', {class: 'muted'}, `${workload.kind} in ${workload.namespace}`), status.message ? h('p', {class: 'reason'}, status.message) : '');
    const open = new Set([...this.#body.querySelectorAll('details[open]')].map((each) => each.dataset.key));
    const content = [
      problems(status), pods(status), schema(status), queue(status), schedule('Refresh', status.refresh),
      schedule('Probe', status.probe), data(status),
      wide('History', history.length ? h('ol', {class: 'history'}, history.map(historyItem))
                                        : h('p', {class: 'muted'}, 'Nothing ran yet, and nobody asked for anything.')),
    ];
    this.#body.replaceChildren(...content.filter(Boolean));
    for (const each of this.#body.querySelectorAll('.history details')) {
      each.dataset.key = each.closest('li').querySelector('code')?.textContent;
      each.open = open.has(each.dataset.key);
    }
  }

  stop() {
    this.#actions.stop();
  }
}
