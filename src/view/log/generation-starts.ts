import { blocksOf } from '../../supervisor/log/block.js';
import type { LogReader } from '../../supervisor/log/line.js';
import { lastAtMost } from '../text/binary-search.js';

/** When the generations of a process began, as its log says; also those of which the log keeps the lines no longer. */
export class GenerationStarts {
  readonly #reader: () => LogReader;
  #known: LogReader | undefined;
  #starts: { readonly seq: number; readonly time: number }[] = [];
  #next = 0;

  /** @param reader gives the log; another one than before is a new beginning */
  constructor(reader: () => LogReader) {
    this.#reader = reader;
  }

  /** The start of the generation of a line, in milliseconds since 1970; undefined where nothing shows it. */
  startOf(seq: number): number | undefined {
    this.#readOn();
    return this.#starts[lastAtMost(this.#starts, seq, (start) => start.seq)]?.time;
  }

  #readOn(): void {
    const reader = this.#reader();
    if (reader !== this.#known) {
      this.#known = reader;
      this.#starts = [];
      this.#next = 0;
    }
    const { nextSeq } = reader;
    if (this.#next >= nextSeq) return;
    for (const block of blocksOf(reader, this.#next, nextSeq)) {
      if (block.note === 'start') this.#starts.push({ seq: block.firstSeq, time: block.time });
    }
    this.#next = nextSeq;
  }
}
