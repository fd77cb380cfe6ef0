import {h, svg} from '/assets/dom.js';
import {between, duration, moment} from '/assets/format.js';

// What our containers did in a pod: one bar a step, on the pod's own axis of time, and the same as a table.
const width = 1000;  // of the drawing's own units; it is stretched to the space there is
const barHeight = 10;

const end = (step, now) => step.finishedAt ?? (step.state === 'running' ? now : step.startedAt);

function kindOf(step) {
  if (step.state === 'terminated') return step.exitCode === 0 ? 'good' : 'bad';
  if (step.state === 'running') return 'active';
  return 'waiting';
}

function outcome(step) {
  if (step.state === 'terminated') {
    return step.exitCode === 0 ? 'done' : `exit code ${step.exitCode}${step.reason ? `, ${step.reason}` : ''}`;
  }
  return step.reason ? `${step.state}: ${step.reason}` : step.state;
}

function drawing(steps, now) {
  const timed = steps.filter((step) => step.startedAt);
  if (!timed.length) return null;
  const begin = Math.min(...timed.map((step) => Date.parse(step.startedAt)));
  const finish = Math.max(...timed.map((step) => Date.parse(end(step, now))), begin + 1000);
  const at = (time) => ((Date.parse(time) - begin) / (finish - begin)) * width;
  const height = steps.length * (barHeight + 6);
  return svg('svg', {class: 'timeline', viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', height, 'aria-hidden': 'true'},
             steps.map((step, row) => {
               const y = row * (barHeight + 6) + 3;
               const line = svg('rect', {class: 'track', x: 0, y, width, height: barHeight, rx: 2});
               if (!step.startedAt) return line;
               const x = Math.min(at(step.startedAt), width - 6);
               return [line, svg('rect', {class: kindOf(step), x, y, height: barHeight, rx: 2,
                                          width: Math.max(6, at(end(step, now)) - x)})];
             }));
}

function stepRow(step, now) {
  const took = step.startedAt && step.state !== 'waiting' ? duration(between(step.startedAt, end(step, now))) : '';
  return h('tr', {class: kindOf(step)},
           h('th', {scope: 'row'}, step.name.replace(/^chandler-/, '')),
           h('td', {class: 'number'}, took),
           h('td', null, outcome(step), step.restarts ? h('span', {class: 'tag warn'}, `${step.restarts} restarts`) : null,
             step.message ? h('div', {class: 'message'}, step.message) : null));
}

export function podTimeline(pod) {
  const now = new Date().toISOString();
  const steps = pod.steps ?? [];
  return h('article', {class: 'pod'},
           h('h3', null, h('code', null, pod.name), h('span', {class: 'tag'}, pod.phase ?? 'Unknown'),
             pod.injected === false ? h('span', {class: 'tag bad'}, 'not injected') : null,
             h('span', {class: 'muted'}, pod.node ? `on ${pod.node} ` : '', moment(pod.startedAt))),
           steps.length ? h('div', {class: 'steps'}, h('table', null, h('tbody', null, steps.map((step) => stepRow(step, now)))),
                            drawing(steps, now))
                        : h('p', {class: 'muted'}, 'Nothing of Chandler is in this pod.'));
}
