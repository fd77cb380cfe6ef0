import * as token from '/assets/token.js';

// Why a request was not answered with what was asked for. `status` is 0 where nothing answered at all.
export class Failure extends Error {
  constructor(status, title, detail, retryAfter = 0) {
    super(detail || title);
    Object.assign(this, {status, title, detail, retryAfter});
  }
}

const patience = 15_000;     // milliseconds
const answers = new Map();   // path → {etag, data}: of what was asked for last
const longestMemory = 20;

async function send(path, options) {
  try {
    return await fetch(path, {...options, cache: 'no-store', credentials: 'omit', redirect: 'error',
                              signal: AbortSignal.timeout(patience)});
  } catch (error) {
    const slow = error.name === 'TimeoutError';
    throw new Failure(0, slow ? 'No answer' : 'Chandler cannot be reached',
                      slow ? `there was no answer within ${patience / 1000} s`
                           : 'Chandler cannot be reached; is the port still being forwarded?');
  }
}

async function failureOf(response) {
  const retryAfter = Number(response.headers.get('Retry-After')) || 0;
  let problem = {};
  try {
    problem = await response.json();
  } catch {
    // Not ours: a proxy's page, or cut off. The status has to do.
  }
  return new Failure(response.status, problem.title ?? `HTTP status ${response.status}`, problem.detail ?? '', retryAfter);
}

const authorization = () => ({Authorization: `Bearer ${token.current()}`});

// {data, changed}: the same object as before where the server says that nothing changed.
export async function get(path) {
  const known = answers.get(path);
  const headers = authorization();
  if (known) headers['If-None-Match'] = known.etag;
  const response = await send(path, {headers});
  if (response.status === 304 && known) return {data: known.data, changed: false};
  if (!response.ok) throw await failureOf(response);
  const data = await response.json();
  answers.delete(path);
  const etag = response.headers.get('ETag');
  if (etag) answers.set(path, {etag, data});
  if (answers.size > longestMemory) answers.delete(answers.keys().next().value);
  return {data, changed: true};
}

// All pages of a list.
export async function list(path) {
  const items = [];
  let changed = false;
  let next = '';
  do {
    const page = await get(next ? `${path}?continue=${encodeURIComponent(next)}` : path);
    items.push(...page.data.items);
    changed ||= page.changed;
    next = page.data.continue;
  } while (next);
  return {data: items, changed};
}

// Asked again with the same key after an answer that was lost, it is done once.
export async function post(path, body, key) {
  const headers = {...authorization(), 'Content-Type': 'application/json', 'Idempotency-Key': key};
  const response = await send(path, {method: 'POST', headers, body: JSON.stringify(body)});
  if (!response.ok) throw await failureOf(response);
  return response.json();
}

// What another person saw is not this one's.
export function forgetAnswers() {
  answers.clear();
}
