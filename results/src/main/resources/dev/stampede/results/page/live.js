// Follows a run while it goes on.

import {canGoOn} from './badges.js';

const LONGEST_PAUSE = 15000;

/**
 * Listens to a run's events: `run` and `chart` with what they carry, `end` when it is over, `connection` with how the service
 * is heard: 'live', 'asking' or 'lost'. The browser itself listens again after a broken connection. After a refusal, as to
 * who comes when there are viewers enough, this `ask`s for run and chart, and now and then tries to listen again.
 */
export function follow(url, {run, chart, end, ask, connection}) {
  let events = null;
  let timer = 0;
  let pause = 1000;

  function open() {
    events = new EventSource(url);
    events.addEventListener('open', () => {
      pause = 1000;
      connection('live');
    });
    events.addEventListener('run', e => run(JSON.parse(e.data)));
    events.addEventListener('chart', e => chart(JSON.parse(e.data)));
    events.addEventListener('end', () => {
      close();
      end();
    });
    events.addEventListener('error', () => {
      if (events?.readyState === EventSource.CLOSED) {
        askInstead(events);
      } else {
        connection('lost');
      }
    });
  }

  async function askInstead(refused) {
    try {
      const [nowRun, nowChart] = await ask();
      if (events !== refused) {
        return; // somebody went on meanwhile
      }
      run(nowRun);
      chart(nowChart);
      if (!canGoOn(nowRun.status)) {
        close();
        end();
        return;
      }
      connection('asking');
    } catch (error) {
      if (events !== refused || error.name === 'AbortError') {
        return;
      }
      connection('lost');
    }
    timer = setTimeout(open, pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }

  function close() {
    clearTimeout(timer);
    events?.close();
    events = null;
  }

  open();
  return close;
}
