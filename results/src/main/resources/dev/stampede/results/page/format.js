// Numbers and times for people, with their units. What is not there is a dash.

export const NONE = '–';

const GROUPED = new Intl.NumberFormat('en', {maximumFractionDigits: 0});

function missing(n) {
  return n === null || n === undefined || !Number.isFinite(n);
}

/** Three significant digits, but never fewer than the whole part has. */
export function short(n) {
  const size = Math.abs(n);
  const digits = size === 0 || size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : Math.min(6, 2 - Math.floor(Math.log10(size)));
  return String(Number(n.toFixed(digits)));
}

function scaled(n, factor, units) {
  let index = 0;
  let value = n;
  // 999.6 would be rounded to 1000 of the smaller unit
  while (index < units.length - 1 && Math.abs(value) >= factor - 0.5) {
    value /= factor;
    index++;
  }
  return short(value) + units[index];
}

/** How many: 912, 9,120, 91.2k. */
export function count(n) {
  if (missing(n)) {
    return NONE;
  }
  return Math.abs(n) < 10000 ? (Number.isInteger(n) ? GROUPED.format(n) : short(n)) : scaled(n, 1000, ['', 'k', 'M', 'G', 'T']);
}

/** How many, to the last one. */
export function exact(n) {
  return missing(n) ? NONE : GROUPED.format(n);
}

/** Milliseconds as µs, ms, s or minutes. */
export function millis(n) {
  if (missing(n)) {
    return NONE;
  }
  const size = Math.abs(n);
  if (size === 0) {
    return '0 ms';
  }
  if (size < 0.9995) {
    return `${short(n * 1000)} µs`;
  }
  if (size < 999.5) {
    return `${short(n)} ms`;
  }
  return size < 60000 ? `${short(n / 1000)} s` : duration(n / 1000);
}

/** Seconds as a span: 42 s, 5 min 3 s, 2 h 10 min. */
export function duration(seconds) {
  if (missing(seconds)) {
    return NONE;
  }
  if (seconds < 60) {
    return seconds < 10 ? `${short(seconds)} s` : `${Math.round(seconds)} s`;
  }
  const whole = Math.round(seconds);
  const parts = whole < 3600
    ? [[Math.floor(whole / 60), 'min'], [whole % 60, 's']]
    : [[Math.floor(whole / 3600), 'h'], [Math.floor(whole / 60) % 60, 'min']];
  return parts.filter(([n], i) => i === 0 || n > 0).map(([n, unit]) => `${n} ${unit}`).join(' ');
}

export function bytes(n) {
  return missing(n) ? NONE : scaled(n, 1000, [' B', ' kB', ' MB', ' GB', ' TB']);
}

/** A share of one as per cent. */
export function percent(share) {
  if (missing(share)) {
    return NONE;
  }
  const value = share * 100;
  // what is nearly all is not shown as all
  return `${value > 99.9 && value < 100 ? Math.min(99.99, Number(value.toFixed(2))) : short(value)}%`;
}

export function perSecond(n) {
  return missing(n) ? NONE : `${count(n)}/s`;
}

export function bytesPerSecond(n) {
  return missing(n) ? NONE : `${bytes(n)}/s`;
}

/** A figure of a metric, by what the metric contains and which figure it is. */
export function figure(n, type, contains, stat) {
  if (type === 'rate' && stat === 'rate') {
    return percent(n);
  }
  if (['passes', 'fails', 'samples'].includes(stat) || (stat === 'count' && type !== 'counter')) {
    return count(n);
  }
  const unit = contains === 'time' ? millis : contains === 'data' ? bytes : count;
  return stat === 'rate' || stat === 'perSecond' ? (missing(n) ? NONE : `${unit(n)}/s`) : unit(n);
}

/** The same with its sign, for differences. */
export function signed(text, n) {
  return missing(n) || n <= 0 ? text.replace(/^-/, '−') : `+${text}`;
}

/** A change in per cent. */
export function change(n) {
  return missing(n) ? NONE : n === 0 ? '0%' : signed(`${Math.abs(n) >= 10000 ? count(n) : short(n)}%`, n);
}

const DAY = new Intl.DateTimeFormat(undefined, {day: 'numeric', month: 'short', year: 'numeric'});
const CLOCK = new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit'});
const SECONDS = new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit', second: '2-digit'});

/** Day and time of day, here. */
export function moment(ms) {
  return missing(ms) ? NONE : `${DAY.format(ms)}, ${CLOCK.format(ms)}`;
}

/** Time of day of seconds since 1970, with seconds or without. */
export function clock(seconds, withSeconds = true) {
  return (withSeconds ? SECONDS : CLOCK).format(seconds * 1000);
}

/** Seconds since a start: 0:42, 12:05, 1:02:05. */
export function elapsed(seconds) {
  const whole = Math.round(seconds);
  const two = n => String(n).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  return hours > 0 ? `${hours}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`
    : `${Math.floor(whole / 60)}:${two(whole % 60)}`;
}

/** How long ago. */
export function ago(ms, now = Date.now()) {
  const seconds = (now - ms) / 1000;
  return seconds < 5 ? 'just now' : seconds < 86400 * 2 ? `${duration(seconds < 3600 ? Math.floor(seconds) : Math.floor(seconds / 3600) * 3600)} ago` : moment(ms);
}
