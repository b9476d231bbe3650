// One figure of one metric over many runs of a test.

import {verdict} from './badges.js';
import {chart} from './charts.js';
import {h, icon, notice} from './dom.js';
import {change, figure, moment} from './format.js';
import {table} from './table.js';

const STATS = {trend: ['avg', 'min', 'med', 'max', 'p90', 'p95', 'p99', 'count'], counter: ['count', 'rate'], rate: ['rate', 'passes', 'fails'], gauge: ['value', 'min', 'max']};

function address(test, metric, stat) {
  return `#/trend/${[test, metric, stat].map(encodeURIComponent).join('/')}`;
}

function picker(label, id, options, value, changed) {
  const select = h('select', {id, onchange: () => changed(select.value)},
      options.map(option => h('option', {value: option, selected: option === value}, option)));
  return h('div', {class: 'field'}, h('label', {for: id}, label), select);
}

function withValue(options, value) {
  return options.includes(value) ? options : [value, ...options];
}

/** Shows a trend; without a test, that of the test that ran last. */
export async function showTrend(main, {data, signal, title}, givenTest, metric = 'http_req_duration', givenStat = '') {
  const {tests, runs} = await data.runs({test: givenTest ?? '', limit: 1}, signal);
  const test = givenTest ?? runs[0]?.name;
  title('Trends');
  const head = h('div', {class: 'head-row'}, h('h1', {}, 'Trend'));
  const crumbs = h('p', {class: 'crumbs'}, h('a', {href: '#/'}, icon('back'), 'All runs'));
  if (test === undefined) {
    main.replaceChildren(h('div', {class: 'wide'}, crumbs, head, notice('No runs yet', 'A trend needs runs of one test.')));
    return {};
  }
  title(`Trend of ${test}`);
  const metrics = runs[0] ? (await data.run(runs[0].id, signal)).metrics : [];
  const known = metrics.find(m => m.name === metric);
  const stats = STATS[known?.type] ?? STATS.trend;
  const stat = givenStat || (stats.includes('p95') ? 'p95' : stats[0]);
  const answer = await data.trend({test, metric, stat, limit: 50}, signal);
  const type = known?.type ?? 'trend';
  const unit = value => figure(value, type, answer.contains ?? known?.contains, stat);
  const points = answer.points;

  const drawn = chart({title: `${metric} ${stat}`, height: 280, points: true,
    x: i => points[i] && Number.isInteger(i) ? `#${points[i].id}` : '', lines: [
      {key: 'value', label: stat, unit, colour: 1, fill: true, gaps: true}, {key: 'failed', label: 'Failed runs', unit, colour: 5, marks: true, dash: []}]});
  drawn.update({times: points.map((_, i) => i), value: points.map(point => point.value), failed: points.map(point => point.failed ? point.value : null)});

  const list = table({caption: `${metric} ${stat} by run, newest first`, key: row => row.id, sort: 'created', descending: true,
    empty: 'No run of this test has this metric.', columns: [
      {id: 'id', label: 'Run', heading: true, value: row => row.id, text: row => `#${row.id}`,
        node: row => h('a', {href: `#/runs/${encodeURIComponent(row.id)}`}, `#${row.id}`)},
      {id: 'created', label: 'Started', value: row => row.created, text: row => moment(row.created)},
      {id: 'verdict', label: 'Verdict', value: row => row.failed, text: row => String(row.failed), node: row => verdict(row.failed)},
      {id: 'value', label: stat, numeric: true, value: row => row.value, text: row => unit(row.value)},
      {id: 'change', label: 'Against the one before', numeric: true, value: row => row.percent, text: row => change(row.percent)},
      {id: 'compare', label: 'Compare', fixed: true, hidden: true, value: () => null, text: row => `${row.before}`, node: row => row.before === null
        ? h('span', {}) : h('a', {href: `#/compare/${encodeURIComponent(row.before)}/${encodeURIComponent(row.id)}`}, `Compare with #${row.before}`)},
    ]});
  list.update(points.map((point, i) => {
    const before = points[i - 1];
    const comparable = before && before.value && point.value !== null;
    return {...point, before: before?.id ?? null, percent: comparable ? (point.value - before.value) / Math.abs(before.value) * 100 : null};
  }));

  const go = (t, m, s) => { location.hash = address(t, m, s); };
  main.replaceChildren(h('div', {class: 'wide'}, crumbs, head,
      h('div', {class: 'tools'},
          picker('Test', 'trend-test', withValue(tests, test), test, value => go(value, metric, stat)),
          picker('Metric', 'trend-metric', withValue(metrics.map(m => m.name).sort(), metric), metric, value => {
            const other = STATS[metrics.find(m => m.name === value)?.type] ?? STATS.trend;
            go(test, value, other.includes(stat) ? stat : other.includes('p95') ? 'p95' : other[0]);
          }),
          picker('Figure', 'trend-stat', withValue(stats, stat), stat, value => go(test, metric, value))),
      points.length === 0 ? notice('No runs with this metric', `No run of “${test}” has a figure for ${metric}.`) : drawn.element,
      h('section', {class: 'section', 'aria-labelledby': 'trend-runs'}, h('h2', {id: 'trend-runs'}, 'Runs'), list.element)));
  return {close: () => drawn.close()};
}
