// One run: while it goes on, afterwards, and as a report.

import {canGoOn, isOpen, status, verdict, verdictText} from './badges.js';
import {announce, h, icon, setText} from './dom.js';
import {bytes, count, duration, exact, millis, moment, percent, perSecond} from './format.js';
import {follow} from './live.js';
import {archiveSection} from './archive.js';
import {chartsSection} from './runcharts.js';
import {groupsSection} from './groups.js';
import {errorsSection, requestsSection} from './requests.js';
import {logsSection} from './logs.js';
import {metricsSection} from './metrics.js';
import {thresholdsSection} from './thresholds.js';

const SECTIONS = [
  ['charts', 'Charts', chartsSection],
  ['thresholds', 'Thresholds', thresholdsSection],
  ['requests', 'Requests', requestsSection],
  ['errors', 'Errors', errorsSection],
  ['checks', 'Checks', groupsSection],
  ['metrics', 'Metrics', metricsSection],
  ['logs', 'Logs', logsSection],
  ['archive', 'Archive', archiveSection],
];

const ABORTED_BY_THRESHOLD = 8;

const CONNECTIONS = {
  live: '',
  asking: 'The service lets nobody more follow runs as they go on. This page asks it now and then instead.',
  lost: 'The connection to the service is lost. What is shown is the last that was heard; it is being tried again.',
};

function metric(run, name) {
  return run.metrics.find(m => m.name === name)?.values ?? null;
}

function tiles(run) {
  const checks = metric(run, 'checks');
  const seconds = run.durationSeconds;
  const failedShare = run.requests > 0 ? run.failedRequests / run.requests : null;
  const open = isOpen(run.status);
  return [
    [open ? 'Virtual users now' : 'Virtual users', count(open ? run.vus : run.maxVus), open ? `largest ${count(run.maxVus)}` : 'largest number'],
    ['Requests', count(run.requests), seconds > 0 && run.requests !== null ? `${perSecond(run.requests / seconds)} on average` : '', exact(run.requests)],
    ['Response time p95', millis(run.p95Ms), `median ${millis(metric(run, 'http_req_duration')?.med)}`],
    ['Failed requests', count(run.failedRequests), failedShare === null ? '' : `${percent(failedShare)} of all`, exact(run.failedRequests)],
    ['Checks passed', percent(checks?.rate), checks ? `${count(checks.fails)} failed` : 'none were made'],
    ['Iterations', count(run.iterations), seconds > 0 && run.iterations !== null ? perSecond(run.iterations / seconds) : '', exact(run.iterations)],
    ['Received', bytes(metric(run, 'data_received')?.count), `sent ${bytes(metric(run, 'data_sent')?.count)}`],
  ];
}

/** Where the service judged otherwise than whoever ended the run, in a sentence: one measures for all, the other for itself. */
function disagreement({failed, verdicts, generators}) {
  const {said, judged} = verdicts ?? {};
  if (typeof said !== 'boolean' || typeof judged !== 'boolean' || said === judged || typeof failed !== 'boolean') {
    return null;
  }
  const bySay = verdictText({failed: said});
  const byAll = verdictText({failed: judged});
  return failed === judged
    ? `${byAll} by what ${generators > 1 ? 'all generators measured together' : 'was measured here'}, which counts; ${bySay} by the one that ended the run`
    : `${bySay} by the generator that ended the run, which counts; ${byAll} by what this service knows`;
}

function facts(run) {
  return [
    ['Run', `#${run.id}`],
    run.project && ['Project', String(run.project)],
    ['Started', moment(run.started ?? run.created)],
    ['Duration', duration(run.durationSeconds)],
    run.generators > 1 && ['Generators', count(run.generators)],
    ['Time series', count(run.seriesCount)],
    run.scenarios?.length > 0 && ['Scenarios', run.scenarios.join(', ')],
    disagreement(run) && ['Verdicts', disagreement(run)],
    // a run that ends for a threshold was told so, or told it: once is enough
    run.stop && [run.status === ABORTED_BY_THRESHOLD ? 'Stopped because' : 'Told to stop', run.stop.reason],
    run.note && run.note !== run.stop?.reason && ['Note', run.note],
  ].filter(Boolean);
}

