import type { Clock } from '../../ports/clock.js';

/** The longest delay that Node's timers take; a longer one would fire at once. */
const longestDelayMs = 2 ** 31 - 1;

/**
 * Milliseconds since some moment, which never go back. Not `performance.now()`: with its first use Node loads all that measures
 * performance, 3 ms of a start.
 */
export function monotonicMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}

/** The clock and timers of Node. */
export const nodeClock: Clock = {
  now: monotonicMs,
  wallTime: () => Date.now(),
  setTimer(fn, delayMs) {
    // What is due already is negative; Node would warn of that.
    const timer = setTimeout(fn, Math.max(0, Math.min(delayMs, longestDelayMs)));
    return { [Symbol.dispose]: () => clearTimeout(timer) };
  },
};
