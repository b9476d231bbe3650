// Lines over time, drawn by uPlot; for those who do not see them, a sentence and a table say the same.

import {h, s, setText} from './dom.js';
import {clock, elapsed, NONE} from './format.js';
import {colour, onThemeChange} from './theme.js';

const HEIGHT = 210;
const MOST_ROWS = 120;
// seconds between marks, as clocks divide them
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400];
const DASHES = [[], [7, 3], [2, 3], [9, 3, 2, 3], [4, 2], [1, 2]];
const open = new Set();

onThemeChange(() => open.forEach(plot => plot.redraw(false)));

function highest(values, times, where) {
  let best = -1;
  values.forEach((value, i) => {
    if (value !== null && (best < 0 || value > values[best])) {
      best = i;
    }
  });
  return best < 0 ? null : {value: values[best], at: where(times[best])};
}

function lastOf(values) {
  for (let i = values.length - 1; i >= 0; i--) {
    if (values[i] !== null && values[i] !== undefined) {
      return values[i];
    }
  }
  return null;
}

/** A cross at each point: what failed is not told by its colour alone. */
function cross(u, index, from, to) {
  const path = new Path2D();
  const arm = 5 * devicePixelRatio;
  for (let i = from; i <= to; i++) {
    if (u.data[index][i] !== null) {
      const [left, top] = [u.valToPos(u.data[0][i], 'x', true), u.valToPos(u.data[index][i], 'y', true)];
      path.moveTo(left - arm, top - arm);
      path.lineTo(left + arm, top + arm);
      path.moveTo(left + arm, top - arm);
      path.lineTo(left - arm, top + arm);
    }
  }
  return {stroke: path, fill: null};
}

/**
 * A chart. lines: {key, label, unit: value → text, colour: 1…6, right, fill, gaps, marks}, where `marks` are points alone; at least the first axis's unit is that
 * of its first line. `x` is 'time' (seconds since 1970), 'elapsed' (seconds since a start) or a function that names a place.
 */
