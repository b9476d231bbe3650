// What happened over time.

import {chart} from './charts.js';
import {h} from './dom.js';
import {bytesPerSecond, count, millis, perSecond} from './format.js';

const CHARTS = [
  {title: 'Virtual users and requests', lines: [
    {key: 'vus', label: 'VUs', unit: count, colour: 1, fill: true, dash: []},
    {key: 'requestsPerSecond', label: 'Requests', unit: perSecond, colour: 2, right: true},
    {key: 'iterationsPerSecond', label: 'Iterations', unit: perSecond, colour: 4, right: true},
  ]},
  {title: 'Response time', lines: [
    {key: 'p50', label: 'Median', unit: millis, colour: 3, gaps: true, dash: [2, 3]},
    {key: 'p90', label: 'p90', unit: millis, colour: 4, gaps: true, dash: [7, 3]},
    {key: 'p95', label: 'p95', unit: millis, colour: 1, gaps: true, dash: []},
    {key: 'p99', label: 'p99', unit: millis, colour: 5, gaps: true, dash: [9, 3, 2, 3]},
  ]},
  {title: 'Failures', lines: [
    {key: 'failedPerSecond', label: 'Failed requests', unit: perSecond, colour: 5, dash: []},
    {key: 'checksFailedPerSecond', label: 'Failed checks', unit: perSecond, colour: 4, dash: [7, 3]},
  ]},
  {title: 'Data', lines: [
    {key: 'dataReceivedPerSecond', label: 'Received', unit: bytesPerSecond, colour: 2, fill: true, dash: []},
    {key: 'dataSentPerSecond', label: 'Sent', unit: bytesPerSecond, colour: 6, dash: [7, 3]},
  ]},
];

/** The charts of a run. Moving over one moves over all. */
export function chartsSection({id}) {
  const charts = CHARTS.map(options => chart({...options, sync: `run-${id}`}));
  return {
    element: h('div', {}, h('div', {class: 'charts'}, charts.map(c => c.element)),
        h('p', {class: 'hint'}, 'Drag over a chart to look closer, double-click to see all again. With the keyboard: arrow keys.')),
    chart: data => charts.forEach(c => c.update(data)),
    close: () => charts.forEach(c => c.close()),
  };
}
