import type { YoungHeap } from '../../adapters/node/young-heap.js';
import type { Clock } from '../../ports/clock.js';

const pollEveryMs = 5000;
/** Between two polls while it may grow: short enough for one doubling at most. */
const growingMs = 500;
/** So many of these short polls in a row; what has not grown by then does not soon. */
const mostShort = 20;
const idleLoad = 0.1;
const busyLoad = 0.2;
/** Bytes up to which it may grow at any time; below that a tick collects more often than it must. */
const small = 4 * 1024 * 1024;
/** Bytes above which it is worth while to give it back. */
const large = 8 * 1024 * 1024;
/** Bytes of the whole heap that hold nothing, beyond what the last collection left of them, for which it is as well: a start leaves more. */
const muchSpare = 16 * 1024 * 1024;

/**
 * Lets the young heap follow the load. Frames and floods are drawn from a large one up to a third faster; but V8 keeps what it
 * grew to while the program was loaded, and lets it grow further, slowly, while nothing happens: with 50 idle children to 200 MB
 * in a minute. So it may grow only while much is going on, and is given back once nothing was going on for two polls. While little
 * is, there is little to collect, and threads that help with it cost more than they save.
 * Until it is disposed of.
 */
export function tuneYoungHeap(clock: Clock, heap: YoungHeap): Disposable {
  let wasIdle = false;
  let hasCollected = false;
  let leftSpare = 0;
  let short = 0;
  heap.load();
  let timer = clock.setTimer(poll, pollEveryMs);
  return { [Symbol.dispose]: () => timer[Symbol.dispose]() };

  function poll(): void {
    const [load, size] = [heap.load(), heap.size()];
    heap.setGrowth(load > busyLoad || size < small);
    heap.setHelpers(load > busyLoad);
    const isIdle = load < idleLoad;
    const spare = heap.spare();
    if (hasCollected) leftSpare = spare;
    hasCollected = isIdle && wasIdle && (size > large || spare > leftSpare + muchSpare);
    if (hasCollected) heap.collect();
    wasIdle = isIdle;
    short = size < small ? short + 1 : 0;
    timer = clock.setTimer(poll, short > 0 && short <= mostShort ? growingMs : pollEveryMs);
  }
}
