import {h, svg} from '/assets/dom.js';
import {count, duration, size} from '/assets/format.js';
import {kindOf} from '/assets/runs.js';

// What probes found, and how much of the database they looked into.
const barWidth = 10;
const gap = 3;
const height = 44;

export function findings(schedule) {
  const all = schedule.findings ?? [];
  if (!all.length) return null;
  const found = schedule.runs?.find((run) => run.found !== undefined)?.found ?? all.length;
  return h('div', {class: 'findings'}, h('h3', null, 'Found by the last probe',
      found > all.length ? h('span', {class: 'muted'}, `the worst ${count(all.length)} of ${count(found)}; the Job's log has all`) : null),
      h('div', {class: 'scroll'}, h('table', {class: 'plain'}, h('thead', null, h('tr', null,
          ['Finding', 'Severity', 'Object'].map((name) => h('th', {scope: 'col'}, name)))),
      h('tbody', null, all.map((each) => h('tr', {class: kindOf({verdict: each.severity})},
          h('th', {scope: 'row'}, h('code', null, each.id)), h('td', null, each.severity.replaceAll('-', ' ')),
          h('td', null, each.object ?? each.database ?? '')))))));
}

const share = ({sizeBytes, neverCheckedBytes}) => (sizeBytes > 0 ? (sizeBytes - neverCheckedBytes) / sizeBytes : 1);
const percent = (part) => `${Math.floor(part * 100)} %`;

// A column a run, the newest at the right: filled as far as the database was looked into at least once.
export function coverage(schedule) {
  const covered = (schedule.runs ?? []).filter((run) => run.coverage).reverse();
  if (!covered.length) return null;
  const last = covered.at(-1).coverage;
  const width = covered.length * (barWidth + gap);
  const picture = svg('svg', {class: 'coverage', width, height, viewBox: `0 0 ${width} ${height}`, role: 'img',
                              'aria-label': `Share of the database that was looked into, over ${covered.length} runs`},
      covered.map((run, i) => {
        const x = i * (barWidth + gap);
        const high = Math.max(1, share(run.coverage) * height);
        return [svg('rect', {class: 'track', x, y: 0, width: barWidth, height, rx: 1.5}),
                svg('rect', {class: 'good', x, y: height - high, width: barWidth, height: high, rx: 1.5},
                    svg('title', null, `${run.job}: ${percent(share(run.coverage))}, ${size(run.coverage.checkedBytes)} in this run`))];
      }));
  const left = last.neverCheckedBytes > 0
      ? `${size(last.neverCheckedBytes)} never yet${last.wholeInSeconds ? `, whole in ${duration(last.wholeInSeconds * 1000)}` : ''}`
      : 'all of it at least once';
  return h('div', {class: 'schedule'}, h('p', {class: 'muted'},
      `amcheck: ${size(last.checkedBytes)} of ${size(last.sizeBytes)} in the last run; ${left}`), picture);
}
