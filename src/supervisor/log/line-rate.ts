/** How many lines a log took in, span by span of 2 s. After `until` came none, as far as is known. */
export interface LogRate {
  /** Monotonic milliseconds at which the last of the spans ended. */
  readonly until: number;
  /** One count for each of the last spans, the oldest first. */
  readonly lines: readonly number[];
}

/** Seconds that are reported. */
const seconds = 12;
/** One more, which is still running. */
const slots = seconds + 1;

/** How many lines came in each of the last seconds. */
export class LineRate {
  readonly #counts = new Array<number>(slots).fill(0);
  /** The second that each count is of. */
  readonly #of = new Array<number>(slots).fill(Number.NEGATIVE_INFINITY);

  /** Takes note of lines at monotonic time `now`, in milliseconds. */
  add(lines: number, now: number): void {
    const second = Math.floor(now / 1000);
    const slot = second % slots;
    if (this.#of[slot] !== second) this.#counts[slot] = 0;
    this.#of[slot] = second;
    this.#counts[slot]! += lines;
  }

  /** Lines in each of the last twelve full seconds, the oldest first. */
  at(now: number): readonly number[] {
    const second = Math.floor(now / 1000);
    return Array.from({ length: seconds }, (_, index) => {
      const wanted = second - seconds + index;
      const slot = ((wanted % slots) + slots) % slots;
      return this.#of[slot] === wanted ? this.#counts[slot]! : 0;
    });
  }
}
