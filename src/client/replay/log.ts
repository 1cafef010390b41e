import { levelOf } from '../../policy/words/log-level.js';
import type { LogLine, LogReader } from '../../supervisor/log/line.js';

/** The lines of a log, and how many of those before each were errors. */
export interface RecordedLog {
  readonly lines: readonly LogLine[];
  /** One more than there are lines. */
  readonly errorsBefore: readonly number[];
}

/** Prepares the lines of a log, oldest first. */
export function recordedLog(lines: readonly LogLine[]): RecordedLog {
  const errorsBefore = [0];
  for (const { stream, text } of lines)
    errorsBefore.push(errorsBefore.at(-1)! + Number(stream !== 'watchdog' && levelOf(text) === 'error'));
  return { lines, errorsBefore };
}

/** How many lines there were at a moment, in milliseconds since 1970. */
export function linesUntil({ lines }: RecordedLog, wall: number): number {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle]!.time <= wall) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A recorded log as it was at an instant, which may only become a later one: for an earlier one there is another reader. */
export class ReplayedLog implements LogReader {
  readonly firstSeq = 0;
  readonly #log: RecordedLog;
  #count = 0;
  #revision = 0;

  constructor(log: RecordedLog) {
    this.#log = log;
  }

  get nextSeq(): number {
    return this.#count;
  }

  get revision(): number {
    return this.#revision;
  }

  get errors(): number {
    return this.#log.errorsBefore[this.#count]!;
  }

  slice(from: number, to: number): readonly LogLine[] {
    return this.#log.lines.slice(Math.max(0, from), Math.max(0, Math.min(to, this.#count)));
  }

  /** Goes on to so many lines. */
  goTo(count: number): void {
    if (count === this.#count) return;
    this.#count = count;
    this.#revision += 1;
  }
}
