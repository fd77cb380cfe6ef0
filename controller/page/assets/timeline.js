import {h, svg} from '/assets/dom.js';
import {between, duration, moment} from '/assets/format.js';

// What our containers did in a pod: a line for each step, with a bar on an axis of time that the pod's steps share.
const width = 1000;  // of the drawing's own units; it is stretched to the space there is
const thinnest = 6;

const isSidecar = (step) => step.name === 'chandler-executor';
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

// From the first step's begin to the last one's end. What runs beside the application for days would leave nothing to
// be seen of the rest, so it only counts where it is alone.
function axisOf(steps, now) {
  const timed = steps.filter((step) => step.startedAt);
  const starts = timed.filter((step) => !isSidecar(step));
  const shown = starts.length ? starts : timed;
  if (!shown.length) return null;
  const begin = Math.min(...shown.map((step) => Date.parse(step.startedAt)));
  const finish = Math.max(...shown.map((step) => Date.parse(end(step, now))), begin + 1000);
  return {begin, span: (finish - begin) * (starts.length < timed.length ? 1.06 : 1)};
}

function bar(step, axis, now) {
  const at = (time) => Math.min(width, Math.max(0, ((Date.parse(time) - axis.begin) / axis.span) * width));
  const shape = (x, length, kind) => svg('rect', {class: kind, x, y: 0, width: length, height: 10});
  const drawing = svg('svg', {class: 'timeline', viewBox: `0 0 ${width} 10`, preserveAspectRatio: 'none', 'aria-hidden': 'true'},
                      shape(0, width, 'track'));
  if (step.startedAt) {
    const x = Math.min(at(step.startedAt), width - thinnest);
    drawing.append(shape(x, Math.max(thinnest, at(end(step, now)) - x), kindOf(step)));
  }
  return drawing;
}

function line(step, axis, now) {
  const took = step.startedAt && step.state !== 'waiting' ? duration(between(step.startedAt, end(step, now))) : '';
  return h('li', {class: kindOf(step)}, h('b', null, step.name.replace(/^chandler-/, '')), h('span', {class: 'took'}, took),
           axis ? bar(step, axis, now) : null,
           h('span', {class: 'outcome'}, outcome(step),
             step.restarts ? [' ', h('span', {class: 'tag warn'}, `${step.restarts} restart${step.restarts === 1 ? '' : 's'}`)] : null,
             step.message ? h('div', {class: 'message'}, step.message) : null));
}

export function podTimeline(pod) {
  const now = new Date().toISOString();
  const steps = pod.steps ?? [];
  const axis = axisOf(steps, now);
  const started = moment(pod.startedAt);
  return h('article', {class: 'pod'},
           h('h3', null, h('code', null, pod.name), h('span', {class: 'tag'}, pod.phase ?? 'Unknown'),
             pod.injected === false ? h('span', {class: 'tag bad'}, 'not injected') : null,
             h('span', {class: 'muted'}, pod.node ? `on ${pod.node}${started ? ', ' : ''}` : '', started ? ['made ', started] : null)),
           steps.length ? h('ol', {class: 'steps'}, steps.map((step) => line(step, axis, now)))
                        : h('p', {class: 'muted'}, 'Nothing of Chandler is in this pod.'));
}
