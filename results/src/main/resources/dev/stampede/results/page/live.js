// Follows a run while it goes on.

const LONGEST_PAUSE = 15000;

/**
 * Listens to a run's events: `run` and `chart` with what they carry, `end` when it is over, `connected` with whether the
 * service can be heard. The browser itself asks again after a broken connection; after a refusal this does.
 */
export function follow(url, {run, chart, end, connected}) {
  let events = null;
  let timer = 0;
  let pause = 1000;

  function open() {
    events = new EventSource(url);
    events.addEventListener('open', () => {
      pause = 1000;
      connected(true);
    });
    events.addEventListener('run', e => run(JSON.parse(e.data)));
    events.addEventListener('chart', e => chart(JSON.parse(e.data)));
    events.addEventListener('end', () => {
      close();
      end();
    });
    events.addEventListener('error', () => {
      connected(false);
      if (events?.readyState === EventSource.CLOSED) {
        timer = setTimeout(open, pause);
        pause = Math.min(pause * 2, LONGEST_PAUSE);
      }
    });
  }

  function close() {
    clearTimeout(timer);
    events?.close();
    events = null;
  }

  open();
  return close;
}
