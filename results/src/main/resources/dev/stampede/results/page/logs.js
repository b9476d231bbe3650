// What the test wrote to its log.

import {announce, failure, h, setText} from './dom.js';
import {clock, moment} from './format.js';
import {filterField} from './table.js';

const STEP = 500;
const LEVELS = [['', 'All levels'], ['debug', 'Debug and above'], ['info', 'Info and above'], ['warning', 'Warnings and errors'], ['error', 'Errors only']];

function severity(level) {
  const text = String(level ?? '').toLowerCase();
  return ['error', 'fatal', 'panic'].includes(text) ? 'bad' : text.startsWith('warn') ? 'warn' : 'plain';
}

function line(entry) {
  const labels = Object.entries(entry.labels ?? {}).filter(([key]) => !['level', 'test_run_id', 'lz'].includes(key));
  return h('li', {class: `log log-${severity(entry.level)}`},
      h('time', {datetime: new Date(entry.time).toISOString(), title: moment(entry.time)}, clock(entry.time / 1000)),
      h('span', {class: 'log-level'}, entry.level || 'info'),
      h('span', {class: 'log-text'}, entry.text, labels.length > 0
        && h('span', {class: 'log-labels'}, labels.map(([key, value]) => `${key}=${value}`).join('  '))));
}

/** The log of a run; what is new is added while the run goes on. */
export function logsSection({data, id, signal}) {
  let level = '';
  let text = '';
  let last = 0;
  let known = -1; // lines of the run when they were last asked for
  let asking = false;
  let again = false;
  let patience = 0;

  const list = h('ol', {class: 'logs', tabindex: '0', 'aria-label': 'Log lines'});
  const state = h('p', {class: 'empty'});
  const more = h('button', {type: 'button', class: 'quiet', hidden: true, onclick: () => load()}, 'Show more lines');
  const select = h('select', {id: 'log-level', onchange: () => {
    level = select.value;
    start();
  }}, LEVELS.map(([value, label]) => h('option', {value}, label)));

  function start() {
    last = 0;
    list.replaceChildren();
    load();
  }

  async function load() {
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    again = false;
    const wanted = `${level}\n${text}`;
    try {
      const {lines, more: rest} = await data.logs(id, {level, text, after: last, limit: STEP}, signal);
      if (wanted === `${level}\n${text}`) {
        list.append(...lines.map(line));
        last = lines.at(-1)?.n ?? last;
        list.hidden = list.children.length === 0;
        more.hidden = !rest;
        setText(state, list.children.length > 0 ? '' : level === '' && text === '' ? 'Nothing was logged.' : 'No line matches the filter.');
        if (level !== '' || text !== '') {
          announce(`${list.children.length}${rest ? ' or more' : ''} log lines`);
        }
      } else {
        again = true;
      }
    } catch (error) {
      if (error.name !== 'AbortError') {
        state.replaceChildren(failure(error, start));
      }
    }
    asking = false;
    if (again && !signal.aborted) {
      load();
    }
  }

  return {
    element: h('div', {},
        h('div', {class: 'tools'}, filterField('Filter lines', changed => {
          text = changed;
          clearTimeout(patience);
          patience = setTimeout(start, 200); // not at every letter
        }), h('div', {class: 'field'}, h('label', {for: 'log-level', class: 'visually-hidden'}, 'Level'), select)),
        data.cutLogs && h('p', {class: 'hint'}, 'This report holds the first lines only; the service has them all.'),
        list, state, more),
    count: run => run.logs?.lines || null,
    run(run) {
      const lines = run.logs?.lines ?? 0;
      if (lines !== known) {
        known = lines;
        if (more.hidden) { // who has not seen all there was asks for more by hand
          load();
        }
      }
    },
    close: () => clearTimeout(patience),
  };
}