export function chart({title, lines, x = 'time', sync = null, height = HEIGHT, points = false}) {
  const where = x === 'time' ? clock : x === 'elapsed' ? elapsed : x;
  const styles = lines.map((line, i) => ({dash: line.dash ?? DASHES[i % DASHES.length], colour: `chart-${line.colour ?? i + 1}`}));
  let data = {times: []};
  let plot = null;
  let zoomed = false;

  const place = h('div', {class: 'plot', tabindex: '0', role: 'group', 'aria-roledescription': 'chart', onkeydown: step});
  const empty = h('p', {class: 'plot-empty'}, 'No data');
  const spoken = h('p', {class: 'visually-hidden', 'aria-live': 'polite'});
  const values = lines.map(() => h('span', {class: 'legend-value'}));
  const legend = h('ul', {class: 'legend'}, lines.map((line, i) => {
    const button = h('button', {type: 'button', class: 'legend-item', 'aria-pressed': 'true', title: `Show or hide ${line.label}`,
      onclick: () => {
        const shown = button.getAttribute('aria-pressed') !== 'true';
        button.setAttribute('aria-pressed', String(shown));
        plot?.setSeries(i + 1, {show: shown});
      }}, swatch(styles[i]), h('span', {}, line.label), values[i]);
    return h('li', {}, button);
  }));
  const moment = h('span', {class: 'legend-time'});
  const tableButton = h('button', {type: 'button', class: 'quiet small', 'aria-expanded': 'false', onclick: () => {
    const shown = tableButton.getAttribute('aria-expanded') !== 'true';
    tableButton.setAttribute('aria-expanded', String(shown));
    setText(tableButton, shown ? 'Hide table' : 'Table');
    rowsPlace.hidden = !shown;
    drawTable();
  }}, 'Table');
  const rowsPlace = h('div', {class: 'scroll plot-table', hidden: true, tabindex: '0', role: 'region', 'aria-label': `${title}: table`});
  const element = h('figure', {class: 'chart'},
      h('figcaption', {}, h('span', {class: 'chart-title'}, title), moment, tableButton),
      legend, h('div', {class: 'plot-frame'}, place, empty), spoken, rowsPlace);

  function swatch({dash, colour: name}) {
    return s('svg', {class: `swatch stroke-${name}`, viewBox: '0 0 22 8', 'aria-hidden': 'true'},
        s('line', {x1: 0, y1: 4, x2: 22, y2: 4, 'stroke-dasharray': dash.join(' ') || null}));
  }

  function step(event) {
    const by = {ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity}[event.key];
    if (!plot || by === undefined) {
      return;
    }
    event.preventDefault();
    const last = data.times.length - 1;
    const index = Math.max(0, Math.min(last, (plot.cursor.idx ?? (by > 0 ? -1 : last + 1)) + by));
    plot.setCursor({left: plot.valToPos(data.times[index], 'x'), top: plot.over.clientHeight / 2});
    setText(spoken, `${where(data.times[index])}: ${lines.map(l => `${l.label} ${text(l, index)}`).join(', ')}`);
  }

  function text(line, index) {
    const value = data[line.key]?.[index];
    return value === null || value === undefined ? NONE : line.unit(value);
  }

  function showValues(index) {
    const at = index ?? null;
    setText(moment, at === null ? '' : where(data.times[at]));
    lines.forEach((line, i) => {
      const last = at === null ? lastOf(data[line.key] ?? []) : data[line.key]?.[at];
      setText(values[i], last === null || last === undefined ? NONE : line.unit(last));
    });
  }

  function axis(scale, side, unit) {
    return {
      scale, side, stroke: () => colour('ink-soft'), font: '12px system-ui, sans-serif', gap: 6, size: width,
      grid: {show: side === 3, stroke: () => colour('grid'), width: 1}, ticks: {show: false},
      values: (u, splits) => splits.map(v => v === null ? '' : unit(v)),
    };
  }

  function width(u, labels) {
    return Math.max(34, 14 + 7 * Math.max(0, ...(labels ?? []).map(l => (l ?? '').length)));
  }

  function make() {
    const right = lines.find(line => line.right);
    const from0 = (u, low, high) => [Math.min(0, low ?? 0), high === null || high <= 0 ? 1 : high * 1.08];
    const axes = [{
      stroke: () => colour('ink-soft'), font: '12px system-ui, sans-serif', grid: {show: false}, size: 30, space: 76,
      ticks: {stroke: () => colour('grid'), size: 5},
      incrs: x === 'time' || x === 'elapsed' ? STEPS : [1, 2, 5, 10, 20, 50],
      values: (u, splits, i, space, step) => splits.map(v => x === 'time' ? clock(v, step < 60) : where(v) ?? ''),
    }, axis('y', 3, lines.find(line => !line.right).unit)];
    if (right) {
      axes.push(axis('right', 1, right.unit));
    }
    plot = new uPlot({
      width: place.clientWidth, height, legend: {show: false}, axes, padding: [8, right ? 4 : 30, 0, 0],
      scales: {x: {time: false}, y: {range: from0}, right: {range: from0}},
      cursor: {sync: sync ? {key: sync} : undefined, points: {size: 7}, y: false},
      series: [{}, ...lines.map((line, i) => ({
        scale: line.right ? 'right' : 'y', label: line.label, width: 1.75, dash: styles[i].dash, spanGaps: !line.gaps,
        stroke: () => colour(styles[i].colour), paths: line.marks ? () => null : undefined,
        points: line.marks ? {show: true, width: 2.5, paths: cross} : points ? {show: true, size: 7} : {},
        fill: line.fill ? () => colour(`${styles[i].colour}-fill`) : undefined,
      }))],
      hooks: {
        setCursor: [u => showValues(u.cursor.idx)],
        setSelect: [u => { zoomed = u.select.width > 0; }],
      },
    }, columns(), place);
    plot.over.addEventListener('dblclick', () => { zoomed = false; });
    open.add(plot);
  }

  function columns() {
    return [data.times, ...lines.map(line => data[line.key] ?? data.times.map(() => null))];
  }

  function draw() {
    const any = lines.some(line => (data[line.key] ?? []).some(value => value !== null));
    empty.hidden = any;
    place.hidden = !any;
    if (any && place.clientWidth > 0) {
      if (plot) {
        plot.setData(columns(), !zoomed);
        if (zoomed) {
          plot.redraw(); // which keeps what is shown of the first axis: after the above it would be what was shown before
        }
      } else {
        make();
      }
    }
    showValues(plot?.cursor.idx);
    describe();
    drawTable();
  }

  function describe() {
    const parts = lines.map(line => {
      const top = highest(data[line.key] ?? [], data.times, where);
      return top && `${line.label}: highest ${line.unit(top.value)} at ${top.at}, last ${line.unit(lastOf(data[line.key]))}`;
    }).filter(Boolean);
    place.setAttribute('aria-label', `${title}. ${parts.join('. ')}. Arrow keys read the values.`);
  }

  function drawTable() {
    if (rowsPlace.hidden) {
      return;
    }
    const every = Math.max(1, Math.ceil(data.times.length / MOST_ROWS));
    const indexes = data.times.map((_, i) => i).filter(i => i % every === 0);
    rowsPlace.replaceChildren(h('table', {},
        h('caption', {}, every === 1 ? title : `${title}, one of every ${every} points`),
        h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, 'Time'),
            lines.map(line => h('th', {scope: 'col', class: 'num'}, line.label)))),
        h('tbody', {}, indexes.map(i => h('tr', {}, h('th', {scope: 'row'}, where(data.times[i])),
            lines.map(line => h('td', {class: 'num'}, text(line, i))))))));
  }

  const sizes = new ResizeObserver(() => {
    const frame = place.parentElement.clientWidth;
    if (plot && frame > 0 && plot.width !== frame) {
      plot.setSize({width: frame, height});
    } else if (!plot) {
      draw();
    }
  });
  sizes.observe(element);

  return {
    element,
    update(changed) {
      data = changed;
      draw();
    },
    close() {
      sizes.disconnect();
      open.delete(plot);
      plot?.destroy();
      plot = null;
    },
  };
}
