// Where the figures come from: the service, or the document itself when it is a report.

/** What the service refuses, in its own words. */
export class ServiceError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(path, {credentials: 'same-origin', ...options});
  } catch (e) {
    if (e.name === 'AbortError') {
      throw e;
    }
    throw new ServiceError(0, 'The results service does not answer. Is it still running?');
  }
  if (!answer.ok) {
    const body = await answer.json().catch(() => null);
    throw new ServiceError(answer.status, body?.error?.message ?? `The service answered with status ${answer.status}.`);
  }
  return answer.status === 204 ? null : answer.json();
}

function query(parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== '' && value !== null && value !== undefined);
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

const CHANGE = {headers: {'X-Stampede': 'page'}};

function service() {
  const of = id => `/api/runs/${encodeURIComponent(id)}`;
  return {
    embedded: false,
    runs: (parameters, signal) => ask(`/api/runs${query(parameters)}`, {signal}),
    run: (id, signal) => ask(of(id), {signal}),
    chart: (id, signal) => ask(`${of(id)}/chart`, {signal}),
    series: (id, metric, tags, signal) => ask(`${of(id)}/series${query({
      metric, ...Object.fromEntries(Object.entries(tags).map(([k, v]) => [`tag.${k}`, v])),
    })}`, {signal}),
    logs: (id, parameters, signal) => ask(`${of(id)}/logs${query(parameters)}`, {signal}),
    archive: (id, signal) => ask(`${of(id)}/archive`, {signal}),
    compare: (a, b, signal) => ask(`/api/compare${query({a, b})}`, {signal}),
    trend: (parameters, signal) => ask(`/api/trend${query(parameters)}`, {signal}),
    remove: id => ask(of(id), {method: 'DELETE', ...CHANGE}),
    bringIn: file => ask('/api/import', {method: 'POST', body: file, ...CHANGE}),
    eventsUrl: id => `${of(id)}/events`,
    reportUrl: id => `${of(id)}/report.html`,
    exportUrl: id => `${of(id)}/export`,
    archiveUrl: id => `${of(id)}/archive.tar`,
    sectionUrl: (id, section) => `#/runs/${encodeURIComponent(id)}/${section}`,
  };
}

const LEVELS = ['trace', 'debug', 'info', 'warning', 'error', 'fatal', 'panic'];

/** Whether a line is at least of this level; what has a level of its own is always shown. */
function atLeast(level, least) {
  const rank = LEVELS.indexOf(String(level).toLowerCase().replace(/^warn$/, 'warning'));
  return least === '' || rank < 0 || rank >= LEVELS.indexOf(least);
}

/** A run inside the document: {run, chart, series: {metric: …}, logs: {lines, more}, archive: {entries}, generated}. */
function report(data) {
  return {
    embedded: true,
    generated: data.generated,
    run: async () => data.run,
    chart: async () => data.chart,
    series: async (id, metric) => data.series?.[metric] ?? null,
    logs: async (id, {level = '', text = '', after = 0, limit = 500}) => {
      const found = (data.logs?.lines ?? []).filter(line => line.n > after && atLeast(line.level, level)
        && line.text.toLowerCase().includes(text.toLowerCase()));
      return {lines: found.slice(0, limit), more: found.length > limit};
    },
    archive: async () => data.archive ?? {entries: []},
    hasSeries: metric => Boolean(data.series?.[metric]),
    cutLogs: Boolean(data.logs?.more),
    sectionUrl: (id, section) => `#/${section}`,
  };
}

/** The source of this document. */
export function source() {
  const embedded = document.getElementById('stampede-data');
  return embedded ? report(JSON.parse(embedded.textContent)) : service();
}