/** The head of the page: what run this is, how it stands and what can be done with it. */
function header(context, id, remove) {
  const {data} = context;
  const name = h('h1', {});
  const badges = h('div', {class: 'badges'});
  const about = h('dl', {class: 'facts'});
  const progress = h('progress', {max: '1', 'aria-label': 'How much of the planned time has gone by'});
  const progressText = h('span', {class: 'soft'});
  const progressRow = h('div', {class: 'progress-row', hidden: true}, progress, progressText);
  const connection = h('p', {class: 'connection', role: 'status', hidden: true});
  const board = h('div', {class: 'tiles'});
  const actions = data.embedded ? null : h('div', {class: 'actions'},
      h('a', {class: 'button', href: data.reportUrl(id), download: `stampede-run-${id}.html`}, icon('down'), 'Report (HTML)'),
      h('a', {class: 'button quiet', href: data.exportUrl(id), download: ''}, icon('down'), 'Export'),
      h('button', {type: 'button', class: 'quiet danger', onclick: remove}, 'Delete…'));
  const trend = data.embedded ? null : h('a', {class: 'soft-link', hidden: true}, 'Trend of this test');
  let told = '';
  let knownBadges = '';

  function update(run) {
    setText(name, run.name || 'Unnamed run');
    const stand = `${run.status} ${run.failed}`;
    if (stand !== knownBadges) {
      badges.replaceChildren(verdict(run.failed), status(run));
      knownBadges = stand;
    }
    const text = facts(run).map(([term, value]) => `${term}\n${value}`).join('\n');
    if (about.stampedeText !== text) {
      about.replaceChildren(...facts(run).map(([term, value]) => h('div', {}, h('dt', {}, term), h('dd', {}, value))));
      about.stampedeText = text;
    }
    board.replaceChildren(...tiles(run).map(([label, value, more, title]) => h('div', {class: 'tile', title: title ?? null},
        h('p', {class: 'tile-label'}, label), h('p', {class: 'tile-value'}, value), h('p', {class: 'tile-more'}, more))));
    const planned = isOpen(run.status) && run.plannedSeconds > 0;
    progressRow.hidden = !planned;
    if (planned) {
      progress.value = Math.min(1, (run.durationSeconds ?? 0) / run.plannedSeconds);
      setText(progressText, `${duration(run.durationSeconds)} of about ${duration(run.plannedSeconds)}`);
    }
    if (trend) {
      trend.hidden = !run.name;
      trend.href = `#/trend/${encodeURIComponent(run.name)}/http_req_duration/p95`;
    }
    const said = `${run.name}: ${run.statusText}, ${verdictText(run)}`;
    if (told !== '' && told !== said) {
      announce(said);
    }
    told = said;
    context.title(`${isOpen(run.status) ? '● ' : run.failed ? '✕ ' : ''}${run.name || `Run ${id}`}`);
  }

  const element = h('header', {class: 'run-head'},
      data.embedded ? null : h('p', {class: 'crumbs'}, h('a', {href: '#/'}, icon('back'), 'All runs'), trend),
      h('div', {class: 'head-row'}, h('div', {class: 'head-name'}, name, badges), actions),
      connection, progressRow, about, board);
  return {element, update, connection(how) {
    connection.hidden = how === 'live';
    setText(connection, CONNECTIONS[how]);
  }};
}

function confirmRemoval(context, run) {
  const trouble = h('p', {class: 'danger-text', role: 'alert'});
  const dialog = h('dialog', {'aria-labelledby': 'remove-title', onclose: () => dialog.remove()},
      h('h2', {id: 'remove-title'}, `Delete run #${run.id}?`),
      h('p', {}, `“${run.name}” and everything that was kept of it will be gone.`), trouble,
      h('div', {class: 'actions'},
          h('button', {type: 'button', class: 'quiet', autofocus: true, onclick: () => dialog.close()}, 'Keep it'),
          h('button', {type: 'button', class: 'danger', onclick: async () => {
            try {
              await context.data.remove(run.id);
              dialog.close();
              location.hash = '#/';
            } catch (error) {
              setText(trouble, error.message);
            }
          }}, 'Delete')));
  document.body.append(dialog);
  dialog.showModal();
}

/** Shows a run, and follows it while it goes on. */
export async function showRun(main, context, id) {
  const {data, signal} = context;
  const [first, firstChart] = await Promise.all([data.run(id, signal), data.chart(id, signal)]);
  let run = first;
  const head = header(context, first.id, () => confirmRemoval(context, run));
  const sections = SECTIONS.map(([key, title, make]) => {
    const heading = h('h2', {id: `${key}-title`, tabindex: '-1'}, title);
    const section = make({data, id: first.id, signal, heading});
    return {key, title, heading, ...section,
      frame: h('section', {class: 'section', 'aria-labelledby': `${key}-title`}, heading, section.element)};
  });
  const counts = new Map(sections.map(s => [s.key, h('span', {class: 'count'})]));
  const nav = h('nav', {class: 'sections', 'aria-label': 'Parts of this run'}, h('ul', {class: 'wide'},
      sections.map(s => h('li', {}, h('a', {href: data.sectionUrl(first.id, s.key)}, s.title, counts.get(s.key))))));

  function update(changed) {
    run = changed;
    head.update(run);
    sections.forEach(s => {
      s.run?.(run);
      const badge = s.count?.(run) ?? null;
      setText(counts.get(s.key), badge === null ? '' : String(badge));
    });
  }

  function updateChart(chart) {
    sections.forEach(s => s.chart?.(chart));
  }

  main.replaceChildren(h('div', {class: 'wide'}, head.element), nav,
      h('div', {class: 'wide'}, sections.map(s => s.frame)));
  update(first);
  updateChart(firstChart);

  const stop = data.embedded || !canGoOn(first.status) ? null : follow(data.eventsUrl(first.id), {
    run: update, chart: updateChart, connection: how => head.connection(how),
    ask: () => Promise.all([data.run(first.id, signal), data.chart(first.id, signal)]),
    end: async () => {
      head.connection('live');
      try {
        update(await data.run(first.id, signal));
      } catch (error) {
        if (error.name !== 'AbortError') {
          head.connection('lost');
        }
      }
    },
  });

  return {
    section(key) {
      const found = sections.find(s => s.key === key);
      found?.heading.scrollIntoView();
      found?.heading.focus({preventScroll: true});
    },
    close() {
      stop?.();
      sections.forEach(s => s.close?.());
    },
  };
}
