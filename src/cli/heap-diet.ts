import type { YoungHeap } from '../adapters/young-heap.js';
import type { Clock } from '../ports/clock.js';

const lookEveryMs = 5000;
const idleLoad = 0.05;
const busyLoad = 0.2;
/** Bytes from which on collecting is worth while. */
const large = 4 * 1024 * 1024;

/**
 * Lets the young heap follow the load. Frames and floods are drawn from a large one up to a third faster; but V8 keeps what it
 * grew to while the program was loaded, and lets it grow further, slowly, while nothing happens: with 50 idle children to 200 MB
 * in a minute. So it may grow only while much is going on, and is given back once nothing was going on for two looks.
 * Until it is disposed of.
 */
export function followLoad(clock: Clock, heap: YoungHeap): Disposable {
  let wasIdle = false;
  let timer: Disposable | undefined;
  heap.load();
  wait();
  return { [Symbol.dispose]: () => timer?.[Symbol.dispose]() };

  function wait(): void {
    timer = clock.setTimer(look, lookEveryMs);
  }

  function look(): void {
    const load = heap.load();
    if (load > busyLoad) heap.setGrowth(true);
    const isIdle = load < idleLoad;
    if (isIdle && wasIdle) {
      heap.setGrowth(false);
      if (heap.size() > large) heap.collect();
    }
    wasIdle = isIdle;
    wait();
  }
}
