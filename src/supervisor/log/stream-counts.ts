import type { LineCounts } from '../../ports/log-sink.js';
import type { OutputStream } from '../../ports/spawner.js';

/** How many lines of a log are gone, by stream. A line counts with its end, as in its file. */
export class StreamCounts {
  readonly #counts = { stdout: 0, stderr: 0, watchdog: 0 };
  /** The streams of which a line is gone whose end is missing yet. */
  readonly #open = new Set<OutputStream>();

  /** The present counts. */
  get counts(): LineCounts {
    return { ...this.#counts };
  }

  /** The counts with more lines of one stream. */
  and(stream: keyof LineCounts, lines: number): LineCounts {
    return { ...this.#counts, [stream]: this.#counts[stream] + lines };
  }

  /** These lines are gone too, of which the last may still wait for its end. */
  add(stream: keyof LineCounts, lines: number, isOpen: boolean): void {
    this.#counts[stream] += lines - Number(isOpen);
    if (isOpen && stream !== 'watchdog') this.#open.add(stream);
  }

  /** What follows of a line that is gone counts when that is gone. Returns whether there is such a line. */
  goesOn(stream: OutputStream): boolean {
    return this.#open.delete(stream);
  }

  /** Nothing follows of lines that are gone. */
  flush(): void {
    for (const stream of this.#open) this.#counts[stream] += 1;
    this.#open.clear();
  }
}
