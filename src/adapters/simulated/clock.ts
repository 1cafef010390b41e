import type { Clock } from '../../ports/clock.js';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly fn: () => void;
  isOver: boolean;
}

/** The first of January 2026, UTC: the same for every simulation, so that all are alike. */
const firstWall = Date.UTC(2026, 0, 1);

/** A clock that goes as fast as what happens by it, from 0. Timers fire in the order in which they are due. */
export class VirtualClock implements Clock {
  #now = 0;
  #order = 0;
  /** The one that is due next at the end. */
  readonly #timers: Timer[] = [];

  now(): number {
    return this.#now;
  }

  wallTime(): number {
    return firstWall + this.#now;
  }

  setTimer(fn: () => void, delayMs: number): Disposable {
    this.#order += 1;
    const timer: Timer = { at: this.#now + Math.max(0, delayMs), order: this.#order, fn, isOver: false };
    this.#timers.splice(this.#placeOf(timer), 0, timer);
    return {
      [Symbol.dispose]: () => {
        timer.isOver = true;
      },
    };
  }

  /** Lets time pass to a moment in milliseconds, with all that happens on the way. */
  async runTo(endMs: number): Promise<void> {
    await settled();
    for (let next = this.#timers.at(-1); next !== undefined && next.at <= endMs; next = this.#timers.at(-1)) {
      this.#timers.pop();
      if (next.isOver) continue;
      this.#now = Math.max(this.#now, next.at);
      next.fn();
      await settled();
    }
    this.#now = Math.max(this.#now, endMs);
  }

  #placeOf({ at, order }: Timer): number {
    let [low, high] = [0, this.#timers.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#timers[middle]!;
      if (other.at > at || (other.at === at && other.order > order)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Resolves when all that was due at this moment has happened, promises included. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
