// All metrics, each by what its type counts; each can be drawn over time.

import {canGoOn} from './badges.js';
import {chart} from './charts.js';
import {failure, h, setText} from './dom.js';
import {count, exact, figure} from './format.js';
import {filterField, table} from './table.js';

const TYPES = {
  trend: {title: 'Trends', stats: ['avg', 'min', 'med', 'max', 'p90', 'p95', 'p99'], main: 'p95', lines: [['p50', 'Median', [2, 3]], ['p90', 'p90', [7, 3]], ['p95', 'p95', []], ['p99', 'p99', [9, 3, 2, 3]]]},
  rate: {title: 'Rates', stats: ['rate', 'passes', 'fails'], main: 'rate', lines: [['rate', 'Share']]},
  counter: {title: 'Counters', stats: ['count', 'rate'], main: 'count', lines: [['perSecond', 'A second']]},
  gauge: {title: 'Gauges', stats: ['value', 'min', 'max'], main: 'value', lines: [['last', 'Value'], ['min', 'Lowest'], ['max', 'Highest']]},
};
const LABELS = {avg: 'Avg', min: 'Min', med: 'Median', max: 'Max', p90: 'p90', p95: 'p95', p99: 'p99', count: 'Sum', rate: 'Rate', passes: 'Not zero', fails: 'Zero', value: 'Last'};

function columns(type, look, canDraw) {
  return [
    {id: 'name', label: 'Metric', heading: true, value: m => m.name, text: m => `${m.name} ${m.custom}`, node: m => h('span', {class: 'run-name'},
        canDraw(m) ? h('button', {type: 'button', class: 'link', 'aria-label': `Chart of ${m.name}`, onclick: () => look(m)}, m.name) : h('span', {}, m.name),
        m.custom && h('span', {class: 'tag'}, 'custom'))},
    ...TYPES[type].stats.map(stat => ({
      id: stat, label: type === 'counter' && stat === 'rate' ? 'Rate' : type === 'rate' && stat === 'rate' ? 'Share' : LABELS[stat], numeric: true,
      value: m => m.values[stat], text: m => figure(m.values[stat], m.type, m.contains, stat),
      title: m => ['count', 'passes', 'fails'].includes(stat) ? exact(m.values[stat]) : null,
    })),
    // only sums of counters travel: nobody knows of how many samples
    type !== 'counter' && {id: 'samples', label: 'Samples', numeric: true, value: m => m.samples, text: m => count(m.samples), title: m => exact(m.samples)},
  ].filter(Boolean);
}

/** A metric over time, all of it or what has certain tags. */
function detail({data, id, signal}, close) {
  const place = h('div', {});
  const title = h('h3', {tabindex: '-1'});
  const tagName = h('select', {id: 'tag-name', onchange: () => load()});
  const tagValue = h('input', {type: 'text', id: 'tag-value', placeholder: 'value', autocomplete: 'off', onchange: () => load()});
  const tagRow = h('div', {class: 'tools', hidden: data.embedded},
      h('div', {class: 'field'}, h('label', {for: 'tag-name'}, 'Only with tag'), tagName),
      h('div', {class: 'field'}, h('label', {for: 'tag-value', class: 'visually-hidden'}, 'Value of the tag'), tagValue));
  const trend = h('a', {class: 'soft-link'}, 'Over many runs');
  const element = h('div', {class: 'panel', hidden: true}, h('div', {class: 'head-row'}, title,
      h('div', {class: 'actions'}, data.embedded ? null : trend, h('button', {type: 'button', class: 'quiet small', onclick: () => {
        hide();
        close();
      }}, 'Close'))), tagRow, place);
  let shown = null;
  let drawn = null;
  let metric = null;

  function hide() {
    drawn?.close();
    drawn = null;
    shown = null;
    metric = null;
    element.hidden = true;
  }

  function filtered() {
    return tagName.value !== '' && tagValue.value !== '';
  }

  async function load() {
    const wanted = metric;
    const tags = filtered() ? {[tagName.value]: tagValue.value} : {};
    try {
      const series = await data.series(id, wanted.name, tags, signal);
      if (metric !== wanted) {
        return;
      }
      if (shown !== wanted.name) {
        drawn?.close();
        drawn = chart({title: 'Over time', lines: TYPES[wanted.type].lines.map(([key, label, dash], i) => ({key, label, dash, colour: [3, 4, 1, 5][i],
          unit: v => figure(v, wanted.type, wanted.contains, key === 'perSecond' ? 'rate' : key), gaps: true}))});
        shown = wanted.name;
        place.replaceChildren(drawn.element);
      }
      drawn.update(series);
    } catch (error) {
      if (error.name !== 'AbortError') {
        drawn?.close();
        drawn = null;
        shown = null;
        place.replaceChildren(failure(error, load));
      }
    }
  }

  return {
    element,
    hide,
    open(run, m) {
      metric = m;
      title.textContent = m.name;
      tagName.replaceChildren(h('option', {value: ''}, 'any'), ...(run.tags ?? []).map(tag => h('option', {value: tag}, tag)));
      trend.href = `#/trend/${encodeURIComponent(run.name)}/${encodeURIComponent(m.name)}/${TYPES[m.type].main}`;
      element.hidden = false;
      load();
      title.focus();
    },
    // a tag has the service read all samples again: that is done when it is asked for, not at each event
    refresh: () => metric && !filtered() && load(),
  };
}

/** The metrics of a run. */
export function metricsSection(context) {
  let run = {metrics: []};
  let text = '';
  let only = false;
  const panel = detail(context, () => {});
  const canDraw = m => !context.data.embedded || context.data.hasSeries(m.name);
  const lists = Object.keys(TYPES).map(type => {
    const list = table({caption: TYPES[type].title, key: m => m.name, columns: columns(type, m => panel.open(run, m), canDraw)});
    return {type, list, frame: h('div', {class: 'sub'}, h('h3', {}, TYPES[type].title), list.element)};
  });
  const nothing = h('p', {class: 'empty'});

  function draw() {
    let any = false;
    lists.forEach(({type, list, frame}) => {
      const rows = run.metrics.filter(m => m.type === type && (!only || m.custom) && m.name.toLowerCase().includes(text));
      frame.hidden = rows.length === 0;
      any ||= rows.length > 0;
      list.update(rows);
    });
    nothing.hidden = any;
    setText(nothing, run.metrics.length > 0 ? 'No metric matches the filter.'
      : canGoOn(run.status) ? 'No metrics have arrived yet.' : 'No metrics have arrived.');
  }

  const box = h('input', {type: 'checkbox', id: 'custom-only', onchange: () => {
    only = box.checked;
    draw();
  }});
  return {
    element: h('div', {},
        h('div', {class: 'tools'}, filterField('Filter metrics', changed => {
          text = changed;
          draw();
        }), h('label', {class: 'check-label', for: 'custom-only'}, box, 'Custom only')),
        panel.element, lists.map(l => l.frame), nothing),
    count: r => r.metrics.length || null,
    run(changed) {
      run = changed;
      draw();
      panel.refresh();
    },
    close: () => panel.hide(),
  };
}
