// The list of runs.

import {sparkline, isOpen, status, verdict, verdictText} from './badges.js';
import {announce, failure, h, notice} from './dom.js';
import {ago, count, duration, exact, millis, moment} from './format.js';
import {filterField, table} from './table.js';

const PAGE = 200;
const PAUSE_LIVE = 2000;
const PAUSE = 15000;

function columns(chosen, choose) {
  return [
    {id: 'choose', label: 'Compare', hidden: true, fixed: true, className: 'choose', value: () => null,
      text: run => String(run.id), node: run => h('label', {class: 'choose-box'},
          h('input', {type: 'checkbox', value: run.id, checked: chosen.has(run.id), onchange: event => choose(run, event.target)}),
          h('span', {class: 'visually-hidden'}, `Compare run ${run.id}`))},
    {id: 'name', label: 'Run', heading: true, value: run => run.name, text: run => `${run.id} ${run.name}`,
      node: run => h('span', {class: 'run-name'}, h('a', {href: `#/runs/${encodeURIComponent(run.id)}`}, run.name || 'Unnamed'),
          h('span', {class: 'soft'}, `#${run.id}`))},
    {id: 'verdict', label: 'Verdict', value: run => verdictText(run), node: run => verdict(run.failed)},
    {id: 'status', label: 'Status', value: run => run.statusText, node: run => status(run)},
    {id: 'started', label: 'Started', value: run => run.started ?? run.created, text: run => ago(run.started ?? run.created),
      title: run => moment(run.started ?? run.created)},
    {id: 'duration', label: 'Duration', numeric: true, value: run => run.durationSeconds, text: run => duration(run.durationSeconds)},
    {id: 'vus', label: 'VUs', hint: 'Largest number of virtual users', numeric: true, value: run => run.maxVus, text: run => count(run.maxVus)},
    {id: 'requests', label: 'Requests', numeric: true, value: run => run.requests, text: run => count(run.requests),
      title: run => `${exact(run.requests)} requests, ${exact(run.failedRequests)} failed`},
    {id: 'p95', label: 'p95', hint: '95th percentile of http_req_duration', numeric: true, value: run => run.p95Ms, text: run => millis(run.p95Ms)},
    {id: 'trend', label: 'Last runs', fixed: true, wideOnly: true, value: () => null, text: run => JSON.stringify(run.trend),
      node: run => h('a', {class: 'spark-link', href: `#/trend/${encodeURIComponent(run.name)}/http_req_duration/p95`,
        'aria-label': `Trend of ${run.name}`}, sparkline(run.trend))},
  ];
}

function emptyList() {
  return notice('No runs yet',
      'Run a load test with @CloudOutput and without a token: it is kept here while it runs.',
      `Or let k6 send its results here: K6_CLOUD_HOST=${location.origin} K6_CLOUD_TOKEN=… k6 run --out cloud script.js`,
      'The token is that of this service; any will do if it has none.');
}

function matches(run, words) {
  const text = `${run.id} ${run.name} ${run.statusText} ${verdictText(run)} ${run.note ?? ''}`.toLowerCase();
  return words.every(word => text.includes(word));
}

/** Shows the list and keeps it up to date. */
export async function showRuns(main, {data, signal, title}) {
  let limit = PAGE;
  let answer = await data.runs({limit}, signal);
  let words = [];
  let test = '';
  let timer = 0;
  const chosen = new Map();
  title('Runs');

  const list = table({caption: 'Runs', key: run => run.id, columns: columns(chosen, choose), cards: true,
    empty: 'No run matches the filter.'});
  const names = h('select', {id: 'test', onchange: () => {
    test = names.value;
    refresh();
  }});
  const bar = h('div', {class: 'compare-bar', hidden: true, role: 'region', 'aria-label': 'Comparison'});
  const trouble = h('div', {'aria-live': 'polite'});
  const older = h('button', {type: 'button', class: 'quiet', hidden: true, onclick: () => {
    limit += PAGE;
    refresh();
  }}, 'Show older runs');
  const file = h('input', {type: 'file', id: 'import', class: 'visually-hidden', accept: '.zip', onchange: bringIn});
  const content = h('div', {});

  function choose(run, box) {
    if (box.checked && chosen.size === 2) {
      const [oldest] = chosen.keys(); // the third takes the place of the first
      chosen.delete(oldest);
    }
    if (box.checked) {
      chosen.set(run.id, run);
    } else {
      chosen.delete(run.id);
    }
    drawChoice();
  }

  function drawChoice() {
    drawBar();
    content.querySelectorAll('input[type=checkbox]').forEach(box => { box.checked = [...chosen.keys()].some(id => String(id) === box.value); });
  }

  function drawBar() {
    const runs = [...chosen.values()].sort((a, b) => a.created - b.created);
    bar.hidden = runs.length === 0;
    bar.replaceChildren(h('span', {}, runs.map(run => `#${run.id} ${run.name}`).join('  and  ')),
        runs.length === 2
          ? h('a', {class: 'button', href: `#/compare/${encodeURIComponent(runs[0].id)}/${encodeURIComponent(runs[1].id)}`}, 'Compare')
          : h('span', {class: 'soft'}, 'Choose one more to compare'),
        h('button', {type: 'button', class: 'quiet', onclick: () => {
          chosen.clear();
          drawChoice();
        }}, 'Clear'));
  }

  function draw() {
    const shown = answer.runs.filter(run => matches(run, words));
    list.update(shown);
    content.replaceChildren(answer.runs.length === 0 && test === '' ? emptyList() : list.element);
    older.hidden = answer.runs.length < limit;
    if (words.length > 0) {
      announce(`${shown.length} of ${answer.runs.length} runs`);
    }
    const known = [...names.options].map(option => option.value);
    const wanted = ['', ...(answer.tests ?? [])];
    if (known.join('\n') !== wanted.join('\n')) {
      names.replaceChildren(...wanted.map(name => h('option', {value: name}, name === '' ? 'All tests' : name)));
      names.value = test;
    }
  }

  async function refresh() {
    clearTimeout(timer);
    try {
      const got = await data.runs({limit, test}, signal);
      answer = got;
      trouble.replaceChildren();
      draw();
    } catch (error) {
      if (error.name === 'AbortError') {
        return;
      }
      trouble.replaceChildren(failure(error, refresh));
    }
    plan();
  }

  function plan() {
    timer = setTimeout(() => document.hidden ? plan() : refresh(), answer.runs.some(run => isOpen(run.status)) ? PAUSE_LIVE : PAUSE);
  }

  async function bringIn() {
    if (file.files.length === 0) {
      return;
    }
    try {
      const made = await data.bringIn(file.files[0]);
      location.hash = `#/runs/${encodeURIComponent(made.id)}`;
    } catch (error) {
      error.title = 'The run could not be imported';
      trouble.replaceChildren(failure(error));
    }
    file.value = '';
  }

  main.replaceChildren(h('div', {class: 'wide'},
      h('div', {class: 'head-row'}, h('h1', {}, 'Runs'),
          h('div', {class: 'actions'}, file, h('label', {for: 'import', class: 'button quiet'}, 'Import a run…'))),
      h('div', {class: 'tools', role: 'search'},
          filterField('Filter runs', text => {
            words = text.split(/\s+/).filter(word => word !== '');
            draw();
          }),
          h('div', {class: 'field'}, h('label', {for: 'test', class: 'visually-hidden'}, 'Test'), names)),
      trouble, content, older, bar));
  draw();
  plan();
  return {close: () => clearTimeout(timer)};
}
