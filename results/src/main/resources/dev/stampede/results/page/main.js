// The page: its frame, and which view the address asks for. The same modules make the report, with the data inside.

import {announce, failure, h} from './dom.js';
import {source} from './data.js';
import {moment} from './format.js';
import {showCompare} from './compare.js';
import {showRun} from './run.js';
import {showRuns} from './runs.js';
import {showTrend} from './trend.js';
import {themeButton} from './theme.js';

const data = source();
let view = null; // what is shown: {path, close, section}
let visits = 0;

const main = h('main', {id: 'main', tabindex: '-1'});

function frame() {
  const brand = data.embedded
    ? h('span', {class: 'brand'}, 'Stampede')
    : h('a', {class: 'brand', href: '#/'}, 'Stampede');
  document.body.replaceChildren(
      h('a', {class: 'skip', href: '#main', onclick: event => {
        event.preventDefault();
        main.focus();
      }}, 'Skip to content'),
      h('header', {class: 'top'},
          h('div', {class: 'wide top-row'}, brand,
              h('nav', {'aria-label': 'Main'}, data.embedded ? null : [
                h('a', {href: '#/'}, 'Runs'), h('a', {href: '#/trend'}, 'Trends')]),
              themeButton())),
      main,
      h('footer', {class: 'wide foot'}, data.embedded
        ? `Report written ${data.generated ? moment(data.generated) : ''} by Stampede. Everything shown is inside this file.`
        : 'Stampede results service. Nothing on this page leaves this host.'),
      h('div', {id: 'announcer', class: 'visually-hidden', 'aria-live': 'polite', role: 'status'}),
      h('span', {id: 'colour-probe', hidden: true}));
}

function decoded(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // a stray per cent sign
  }
}

/** What the address asks for: {path, open(main, context), section}. */
function wanted() {
  const segments = location.hash.replace(/^#\/?/, '').split('/').filter(part => part !== '').map(decoded);
  if (data.embedded) {
    return {path: 'report', open: context => showRun(main, context, null), section: segments[0]};
  }
  const [kind, ...rest] = segments;
  if (kind === 'runs' && rest.length > 0) {
    return {path: `runs/${rest[0]}`, open: context => showRun(main, context, rest[0]), section: rest[1]};
  }
  if (kind === 'compare' && rest.length === 2) {
    return {path: segments.join('\n'), open: context => showCompare(main, context, rest[0], rest[1])};
  }
  if (kind === 'trend') {
    return {path: segments.join('\n'), open: context => showTrend(main, context, ...rest.slice(0, 3))};
  }
  return {path: '', open: context => showRuns(main, context)};
}

function markPlace() {
  document.querySelectorAll('nav[aria-label="Main"] a').forEach(link => {
    const trend = link.hash.startsWith('#/trend');
    const here = trend === location.hash.startsWith('#/trend');
    if (here) {
      link.setAttribute('aria-current', 'page');
    } else {
      link.removeAttribute('aria-current');
    }
  });
}

async function go(first) {
  const place = wanted();
  if (view?.path === place.path) {
    view.section?.(place.section);
    return;
  }
  const visit = ++visits;
  view?.close?.();
  view = null;
  markPlace();
  main.replaceChildren(h('div', {class: 'wide loading'}, h('p', {}, 'Loading…')));
  const stop = new AbortController();
  const context = {data, signal: stop.signal, title: text => { document.title = text === '' ? 'Stampede' : `${text} · Stampede`; }};
  view = {path: place.path, close: () => stop.abort()};
  try {
    const opened = await place.open(context);
    if (visit !== visits) {
      opened?.close?.(); // somebody went on meanwhile
      return;
    }
    view = {path: place.path, section: opened?.section, close: () => {
      stop.abort();
      opened?.close?.();
    }};
    if (place.section) {
      opened?.section?.(place.section);
    } else if (!first) {
      scrollTo(0, 0);
      const heading = main.querySelector('h1');
      heading?.setAttribute('tabindex', '-1');
      heading?.focus({preventScroll: true});
    }
    announce(document.title);
  } catch (error) {
    if (visit === visits && error.name !== 'AbortError') {
      view = null;
      context.title('Not there');
      const title = error.status === 404 ? 'There is no such run' : 'This could not be loaded';
      main.replaceChildren(h('div', {class: 'wide'}, h('h1', {}, title),
          failure(error, () => go(false)), data.embedded ? null : h('p', {}, h('a', {href: '#/'}, 'All runs'))));
      if (!error.status && !(error instanceof TypeError && navigator.onLine === false)) {
        console.error(error);
      }
    }
  }
}

frame();
addEventListener('hashchange', () => go(false));
go(true);
