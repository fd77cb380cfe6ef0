import {h, svg} from '/assets/dom.js';
import {count, duration, moment} from '/assets/format.js';

// Runs of a schedule: a bar each, as high as it took long, the newest at the right.
const barWidth = 10;
const gap = 3;
const height = 44;

const kindOfVerdict = {ok: 'good', info: 'good', warning: 'warn', 'could-not-check': 'warn', problem: 'bad'};

export function kindOf(run) {
  if (run.verdict && run.state !== 'running') return kindOfVerdict[run.verdict] ?? 'waiting';
  if (run.state === 'complete') return run.outcome && run.outcome !== 'done' ? 'warn' : 'good';
  if (run.state === 'failed') return 'bad';
  return run.state === 'running' ? 'active' : 'waiting';
}

const took = (run) => run.durationMilliseconds ?? 0;

export function told(run) {
  const words = [run.verdict?.replaceAll('-', ' ') ?? (run.outcome && run.outcome !== 'done' ? run.outcome.replace('_', ' ') : run.state)];
  if (run.found) words.push(`${count(run.found)} finding${run.found === 1 ? '' : 's'}`);
  if (run.durationMilliseconds) words.push(duration(run.durationMilliseconds));
  if (run.rows !== undefined) words.push(`${count(run.rows)} rows`);
  return words.join(', ');
}

export function runBars(runs) {
  if (!runs?.length) return null;
  const oldestFirst = [...runs].reverse();
  const longest = Math.max(...oldestFirst.map(took), 1);
  const width = oldestFirst.length * (barWidth + gap);
  // By the root of the time: a run of an hour leaves one of a minute to be seen.
  const high = (run) => Math.max(4, Math.sqrt(took(run) / longest) * height);
  return svg('svg', {class: 'bars', width, height, viewBox: `0 0 ${width} ${height}`, role: 'img',
                     'aria-label': `The last ${runs.length} runs, the newest at the right`},
             oldestFirst.map((run, i) => svg('rect', {
               class: kindOf(run), x: i * (barWidth + gap), y: height - high(run), width: barWidth, height: high(run), rx: 1.5,
             }, svg('title', null, `${run.job}: ${told(run)}${run.message ? `. ${run.message}` : ''}`))));
}

// A command's report as pairs of words; what is no object is shown as it is.
export function report(text) {
  if (!text) return null;
  let all;
  try {
    all = JSON.parse(text);
  } catch {
    return h('pre', null, text);
  }
  const line = (value) => (value !== null && typeof value === 'object' ? JSON.stringify(value) : String(value));
  const rows = Object.entries(all).flatMap(([key, value]) =>
      key === 'error' && value && typeof value === 'object' ? Object.entries(value) : [[key, value]]);
  return h('dl', {class: 'report'}, rows.map(([key, value]) => [h('dt', null, key.replaceAll('_', ' ')), h('dd', null, line(value))]));
}

export function historyItem(item) {
  if (item.type === 'operation') {
    const kind = {Succeeded: 'good', Failed: 'bad', Running: 'active'}[item.phase] ?? 'waiting';
    return h('li', {class: kind}, h('span', {class: 'mark', 'aria-hidden': 'true'}), moment(item.createdAt),
             h('span', null, h('b', null, item.action), item.target ? ` ${item.target}` : '', `: ${item.phase.toLowerCase()}`,
               item.requestedBy ? h('span', {class: 'muted'}, ` by ${item.requestedBy}`) : null),
             item.message ? h('div', {class: 'message'}, item.message) : null);
  }
  return h('li', {class: kindOf(item)}, h('span', {class: 'mark', 'aria-hidden': 'true'}), moment(item.startedAt),
           h('span', null, h('b', null, `${item.schedule} run`), item.manual ? ' by hand' : '', `: ${told(item)} `,
             h('code', {class: 'muted'}, item.job)),
           item.message ? h('div', {class: 'message'}, item.message) : null,
           item.report ? h('details', null, h('summary', null, 'Report'), report(item.report)) : null);
}
