import type { Clock } from '../../src/ports/clock.js';

interface Armed {
  readonly at: number;
  readonly order: number;
  readonly fn: () => void;
}

/** A clock that stands still until a test advances it. Timers fire in the order in which they are due. */
export class FakeClock implements Clock {
  #now = 1000;
  #order = 0;
  #wallOffset = 1_700_000_000_000;
  readonly #armed = new Set<Armed>();

  now(): number {
    return this.#now;
  }

  wallTime(): number {
    return this.#wallOffset + this.#now;
  }

  /** Somebody sets the wall clock back. */
  setWallBack(ms: number): void {
    this.#wallOffset -= ms;
  }

  setTimer(fn: () => void, delayMs: number): Disposable {
    this.#order += 1;
    const armed: Armed = { at: this.#now + delayMs, order: this.#order, fn };
    this.#armed.add(armed);
    return { [Symbol.dispose]: () => void this.#armed.delete(armed) };
  }

  /** Timers that are still to fire. */
  get pending(): number {
    return this.#armed.size;
  }

  /** Milliseconds until the next timer fires; Infinity without one. */
  get untilNext(): number {
    return Math.min(...[...this.#armed].map(({ at }) => Math.max(0, at - this.#now)), Number.POSITIVE_INFINITY);
  }

  /** Lets `ms` milliseconds pass, firing what falls due on the way. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (let next = this.#nextUntil(end); next !== undefined; next = this.#nextUntil(end)) {
      this.#armed.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.fn();
    }
    this.#now = end;
  }

  #nextUntil(end: number): Armed | undefined {
    let first: Armed | undefined;
    for (const armed of this.#armed) {
      if (armed.at > end) continue;
      if (first === undefined || armed.at < first.at || (armed.at === first.at && armed.order < first.order)) first = armed;
    }
    return first;
  }
}
