import type { LineCounts } from '../ports/log-sink.js';
import type { LogQuery } from '../protocol/documents.js';
import type { LogRecord } from '../protocol/pages.js';
import { blocksOf } from '../supervisor/log/block.js';
import type { HeldLog, LogBlock, LogReader } from '../supervisor/log/line.js';
import { fetchLag, fetchOne, type Lag } from './fetch-lines.js';

/** So many lines are read from the log at once; each may have 64 KiB. */
const chunkLines = 64;

/** A line whose end is missing. */
interface OpenLine {
  readonly seq: number;
  /** How many lines of its stream came before it; undefined where nothing is kept beyond memory. */
  readonly ordinal: number | undefined;
  text: string;
  sentText: string | undefined;
}

/** What one poll of a log found. */
export interface LogNews {
  /** Lines that are kept nowhere any more, and came before these lines. */
  readonly missed: number;
  readonly lines: readonly LogRecord[];
  /** Whether there is more to read at once. */
  readonly isMore: boolean;
  /** Whether a line is kept back until it has been the same for two polls. */
  readonly isUnsettled: boolean;
}

/** Reads the log of one process from a place on, in pieces, as its reader has room for them. */
export class LogTail {
  readonly #name: string;
  readonly #reader: LogReader;
  readonly #held: Pick<HeldLog, 'firstSeq' | 'nextSeq' | 'slice' | 'blocks'>;
  readonly #since: number;
  readonly #open = new Map<LogRecord['stream'], OpenLine>();
  #next: number;
  /** The lines before `#next`, by stream. */
  #before: LineCounts | undefined;
  /** The lines that fell out of memory before they were read. */
  #lag: Lag | undefined;

  /**
   * What the log has kept at this moment is what `past` gives, however slowly that is read.
   * @param wallTime now, in milliseconds since 1970
   * @param held the same, where it was read already
   */
  constructor(
    name: string,
    reader: LogReader,
    { n, since }: Pick<LogQuery, 'n' | 'since'>,
    wallTime: number,
    held: HeldLog | undefined = reader.hold?.(),
  ) {
    this.#name = name;
    this.#reader = reader;
    this.#held = held ?? reader;
    this.#since = since === undefined ? Number.NEGATIVE_INFINITY : wallTime - since;
    this.#next = Math.max(this.#held.firstSeq, n === undefined ? 0 : this.#held.nextSeq - n);
    this.#before = reader.beyond?.before(this.#held.nextSeq);
  }

  /** The lines that are there now, the oldest first. They count as sent. */
  *past(): Generator<LogRecord> {
    const end = this.#held.nextSeq;
    while (this.#next < end) {
      const from = this.#next;
      this.#next = Math.min(end, from + chunkLines);
      for (const { line, isOpen } of this.#linesOf(this.#held, from, this.#next)) {
        if (isOpen) this.#opened(line, line.text);
        if (line.time >= this.#since) yield line;
      }
    }
  }

  /**
   * What is new since the last poll. A line without an end is given once it has been the same for two polls; where it goes on
   * growing after that, it is given again, whole and with the same `seq`. What fell out of memory is read from what is kept beyond it.
   */
  async poll(): Promise<LogNews> {
    const settled = await this.#settle();
    let { missed } = settled;
    while (this.#lag !== undefined || this.#reader.firstSeq > this.#next) {
      const older = await this.#older();
      missed += older.missed;
      if (older.lines.length > 0)
        return { missed, lines: [...settled.lines, ...older.lines], isMore: true, isUnsettled: this.#isUnsettled };
    }
    const to = Math.min(this.#reader.nextSeq, this.#next + chunkLines);
    const lines = [...settled.lines];
    for (const { line, isOpen } of this.#linesOf(this.#reader, this.#next, to)) {
      if (isOpen) this.#opened(line, undefined);
      else lines.push(line);
    }
    this.#next = to;
    this.#before = this.#reader.beyond?.before(to);
    return { missed, lines, isMore: to < this.#reader.nextSeq, isUnsettled: this.#isUnsettled };
  }

  get #isUnsettled(): boolean {
    return [...this.#open.values()].some(({ text, sentText }) => text !== sentText);
  }

  #opened({ stream, seq, text }: LogRecord, sentText: string | undefined): void {
    const ordinal = this.#reader.beyond?.before(seq!)[stream];
    this.#open.set(stream, { seq: seq!, ordinal, text, sentText });
  }

  /** Some of the lines that fell out of memory before they were read. */
  async #older(): Promise<Pick<LogNews, 'missed' | 'lines'>> {
    const { beyond, firstSeq } = this.#reader;
    this.#lag ??= { next: this.#next, end: firstSeq, from: this.#before, to: beyond?.before(firstSeq) };
    const { missed, lines, lag } = await fetchLag(this.#name, beyond, this.#lag);
    [this.#lag, this.#next, this.#before] = [lag.next < lag.end ? lag : undefined, lag.next, lag.from];
    return { missed, lines };
  }

  /** The lines without an end that have it now, or have not changed since the last poll. */
  async #settle(): Promise<{ readonly missed: number; readonly lines: readonly LogRecord[] }> {
    const lines: LogRecord[] = [];
    let missed = 0;
    for (const [stream, open] of [...this.#open].sort(([, one], [, other]) => one.seq - other.seq)) {
      const [now] = this.#linesOf(this.#reader, open.seq, open.seq + 1);
      if (now === undefined) {
        this.#open.delete(stream);
        const kept = await fetchOne(this.#name, this.#reader.beyond, { stream, ...open });
        if (kept === undefined) missed += Number(open.sentText === undefined);
        else if (kept.text !== open.sentText) lines.push(kept);
        continue;
      }
      const { line, isOpen } = now;
      if (line.text !== open.sentText && (!isOpen || line.text === open.text)) {
        open.sentText = line.text;
        lines.push(line);
      }
      open.text = line.text;
      if (!isOpen) this.#open.delete(stream);
    }
    return { missed, lines };
  }

  *#linesOf(
    reader: Pick<LogReader, 'nextSeq' | 'slice' | 'blocks'>,
    from: number,
    to: number,
  ): Generator<{ readonly line: LogRecord; readonly isOpen: boolean }> {
    const blocks: readonly LogBlock[] = [...blocksOf(reader, from, to)];
    const isOpen = (seq: number): boolean => blocks.some((block) => block.isOpen && block.nextSeq === seq + 1);
    for (const line of reader.slice(from, to)) yield { line: { name: this.#name, ...line }, isOpen: isOpen(line.seq) };
  }
}
