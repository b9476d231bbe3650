// Status and verdict: a sign, a word and a colour; and the small line of the last runs.

import {h, icon, s} from './dom.js';
import {millis} from './format.js';

/** Whether the run goes on, by its number in the protocol. */
export function isOpen(status) {
  return status < 3;
}

/** Whether data may still come: silence alone ends nothing. */
export function canGoOn(status) {
  return isOpen(status) || status === 4;
}

/** The verdict in a word. */
export function verdictText(run) {
  return run.failed === true ? 'failed' : run.failed === false ? 'passed' : 'no verdict';
}

/** The verdict. */
export function verdict(failed) {
  const kind = failed === true ? 'fail' : failed === false ? 'pass' : 'none';
  return h('span', {class: `badge badge-${kind}`}, icon(kind), {fail: 'Failed', pass: 'Passed', none: 'No verdict'}[kind]);
}

/** How the run stands. */
export function status(run) {
  const kind = isOpen(run.status) ? 'live' : run.status === 3 ? 'quiet' : 'warn';
  const sign = {live: 'live', quiet: null, warn: 'warn'}[kind];
  const text = run.statusText.charAt(0).toUpperCase() + run.statusText.slice(1);
  return h('span', {class: `badge badge-${kind}`}, sign && icon(sign), text);
}

const WIDTH = 96;
const HEIGHT = 26;

/** The 95th percentile of the last runs of a test; a cross is a run that failed. */
export function sparkline(points) {
  const known = (points ?? []).filter(point => point.p95Ms !== null && point.p95Ms !== undefined);
  if (known.length < 2) {
    return h('span', {class: 'soft'}, known.length === 1 ? 'first run' : '–');
  }
  const values = known.map(point => point.p95Ms);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = i => 4 + i * (WIDTH - 8) / (known.length - 1);
  const y = v => high === low ? HEIGHT / 2 : HEIGHT - 4 - (v - low) * (HEIGHT - 8) / (high - low);
  const failed = known.filter(point => point.failed).length;
  const label = `p95 of the last ${known.length} runs: from ${millis(values[0])} to ${millis(values.at(-1))}, `
    + `lowest ${millis(low)}, highest ${millis(high)}, ${failed} failed`;
  return s('svg', {class: 'spark', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': label},
      s('title', {}, label),
      s('polyline', {points: known.map((point, i) => `${x(i).toFixed(1)},${y(point.p95Ms).toFixed(1)}`).join(' ')}),
      known.map((point, i) => point.failed
        ? s('path', {class: 'spark-fail', d: `M${x(i) - 2.5} ${y(point.p95Ms) - 2.5}l5 5m0-5l-5 5`})
        : i === known.length - 1 && s('circle', {cx: x(i), cy: y(point.p95Ms), r: 2.5})));
}
