// Groups with their checks, as a tree.

import {h, icon} from './dom.js';
import {count, exact, millis, percent} from './format.js';

function checkLine(check) {
  const all = check.passes + check.fails;
  const bar = h('span', {class: 'gauge-value'});
  bar.style.width = `${all === 0 ? 0 : check.passes / all * 100}%`;
  const failed = check.fails > 0;
  return h('li', {class: failed ? 'check check-fail' : 'check'},
      icon(failed ? 'fail' : 'pass'),
      h('span', {class: 'check-name'}, check.name, h('span', {class: 'visually-hidden'}, failed ? ' (failed)' : ' (passed)')),
      h('span', {class: failed ? 'gauge gauge-share gauge-bad' : 'gauge gauge-share', 'aria-hidden': 'true'}, bar),
      h('span', {class: 'check-figures', title: `${exact(check.passes)} passed, ${exact(check.fails)} failed`},
          percent(all === 0 ? null : check.passes / all), h('span', {class: 'soft'},
              failed ? ` ${count(check.fails)} of ${count(all)} failed` : ` of ${count(all)}`)));
}

function failsWithin(group) {
  return group.checks.reduce((sum, check) => sum + check.fails, 0) + group.groups.reduce((sum, g) => sum + failsWithin(g), 0);
}

function checksWithin(group) {
  return group.checks.length + group.groups.reduce((sum, g) => sum + checksWithin(g), 0);
}

function inside(group, closed) {
  return [
    group.checks.length > 0 && h('ul', {class: 'checks'}, group.checks.map(checkLine)),
    group.groups.length > 0 && h('ul', {class: 'groups'}, group.groups.map(g => h('li', {}, branch(g, closed)))),
  ];
}

function branch(group, closed) {
  const fails = failsWithin(group);
  // `seconds` of a group counts in seconds, what people read in the unit that fits
  const times = group.seconds && `${count(group.seconds.count)} times, avg ${millis(group.seconds.avg * 1000)}, `
    + `p95 ${millis(group.seconds.p95 * 1000)}, max ${millis(group.seconds.max * 1000)}`;
  return h('details', {open: !closed.has(group.path), 'data-path': group.path, ontoggle: event => {
    if (event.target.open) {
      closed.delete(group.path);
    } else {
      closed.add(group.path);
    }
  }}, h('summary', {}, h('span', {class: 'group-name'}, group.name || 'Outside of groups'),
      fails > 0 && h('span', {class: 'badge badge-fail'}, icon('fail'), `${count(fails)} failed`),
      times && h('span', {class: 'soft'}, times)), inside(group, closed));
}

/** The tree of groups and checks. It is drawn anew when it changes; what was shut stays shut. */
export function groupsSection() {
  const closed = new Set();
  const element = h('div', {class: 'tree'});
  let known = '';
  return {
    element,
    count: run => checksWithin(run.groups) || null,
    run(run) {
      const text = JSON.stringify(run.groups);
      if (text === known) {
        return;
      }
      known = text;
      const focused = document.activeElement?.closest?.('.tree details')?.dataset.path;
      const parts = inside(run.groups, closed).filter(Boolean);
      element.replaceChildren(...(parts.length > 0 ? parts : [h('p', {class: 'empty'}, 'No checks and no groups.')]));
      if (focused !== undefined) {
        [...element.querySelectorAll('details')].find(d => d.dataset.path === focused)?.querySelector('summary').focus({preventScroll: true});
      }
    },
  };
}
