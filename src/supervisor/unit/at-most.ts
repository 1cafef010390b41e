import type { Clock } from '../../ports/clock.js';

/** Resolves with `promise`, which must not reject, or after `longestMs` milliseconds. */
export function atMost(clock: Clock, longestMs: number, promise: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = clock.setTimer(resolve, longestMs);
    void promise.then(() => {
      timer[Symbol.dispose]();
      resolve();
    });
  });
}
