// Tables that are sorted by their headings and change in place: what has the focus keeps it while a run goes on.

import {h, setText} from './dom.js';

const FIRST_ROWS = 200;

function compare(a, b) {
  const gone = x => x === null || x === undefined || Number.isNaN(x);
  if (gone(a) || gone(b)) {
    return gone(a) ? (gone(b) ? 0 : 1) : -1; // what is not there comes last, whichever way round
  }
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), undefined, {numeric: true});
}

function classes({numeric, wideOnly}, className) {
  return [numeric && 'num', wideOnly && 'wide-only', className].filter(Boolean).join(' ') || null;
}

/**
 * A table.
 *
 * columns: {id, label, hint, numeric, heading, value(row), text(row), node(row), title(row), fixed, wideOnly}: `value` is what it is
 * sorted by, `text` what is shown; `node`, if there, draws it anew whenever the text is another; `heading` names the row;
 * `fixed` is not sorted by; `wideOnly` is left out where there is little room.
 */
export function table({caption, columns, key, sort = null, descending = false, empty = 'Nothing here.', cards = false}) {
  let order = sort;
  let falling = descending;
  let rows = [];
  let most = FIRST_ROWS;
  const known = new Map();

  const heads = columns.map(column => {
    const sortable = !column.fixed;
    const label = sortable
      ? h('button', {type: 'button', class: 'sort', title: column.hint, onclick: () => sortBy(column)}, column.label)
      : column.hidden ? h('span', {class: 'visually-hidden'}, column.label) : column.label;
    return h('th', {scope: 'col', role: 'columnheader', class: classes(column, null)}, label);
  });
  const body = h('tbody', {role: 'rowgroup'});
  const more = h('button', {type: 'button', class: 'quiet', hidden: true, onclick: () => {
    most = Infinity;
    draw();
  }});
  const nothing = h('p', {class: 'empty', hidden: true}, empty);
  const scroller = h('div', {class: 'scroll', role: 'region', 'aria-label': `Table: ${caption}`, tabindex: '0'},
      h('table', {class: cards ? 'cards' : null, role: 'table'},
          h('caption', {class: 'visually-hidden'}, caption),
          h('thead', {role: 'rowgroup'}, h('tr', {role: 'row'}, heads)),
          body));
  const element = h('div', {class: 'table'}, scroller, nothing, more);

  function sortBy(column) {
    falling = order === column.id ? !falling : Boolean(column.numeric);
    order = column.id;
    draw();
  }

  function cell(column, row, old) {
    const text = column.text ? column.text(row) : String(column.value(row) ?? '');
    const title = column.title?.(row) ?? null;
    const made = old ?? h(column.heading ? 'th' : 'td', {
      role: column.heading ? 'rowheader' : 'cell', scope: column.heading ? 'row' : null,
      class: classes(column, column.className), 'data-label': column.label,
    });
    if (column.node) {
      if (!old || made.stampedeText !== text) {
        made.replaceChildren(column.node(row));
        made.stampedeText = text;
      }
    } else {
      setText(made, text);
    }
    if (title !== null && made.title !== title) {
      made.title = title;
    }
    return made;
  }

  function line(row) {
    const id = key(row);
    const old = known.get(id);
    const tr = old ?? h('tr', {role: 'row'});
    if (old) {
      columns.forEach((column, i) => cell(column, row, old.children[i]));
    } else {
      tr.append(...columns.map(column => cell(column, row, null)));
      known.set(id, tr);
    }
    return tr;
  }

  function draw() {
    const column = columns.find(c => c.id === order);
    const sorted = column
      ? [...rows].sort((a, b) => {
        const [x, y] = [column.value(a), column.value(b)];
        const gone = [x, y].some(v => v === null || v === undefined);
        return falling && !gone ? compare(y, x) : compare(x, y);
      })
      : rows;
    heads.forEach((head, i) => {
      const chosen = columns[i].id === order;
      if (chosen) {
        head.setAttribute('aria-sort', falling ? 'descending' : 'ascending');
      } else {
        head.removeAttribute('aria-sort');
      }
    });
    const lines = sorted.slice(0, most).map(line);
    const same = lines.length === body.children.length && lines.every((tr, i) => body.children[i] === tr);
    if (!same) {
      const focused = body.contains(document.activeElement) ? document.activeElement : null;
      body.replaceChildren(...lines);
      focused?.focus({preventScroll: true});
    }
    const shown = new Set(lines);
    known.forEach((tr, id) => shown.has(tr) || known.delete(id));
    scroller.hidden = rows.length === 0;
    nothing.hidden = rows.length > 0;
    more.hidden = rows.length <= most;
    setText(more, `Show all ${rows.length} rows`);
  }

  draw();
  return {
    element,
    update(changed) {
      rows = changed;
      draw();
    },
    say(text) {
      setText(nothing, text);
    },
  };
}

/** A field that narrows down what is shown. */
export function filterField(label, changed) {
  const id = `filter-${label.toLowerCase().replace(/[^a-z]+/g, '-')}`;
  const input = h('input', {type: 'search', id, autocomplete: 'off', spellcheck: 'false', placeholder: label,
    oninput: () => changed(input.value.trim().toLowerCase())});
  return h('div', {class: 'field'}, h('label', {for: id, class: 'visually-hidden'}, label), input);
}
