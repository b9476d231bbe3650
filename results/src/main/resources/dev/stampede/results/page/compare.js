// Two runs side by side: the first is what the second is measured by.

import {status, verdict} from './badges.js';
import {chart} from './charts.js';
import {h, icon} from './dom.js';
import {bytesPerSecond, change, count, duration, figure, millis, moment, NONE, perSecond, short, signed} from './format.js';
import {filterField, table} from './table.js';
import {limitOf} from './thresholds.js';

const CHARTS = [
  {key: 'p95', title: 'Response time p95', unit: millis},
  {key: 'requestsPerSecond', title: 'Requests', unit: perSecond},
  {key: 'vus', title: 'Virtual users', unit: count},
  {key: 'failedPerSecond', title: 'Failed requests', unit: perSecond},
  {key: 'p50', title: 'Response time median', unit: millis},
  {key: 'dataReceivedPerSecond', title: 'Data received', unit: bytesPerSecond},
];

function side(letter, run) {
  return h('article', {class: 'side', 'aria-label': `Run ${letter}`},
      h('p', {class: 'side-letter'}, letter),
      h('div', {}, h('h2', {}, h('a', {href: `#/runs/${encodeURIComponent(run.id)}`}, run.name || 'Unnamed'), h('span', {class: 'soft'}, ` #${run.id}`)),
          h('div', {class: 'badges'}, verdict(run.failed), status(run)),
          h('p', {class: 'soft'}, `${moment(run.started ?? run.created)} · ${duration(run.durationSeconds)} · `
            + `${count(run.maxVus)} VUs · ${count(run.requests)} requests`)));
}

/** The difference in words, sign and colour. */
function judged(row) {
  if (row.percent === null || row.percent === undefined) {
    return h('span', {class: 'soft'}, NONE);
  }
  const kind = row.better === true ? 'good' : row.better === false ? 'bad' : 'plain';
  return h('span', {class: `change change-${kind}`}, change(row.percent),
      kind === 'plain' ? null : h('span', {class: 'change-word'}, row.better ? 'better' : 'worse'));
}

function differences(text, metric) {
  return [
    {id: 'a', label: 'A', numeric: true, value: row => row.a, text: row => text(row, row.a)},
    {id: 'b', label: 'B', numeric: true, value: row => row.b, text: row => text(row, row.b)},
    {id: 'difference', label: 'Difference', numeric: true, value: row => row.difference,
      text: row => signed(metric(row, row.difference), row.difference)},
    {id: 'percent', label: 'Change', numeric: true, value: row => row.percent, text: row => `${row.percent} ${row.better}`, node: judged},
  ];
}

function requestFigure(row, value) {
  return row.stat.startsWith('p') ? millis(value) : count(value);
}

function metricFigure(row, value) {
  return figure(value, row.type, row.contains, row.stat);
}

/** A share that went from 1% to 3% went up by two points, not by 2% of itself. */
function metricDifference(row, value) {
  return row.type === 'rate' && row.stat === 'rate' && value !== null ? `${short(value * 100)} pp` : metricFigure(row, value);
}

function thresholdTable(rows, metrics) {
  const value = (row, one) => {
    const metric = metrics.find(m => m.name === row.metric.split('{')[0]);
    const limit = limitOf(row.expression);
    return one.value === null ? NONE : metric && limit ? figure(one.value, metric.type, metric.contains, limit.stat) : short(one.value);
  };
  const cell = (row, one) => one
    ? h('span', {class: 'run-name'}, verdict(one.failed), h('span', {}, one.text?.replace(' %', '%') || value(row, one)))
    : h('span', {class: 'soft'}, 'not declared');
  const list = table({caption: 'Thresholds of both runs', key: row => `${row.metric}\n${row.expression}`, empty: 'Neither run declares thresholds.', columns: [
    {id: 'metric', label: 'Metric', heading: true, value: row => row.metric},
    {id: 'expression', label: 'Condition', className: 'mono', value: row => row.expression},
    {id: 'a', label: 'A', value: row => row.a?.value ?? null, text: row => JSON.stringify(row.a), node: row => cell(row, row.a)},
    {id: 'b', label: 'B', value: row => row.b?.value ?? null, text: row => JSON.stringify(row.b), node: row => cell(row, row.b)},
  ]});
  list.update(rows);
  return list.element;
}

