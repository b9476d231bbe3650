// Builds elements. Text only ever becomes text nodes: nothing of a run is read as markup.

const SVG = 'http://www.w3.org/2000/svg';

/** An element. Attributes: `on…` are listeners, null and false are left out, true is an empty attribute. */
export function h(name, attributes, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** An element of a drawing. */
export function s(name, attributes, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (key.startsWith('on')) {
      element.addEventListener(key.slice(2), value);
    } else if (key === 'value') {
      element.value = value;
    } else {
      element.setAttribute(key, value === true ? '' : String(value));
    }
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

const ICONS = {
  pass: 'M3 8.5l3.2 3.2L13 4.8',
  fail: 'M4 4l8 8M12 4l-8 8',
  none: 'M4 8h8',
  live: 'M8 4.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7',
  warn: 'M8 2.5l6 11H2zM8 7v3M8 12v.1',
  down: 'M8 2.5v8M4.5 7.5L8 11l3.5-3.5M3 13.5h10',
  back: 'M9.5 3.5L5 8l4.5 4.5',
};

/** A small drawing that stands beside text, never alone. */
export function icon(name) {
  return s('svg', {class: `icon icon-${name}`, viewBox: '0 0 16 16', 'aria-hidden': 'true', focusable: 'false'},
      s('path', {d: ICONS[name]}));
}

/** Replaces what an element shows, if it is not that already. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** Says something to those who do not see the page change. */
export function announce(text) {
  const region = document.getElementById('announcer');
  if (region) {
    setText(region, text);
  }
}

/** What is shown where there is nothing to show. */
export function notice(title, ...details) {
  return h('div', {class: 'notice'}, h('p', {class: 'notice-title'}, title), details.map(d => h('p', {}, d)));
}

/** The text of a failure, and a way to try again. */
export function failure(error, retry) {
  return h('div', {class: 'notice notice-error', role: 'alert'},
      h('p', {class: 'notice-title'}, icon('warn'), ' ', error.title ?? 'This could not be loaded'),
      h('p', {}, error.message),
      error.status === 401 ? h('p', {}, h('a', {href: '/', class: 'button'}, 'Sign in'))
        : retry && h('p', {}, h('button', {type: 'button', onclick: retry}, 'Try again')));
}
