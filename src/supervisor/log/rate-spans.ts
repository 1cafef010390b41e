import type { Clock } from '../../ports/clock.js';

/** Milliseconds of one bar of a row's rate line. */
export const rateSpanMs = 2000;

/**
 * Spans of time, the same for all logs: those that took lines in are notified of the end of a span all at once, so that a screen
 * draws once for all of them. While no lines come, no timer runs.
 */
export class RateSpans {
  readonly #clock: Clock;
  readonly #waiting = new Set<(end: number) => void>();
  #timer: Disposable | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls `ended` once the present span is over, with the monotonic milliseconds of its end. Disposed of before, it does not. */
  wait(ended: (end: number) => void): Disposable {
    this.#waiting.add(ended);
    this.#timer ??= this.#arm();
    return {
      [Symbol.dispose]: () => {
        this.#waiting.delete(ended);
        if (this.#waiting.size === 0) this.#rest();
      },
    };
  }

  #arm(): Disposable {
    const now = this.#clock.now();
    const end = (Math.floor(now / rateSpanMs) + 1) * rateSpanMs;
    return this.#clock.setTimer(() => {
      this.#rest();
      const waiting = [...this.#waiting];
      this.#waiting.clear();
      for (const ended of waiting) ended(end);
    }, end - now);
  }

  #rest(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
  }
}