/** Both runs on one time axis that starts where each of them started. */
function overlaid(key, a, b) {
  const start = chartData => chartData.times[0] ?? 0;
  const at = new Map();
  for (const [letter, one] of [['a', a], ['b', b]]) {
    one.times.forEach((time, i) => {
      const seconds = Math.round((time - start(one)) * 1000) / 1000;
      at.set(seconds, {...at.get(seconds), [letter]: one[key]?.[i] ?? null});
    });
  }
  const times = [...at.keys()].sort((x, y) => x - y);
  return {times, a: times.map(t => at.get(t).a ?? null), b: times.map(t => at.get(t).b ?? null)};
}

/** Shows the comparison. */
export async function showCompare(main, {data, signal, title}, a, b) {
  const both = await data.compare(a, b, signal);
  title(`#${a} and #${b}`);
  const charts = CHARTS.map(({key, title: name, unit}) => {
    const drawn = chart({title: name, x: 'elapsed', sync: `compare-${a}-${b}`, lines: [
      {key: 'a', label: `A #${both.a.id}`, unit, colour: 1, dash: [5, 3]}, {key: 'b', label: `B #${both.b.id}`, unit, colour: 2, dash: []}]});
    drawn.update(overlaid(key, both.charts.a, both.charts.b));
    return drawn;
  });

  const metrics = table({caption: 'Metrics of both runs', key: row => `${row.name}\n${row.stat}`, empty: 'No metric matches.', columns: [
    {id: 'name', label: 'Metric', heading: true, value: row => row.name}, {id: 'stat', label: 'Figure', value: row => row.stat},
    ...differences(metricFigure, metricDifference)]});
  const requests = table({caption: 'Requests of both runs', key: row => `${row.name}\n${row.method}\n${row.status}\n${row.stat}`,
    empty: 'No request matches.', columns: [
      {id: 'name', label: 'Request', heading: true, className: 'name', value: row => row.name, title: row => row.name},
      {id: 'method', label: 'Method', value: row => row.method}, {id: 'status', label: 'Status', value: row => row.status, text: row => String(row.status)},
      {id: 'stat', label: 'Figure', value: row => row.stat}, ...differences(requestFigure, requestFigure)]});
  let text = '';
  let only = false;
  function draw() {
    const fits = row => row.name.toLowerCase().includes(text) && (!only || row.better !== null && row.better !== undefined && row.percent !== 0);
    metrics.update(both.metrics.filter(fits));
    requests.update(both.http.filter(fits));
  }
  const box = h('input', {type: 'checkbox', id: 'judged-only', onchange: () => {
    only = box.checked;
    draw();
  }});

  const part = (name, id, ...content) => h('section', {class: 'section', 'aria-labelledby': id}, h('h2', {id}, name), content);
  main.replaceChildren(h('div', {class: 'wide'},
      h('p', {class: 'crumbs'}, h('a', {href: '#/'}, icon('back'), 'All runs')),
      h('div', {class: 'head-row'}, h('h1', {}, 'Comparison'), h('div', {class: 'actions'},
          h('a', {class: 'button quiet', href: `#/compare/${encodeURIComponent(b)}/${encodeURIComponent(a)}`}, 'Swap A and B'))),
      h('div', {class: 'sides'}, side('A', both.a), side('B', both.b)),
      part('Charts', 'charts-title', h('div', {class: 'charts'}, charts.map(c => c.element))),
      part('Thresholds', 'thresholds-title', thresholdTable(both.thresholds, both.metrics)),
      h('div', {class: 'tools tools-apart'}, filterField('Filter metrics and requests', changed => {
        text = changed;
        draw();
      }), h('label', {class: 'check-label', for: 'judged-only'}, box, 'Better or worse only')),
      part('Metrics', 'metrics-title', metrics.element),
      part('Requests', 'requests-title', requests.element)));
  draw();
  return {close: () => charts.forEach(c => c.close())};
}
