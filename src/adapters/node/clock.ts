import type { Clock } from '../../ports/clock.js';

/** The longest delay that Node's timers take; a longer one would fire at once. */
const longestDelayMs = 2 ** 31 - 1;

/** Time from Node itself. */
export const nodeClock: Clock = {
  now: () => performance.now(),
  wallTime: () => Date.now(),
  setTimer(fn, delayMs) {
    // What is due already is negative; Node would warn of that.
    const timer = setTimeout(fn, Math.max(0, Math.min(delayMs, longestDelayMs)));
    return { [Symbol.dispose]: () => clearTimeout(timer) };
  },
};
