import {h} from '/assets/dom.js';
import {count, moment} from '/assets/format.js';
import {nothingYet, notice} from '/assets/notice.js';

// All workloads as a table that is filtered and sorted here: a thousand rows are made once, and only those that changed
// are made anew.
const states = ['Failing', 'Warning', 'Starting', 'Ready', 'Unknown'];
const byState = (a, b) => states.indexOf(a.state) - states.indexOf(b.state);
const collator = new Intl.Collator(undefined, {numeric: true});
const byText = (field) => (a, b) => collator.compare(text(a[field]), text(b[field]));
const text = (value) => value?.summary ?? value ?? '';

const columns = [
  {id: 'state', title: 'State', compare: byState},
  {id: 'name', title: 'Workload', compare: byText('name')},
  {id: 'namespace', title: 'Namespace', compare: byText('namespace')},
  {id: 'injected', title: 'Injected', compare: byText('injected')},
  {id: 'schema', title: 'Schema', compare: byText('schema')},
  {id: 'data', title: 'Data', compare: byText('data')},
  {id: 'refresh', title: 'Refresh', compare: byText('refresh')},
  {id: 'probe', title: 'Probe', compare: byText('probe')},
  {id: 'queue', title: 'Queue', compare: byText('queue')},
];

export const idOf = (item) => `${item.namespace}/${item.kind}/${item.name}`;
export const addressOf = (item) => `#/w/${[item.namespace, item.kind, item.name].map(encodeURIComponent).join('/')}`;

export class List {
  #items = [];
  #rows = new Map();  // id → {row, seen}: what it was made of, as text
  #view;              // what is shown: {q, state, namespace, sort, down}
  #remember;
  #table;
  #body;
  #chips;
  #namespaces;
  #search;
  #shown;

