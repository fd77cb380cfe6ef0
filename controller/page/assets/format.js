import {h} from '/assets/dom.js';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

// Milliseconds as "240 ms", "1.2 s", "2 min 5 s", "3 h 12 min", "4 d 2 h".
export function duration(milliseconds) {
  const value = Math.max(0, milliseconds);
  if (value < second) return `${Math.round(value)} ms`;
  if (value < 10 * second) return `${(value / second).toFixed(1)} s`;
  if (value < minute) return `${Math.round(value / second)} s`;
  const two = (big, bigName, small, smallName) => {
    const whole = Math.floor(value / big);
    const rest = Math.floor((value - whole * big) / small);
    return rest ? `${whole} ${bigName} ${rest} ${smallName}` : `${whole} ${bigName}`;
  };
  if (value < hour) return two(minute, 'min', second, 's');
  if (value < day) return two(hour, 'h', minute, 'min');
  return two(day, 'd', hour, 'h');
}

// The greatest unit alone, for ages: "12 s", "3 min", "4 h", "9 d".
function roughly(milliseconds) {
  if (milliseconds < minute) return `${Math.floor(milliseconds / second)} s`;
  if (milliseconds < hour) return `${Math.floor(milliseconds / minute)} min`;
  if (milliseconds < 2 * day) return `${Math.floor(milliseconds / hour)} h`;
  return `${Math.floor(milliseconds / day)} d`;
}

// "3 min ago", "in 12 min".
export function relative(date, now = Date.now()) {
  const passed = now - date.getTime();
  if (Math.abs(passed) < second) return 'now';
  return passed >= 0 ? `${roughly(passed)} ago` : `in ${roughly(-passed)}`;
}

const exact = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium', timeStyle: 'medium'});
const clock = new Intl.DateTimeFormat(undefined, {timeStyle: 'medium'});

export const clockTime = (date) => clock.format(date);

// An element that says how long ago it was, and goes on saying so; null where there is no time.
export function moment(text) {
  const date = text ? new Date(text) : null;
  if (!date || Number.isNaN(date.getTime())) return null;
  return h('time', {datetime: text, title: `${exact.format(date)} (${text})`, class: 'moment'}, relative(date));
}

setInterval(() => {
  if (document.hidden) return;
  const now = Date.now();
  for (const each of document.querySelectorAll('time.moment')) {
    const told = relative(new Date(each.dateTime), now);
    if (each.textContent !== told) each.textContent = told;
  }
}, second);

export const between = (begin, end) => new Date(end).getTime() - new Date(begin).getTime();

// Bytes as "512 B", "1.4 MiB", "12 GiB".
export function size(bytes) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  for (; value >= 1024 && unit < units.length - 1; ++unit) value /= 1024;
  return `${unit === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

export const count = (number) => new Intl.NumberFormat().format(number);
