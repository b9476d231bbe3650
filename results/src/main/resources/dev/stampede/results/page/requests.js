// Requests by name, method and status, and what went wrong with them.

import {announce, h, setText} from './dom.js';
import {count, exact, millis, percent, perSecond} from './format.js';
import {filterField, table} from './table.js';

function time(id, label, hint) {
  return {id, label, hint, numeric: true, value: row => row[id], text: row => millis(row[id])};
}

function kind(status) {
  const first = String(status).charAt(0);
  return first === '0' || status === '' ? 'bad' : {4: 'bad', 5: 'bad', 3: 'quiet'}[first] ?? 'good';
}

function narrowed(rows, words, fields) {
  return rows.filter(row => words.every(word => fields.some(field => String(row[field] ?? '').toLowerCase().includes(word))));
}

/** The table of requests. */
export function requestsSection() {
  let run = {http: []};
  let words = [];
  const list = table({caption: 'Requests by name, method and status', key: row => `${row.name}\n${row.method}\n${row.status}`,
    sort: 'requests', descending: true, empty: 'No HTTP requests were made.', columns: [
      {id: 'name', label: 'Name', heading: true, className: 'name', value: row => row.name, title: row => row.name},
      {id: 'method', label: 'Method', value: row => row.method},
      {id: 'status', label: 'Status', value: row => row.status, text: row => String(row.status ?? ''),
        node: row => h('span', {class: `http http-${kind(row.status)}`}, String(row.status) === '0' ? '0 (none)' : String(row.status ?? ''))},
      {id: 'requests', label: 'Requests', numeric: true, value: row => row.requests, text: row => count(row.requests), title: row => exact(row.requests)},
      {id: 'perSecond', label: 'Rate', hint: 'Requests a second', numeric: true, value: row => row.perSecond, text: row => perSecond(row.perSecond)},
      {id: 'failed', label: 'Failed', numeric: true, value: row => row.failed,
        text: row => row.failed > 0 ? `${count(row.failed)} (${percent(row.failed / row.requests)})` : '0'},
      time('avg', 'Avg', 'Average'), time('min', 'Min', 'Shortest'), time('med', 'Med', 'Median'), time('p90', 'p90'), time('p95', 'p95'),
      time('p99', 'p99'), time('max', 'Max', 'Longest'),
    ]});
  const cut = h('p', {class: 'hint', hidden: true});
  function draw() {
    cut.hidden = !(run.httpTotal > run.http.length);
    setText(cut, `The ${run.http.length} kinds of requests that were made most often, of ${run.httpTotal}. A name with an id in it makes a kind of each.`);
    const shown = narrowed(run.http, words, ['name', 'method', 'status']);
    list.say(run.http.length === 0 ? 'No HTTP requests were made.' : 'No request matches the filter.');
    list.update(shown);
    return shown.length;
  }
  return {
    element: h('div', {}, h('div', {class: 'tools'}, filterField('Filter requests', text => {
      words = text.split(/\s+/).filter(word => word !== '');
      announce(`${draw()} of ${run.http.length} rows`);
    })), list.element, cut),
    count: r => r.httpTotal || r.http.length || null,
    run(changed) {
      run = changed;
      draw();
    },
  };
}

/** The table of errors. */
export function errorsSection() {
  const cut = h('p', {class: 'hint', hidden: true});
  const list = table({caption: 'Errors, most frequent first',
    key: e => [e.name, e.method, e.status, e.errorCode, e.error].join('\n'), sort: 'count', descending: true,
    empty: 'No request failed.', columns: [
      {id: 'error', label: 'Error', heading: true, className: 'wrap', value: e => e.error || `unexpected status ${e.status}`},
      {id: 'errorCode', label: 'Code', value: e => e.errorCode, text: e => String(e.errorCode ?? '') || '–'},
      {id: 'name', label: 'Request', className: 'name', value: e => e.name, title: e => e.name},
      {id: 'method', label: 'Method', value: e => e.method},
      {id: 'status', label: 'Status', value: e => e.status, text: e => String(e.status ?? '')},
      {id: 'count', label: 'Count', numeric: true, value: e => e.count, text: e => count(e.count), title: e => exact(e.count)},
    ]});
  return {
    element: h('div', {}, list.element, cut),
    count: r => r.errorsTotal || r.errors.length || null,
    run(r) {
      cut.hidden = !(r.errorsTotal > r.errors.length);
      setText(cut, `The ${r.errors.length} most frequent of ${r.errorsTotal}.`);
      list.update(r.errors);
    },
  };
}