  // `view` is what the address says, `remember(view)` writes it there.
  constructor(view, remember) {
    this.#view = {sort: 'state', ...view};
    this.#remember = remember;
    this.#body = h('tbody');
    this.#chips = h('div', {class: 'chips', role: 'group', 'aria-label': 'Filter by state'});
    this.#namespaces = h('select', {'aria-label': 'Namespace', onchange: () => this.#set({namespace: this.#namespaces.value})});
    this.#search = h('input', {
      type: 'search', id: 'search', placeholder: 'Filter by name, state, message  ( / )', 'aria-label': 'Filter',
      value: this.#view.q ?? '', autocomplete: 'off', spellcheck: 'false', oninput: () => this.#set({q: this.#search.value}),
    });
    this.#shown = h('span', {class: 'muted', id: 'shown', role: 'status'});
    this.#table = h('table', {class: 'workloads'}, h('thead', null, h('tr', null, columns.map((c) => this.#header(c)))), this.#body);
    this.element = h('div', {class: 'list'},
                     h('div', {class: 'tools'}, this.#chips, this.#namespaces, this.#search, this.#shown), this.#table);
  }

  #header(column) {
    const sort = () => this.#set(this.#view.sort === column.id ? {down: !this.#view.down} : {sort: column.id, down: false});
    return h('th', {scope: 'col', class: column.id, 'data-column': column.id}, h('button', {onclick: sort}, column.title));
  }

  #set(change) {
    Object.assign(this.#view, change);
    this.#remember(this.#view);
    this.#arrange();
  }

  // Nothing but what changed is touched.
  show(items) {
    this.#items = items;
    const there = new Set();
    for (const item of items) {
      const id = idOf(item);
      there.add(id);
      const seen = JSON.stringify(item);
      const known = this.#rows.get(id);
      if (known?.seen === seen) continue;
      const row = this.#row(item);
      if (known) {
        const focused = known.row.contains(document.activeElement);
        known.row.replaceWith(row);
        if (focused) row.querySelector('a').focus();
      }
      this.#rows.set(id, {row, seen});
    }
    for (const [id, {row}] of this.#rows) {
      if (there.has(id)) continue;
      row.remove();
      this.#rows.delete(id);
    }
    this.#fillChips();
    this.#fillNamespaces();
    this.#arrange();
  }

  #row(item) {
    const cell = (id, ...content) => h('td', {class: id}, content);
    const schedule = (id) => {
      const it = item[id];
      if (!it) return cell(id);
      return cell(id, it.suspended ? h('span', {class: 'tag'}, 'suspended') : it.summary || (it.nextRun ? moment(it.nextRun) : ''));
    };
    return h('tr', {class: `state-${item.state}`, 'data-id': idOf(item)},
             cell('state', h('span', {class: 'dot', 'aria-hidden': 'true'}), item.state),
             cell('name', h('a', {href: addressOf(item)}, item.name),
                  item.kind === 'Deployment' ? null : h('span', {class: 'kind'}, item.kind),
                  item.message ? h('div', {class: 'message', title: item.message}, item.message) : null),
             cell('namespace', item.namespace), cell('injected', item.injected), cell('schema', item.schema),
             cell('data', item.data), schedule('refresh'), schedule('probe'), cell('queue', item.queue));
  }

  #fillChips() {
    const numbers = Object.groupBy(this.#items, (item) => item.state);
    const chip = (state, label, number) => h('button', {
      class: `chip ${state ? `state-${state}` : ''}`, 'aria-pressed': String((this.#view.state ?? '') === state),
      'data-state': state, onclick: () => this.#set({state: this.#view.state === state ? '' : state}),
    }, state ? h('span', {class: 'dot', 'aria-hidden': 'true'}) : null, label, h('b', null, count(number)));
    this.#chips.replaceChildren(
        chip('', 'All', this.#items.length),
        ...states.filter((s) => s !== 'Unknown' || numbers[s]).map((s) => chip(s, s, numbers[s]?.length ?? 0)));
  }

  #fillNamespaces() {
    const names = [...new Set(this.#items.map((item) => item.namespace))].sort(collator.compare);
    const wanted = ['', ...names];
    const has = [...this.#namespaces.options].map((option) => option.value);
    if (wanted.join() === has.join()) return;
    this.#namespaces.replaceChildren(...wanted.map((name) => h('option', {value: name}, name || 'All namespaces')));
    this.#namespaces.value = this.#view.namespace ?? '';
    this.#namespaces.hidden = names.length < 2;
  }

  #accepts(item) {
    const {q, state, namespace} = this.#view;
    if (state && item.state !== state) return false;
    if (namespace && item.namespace !== namespace) return false;
    if (!q) return true;
    const all = `${item.namespace}/${item.name} ${item.kind} ${item.state} ${item.message} ${item.data} ${item.schema}`.toLowerCase();
    return q.toLowerCase().split(/\s+/).every((word) => all.includes(word));
  }

  #arrange() {
    const {sort, down} = this.#view;
    const column = columns.find((c) => c.id === sort) ?? columns[0];
    for (const header of this.#table.tHead.rows[0].cells) {
      if (header.dataset.column === column.id) header.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      else header.removeAttribute('aria-sort');
    }
    for (const chip of this.#chips.children) {
      chip.setAttribute('aria-pressed', String(chip.dataset.state === (this.#view.state ?? '')));
    }
    const order = (a, b) => (down ? -1 : 1) * column.compare(a, b) || collator.compare(idOf(a), idOf(b));
    const shown = this.#items.filter((item) => this.#accepts(item)).sort(order);
    const rows = shown.map((item) => this.#rows.get(idOf(item)).row);
    const same = rows.length === this.#body.rows.length && rows.every((row, i) => row === this.#body.rows[i]);
    if (!same) this.#body.replaceChildren(...rows);
    this.#shown.textContent = shown.length === this.#items.length ? '' : `${count(shown.length)} of ${count(this.#items.length)}`;
    this.element.querySelector('.notice')?.remove();
    this.#table.hidden = shown.length === 0;
    if (shown.length === 0) this.element.append(this.#items.length ? this.#nothingFits() : nothingYet());
  }

  #nothingFits() {
    const clear = () => {
      this.#search.value = '';
      this.#namespaces.value = '';
      this.#set({q: '', state: '', namespace: ''});
    };
    return notice('Nothing fits the filter', h('p', null, h('button', {onclick: clear}, 'Show all')));
  }

  // Keys, when nobody types.
  key(event) {
    if (event.key === '/') {
      this.#search.focus();
      this.#search.select();
    } else if (event.key === 'j' || event.key === 'ArrowDown') {
      this.#move(1);
    } else if (event.key === 'k' || event.key === 'ArrowUp') {
      this.#move(-1);
    } else {
      return false;
    }
    return true;
  }

  // From the search: the first row.
  enter() {
    this.#body.rows[0]?.querySelector('a').focus();
  }

  #move(step) {
    const rows = [...this.#body.rows];
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const next = rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
    next?.querySelector('a').focus();
    next?.scrollIntoView({block: 'nearest'});
  }
}
