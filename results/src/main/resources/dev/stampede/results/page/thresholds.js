// Thresholds: what was measured against what is allowed.

import {verdict} from './badges.js';
import {h} from './dom.js';
import {figure, NONE, short} from './format.js';
import {table} from './table.js';

const LIMIT = /^\s*([a-z]+)\s*(?:\(\s*([0-9.]+)\s*\))?\s*(<=|>=|===|==|!=|<|>)\s*(-?[0-9.]+(?:e[+-]?[0-9]+)?)/i;

/** The limit in an expression: {stat, operator, limit}; null when it cannot be read. */
export function limitOf(expression) {
  const found = LIMIT.exec(expression);
  return found && {stat: found[1], operator: found[3], limit: Number(found[4])};
}

/** The metric that a threshold's metric or sub-metric is of. */
function metricOf(run, threshold) {
  const name = threshold.metric.split('{')[0];
  return run.metrics.find(m => m.name === name);
}

function measured(run, threshold, value) {
  const metric = metricOf(run, threshold);
  const limit = limitOf(threshold.expression);
  if (!metric || !limit || value === null || value === undefined) {
    return value === null || value === undefined ? NONE : short(value);
  }
  return figure(value, metric.type, metric.contains, limit.stat);
}

/** How near the limit is: a bar up to twice the limit, with the limit in its middle. */
function gauge(threshold) {
  const limit = limitOf(threshold.expression);
  if (!limit || limit.limit <= 0 || threshold.value === null) {
    return h('span', {class: 'soft'}, NONE);
  }
  const share = Math.min(1, threshold.value / limit.limit / 2);
  const bar = h('span', {class: threshold.failed ? 'gauge-value gauge-fail' : 'gauge-value'});
  bar.style.width = `${(share * 100).toFixed(1)}%`;
  const text = `${Math.round(threshold.value / limit.limit * 100)}% of the limit`;
  return h('span', {class: 'gauge-cell'}, h('span', {class: 'gauge', 'aria-hidden': 'true'}, bar), h('span', {}, text));
}

/** The thresholds of a run. */
export function thresholdsSection() {
  let run = {metrics: []};
  const list = table({caption: 'Thresholds', key: t => `${t.metric}\n${t.expression}`, empty: 'This run declares no thresholds.', columns: [
    {id: 'result', label: 'Result', value: t => t.failed, text: t => `${t.failed} ${t.said}`, node: t => {
      const said = t.said !== null && t.said !== undefined && t.failed !== null && t.said !== t.failed;
      return h('span', {}, verdict(t.failed ?? t.said),
          said && h('span', {class: 'soft block'}, `the generator said ${t.said ? 'failed' : 'passed'}`));
    }},
    {id: 'metric', label: 'Metric', heading: true, value: t => t.metric},
    {id: 'expression', label: 'Condition', value: t => t.expression, className: 'mono',
      text: t => `${t.expression} ${t.problem}`, node: t => h('span', {}, t.expression,
        t.abortOnFail && h('span', {class: 'tag'}, 'aborts the run'), t.problem && h('span', {class: 'soft block wrap'}, t.problem))},
    {id: 'value', label: 'Measured', numeric: true, value: t => t.value, text: t => t.text?.replace(' %', '%') || measured(run, t, t.value)},
    {id: 'limit', label: 'Limit', numeric: true, value: t => limitOf(t.expression)?.limit ?? null,
      text: t => measured(run, t, limitOf(t.expression)?.limit)},
    {id: 'share', label: 'Against the limit', value: t => t.value / limitOf(t.expression)?.limit,
      text: t => `${t.value} ${t.failed}`, node: gauge},
  ]});
  return {
    element: list.element,
    count: r => r.thresholds.length || null,
    run(changed) {
      run = changed;
      list.update(run.thresholds);
    },
  };
}
