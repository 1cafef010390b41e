import type { OutputStream } from '../../ports/spawner.js';
import { ControlStrings } from './control-strings.js';
import type { LogGauge } from './gauge.js';
import type { LogStore } from './store.js';

const lineFeed = 0x0a;

/** Where output is kept. */
export interface OutputKeeper {
  append(stream: OutputStream, bytes: Buffer, wallTime: number): void;
  /** Adds a line of the watchdog's own, which ends the lines that are open. */
  note(text: string, wallTime: number): void;
}

/** Keeps output in memory, and counts its lines. */
export function keptIn(store: LogStore, gauge: LogGauge): OutputKeeper {
  return {
    append: (stream, bytes, wallTime) => {
      const before = store.nextSeq;
      store.append(stream, bytes, wallTime);
      gauge.took(store.nextSeq - before);
    },
    note: (text, wallTime) => store.note(text, wallTime),
  };
}

/** Output on its way into a log, without long strings for the terminal: a note says how much of it is left out. */
export class BoundedOutput {
  readonly #keeper: OutputKeeper;
  /** Bytes, not said yet. */
  #leftOut = 0;
  /** How much of the chunk that is taken in comes before the end of what was left out last. */
  #leftOutAt = 0;
  /** Whether the last line of a stream has no end yet. */
  readonly #isMidLine: Record<OutputStream, boolean> = { stdout: false, stderr: false };
  readonly #strings = new ControlStrings((bytes, keptBefore) => {
    this.#leftOut += bytes;
    this.#leftOutAt = keptBefore;
  });

  constructor(keeper: OutputKeeper) {
    this.#keeper = keeper;
  }

  /** Takes output in. The chunk may be used again afterwards. */
  take(stream: OutputStream, chunk: Buffer, wallTime: number): void {
    this.#leftOutAt = 0;
    const kept = this.#strings.take(stream, chunk);
    // A note ends the lines that are open, so it waits for their ends.
    const isOther = this.#isMidLine[stream === 'stdout' ? 'stderr' : 'stdout'];
    const end = this.#leftOut === 0 || isOther ? 0 : kept.indexOf(lineFeed, this.#leftOutAt) + 1;
    this.#append(stream, kept.subarray(0, end), wallTime);
    if (end > 0) this.#sayLeftOut(wallTime);
    this.#append(stream, kept.subarray(end), wallTime);
  }

  /** The lines that are open end here, since a note follows: what was left out is said before it. */
  end(wallTime: number): void {
    this.#strings.flush();
    this.#sayLeftOut(wallTime);
    this.#isMidLine.stdout = false;
    this.#isMidLine.stderr = false;
  }

  #append(stream: OutputStream, bytes: Buffer, wallTime: number): void {
    if (bytes.length === 0) return;
    this.#isMidLine[stream] = bytes.at(-1) !== lineFeed;
    this.#keeper.append(stream, bytes, wallTime);
  }

  #sayLeftOut(wallTime: number): void {
    if (this.#leftOut === 0) return;
    const text = `${this.#leftOut} bytes of a control string for a terminal are left out here`;
    this.#leftOut = 0;
    this.#keeper.note(text, wallTime);
  }
}
