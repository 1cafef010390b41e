import type { EventHistory } from '../supervisor/events/history.js';
import type { EventStream } from './event-stream.js';

/** Events that wait for a slow reader; further ones are counted in place of being kept. */
const mostWaiting = 1000;

/** Sends the events that are kept and, with `follow`, those to come, until the reader is gone. */
export async function streamEvents(stream: EventStream, history: EventHistory, follow: boolean): Promise<void> {
  const waiting = [...history.records];
  let missed = 0;
  let wake = (): void => {};
  const unsubscribe = history.onRecord((record) => {
    if (missed === 0 && waiting.length < mostWaiting) waiting.push(record);
    else missed += 1;
    wake();
  });
  const onGone = (): void => wake();
  stream.gone.addEventListener('abort', onGone);
  try {
    while (!stream.gone.aborted) {
      for (let record = waiting.shift(); record !== undefined && !stream.gone.aborted; record = waiting.shift()) {
        stream.send('event', record);
        await stream.ready();
      }
      if (missed > 0) stream.send('missed', { events: missed });
      missed = 0;
      if (!follow) break;
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (waiting.length > 0 || stream.gone.aborted) resolve();
      });
    }
  } finally {
    unsubscribe();
    stream.end();
  }
}
