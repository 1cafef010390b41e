import type { LogQuery, LogRecord } from '../protocol/documents.js';
import type { LogLine, LogReader } from '../supervisor/log/line.js';

/** So many lines are read from the log at once; each may have 64 KiB. */
const chunkLines = 64;

type Output = 'stdout' | 'stderr';

/** The newest line of an output stream. Its end may be missing, which a reader of the log cannot see. */
interface NewestLine {
  readonly seq: number;
  text: string;
  sentText: string | undefined;
}

/** What one look at a log found. */
export interface LogNews {
  readonly lines: readonly LogRecord[];
  /** Lines that were dropped before they were read. */
  readonly missed: number;
  /** Whether there is more to read at once. */
  readonly isMore: boolean;
  /** Whether a line is kept back until it has been the same for two looks. */
  readonly isUnsettled: boolean;
}

/** Reads the log of one process from a place on, in pieces, as its reader has room for them. */
export class LogTail {
  readonly #name: string;
  readonly #reader: LogReader;
  readonly #since: number;
  readonly #newest = new Map<Output, NewestLine>();
  #next: number;

  /** @param wallTime now, in milliseconds since 1970 */
  constructor(name: string, reader: LogReader, { n, since }: Pick<LogQuery, 'n' | 'since'>, wallTime: number) {
    this.#name = name;
    this.#reader = reader;
    this.#since = since === undefined ? Number.NEGATIVE_INFINITY : wallTime - since;
    this.#next = Math.max(reader.firstSeq, n === undefined ? 0 : reader.nextSeq - n);
  }

  /** The lines that are there now, the oldest first. They count as sent. */
  *past(): Generator<LogRecord> {
    const end = this.#reader.nextSeq;
    while (this.#next < end) {
      const lines = this.#reader.slice(this.#next, Math.min(end, this.#next + chunkLines));
      this.#next = (lines.at(-1)?.seq ?? end - 1) + 1;
      for (const line of lines) {
        this.#remember(line, line.text);
        if (line.time >= this.#since) yield this.#record(line);
      }
    }
  }

  /**
   * What is new since the last look. A line is given once it is followed by another, or the same for two looks; one that goes
   * on growing after that is given again, whole and with the same `seq`.
   */
  look(): LogNews {
    const missed = Math.max(0, this.#reader.firstSeq - this.#next);
    this.#next += missed;
    const records = this.#settle();
    const lines = this.#reader.slice(this.#next, this.#next + chunkLines);
    this.#next = (lines.at(-1)?.seq ?? this.#next - 1) + 1;
    for (const line of lines) {
      if (line.stream === 'watchdog') {
        // Such a note ends whatever was unterminated.
        records.push(...this.#finish('stdout'), ...this.#finish('stderr'), this.#record(line));
      } else {
        records.push(...this.#finish(line.stream));
        this.#remember(line, undefined);
      }
    }
    const isUnsettled = [...this.#newest.values()].some(({ text, sentText }) => text !== sentText);
    return { lines: records, missed, isMore: this.#next < this.#reader.nextSeq, isUnsettled };
  }

  /** The newest lines that have not changed since the last look. */
  #settle(): LogRecord[] {
    const records: LogRecord[] = [];
    for (const newest of [...this.#newest.values()].sort((one, other) => one.seq - other.seq)) {
      const line = this.#lineAt(newest.seq);
      if (line === undefined) continue;
      if (line.text === newest.text && line.text !== newest.sentText) {
        newest.sentText = line.text;
        records.push(this.#record(line));
      }
      newest.text = line.text;
    }
    return records;
  }

  /** The newest line of a stream, which another has followed: it will not change any more. */
  #finish(stream: Output): readonly LogRecord[] {
    const newest = this.#newest.get(stream);
    if (newest === undefined) return [];
    this.#newest.delete(stream);
    const line = this.#lineAt(newest.seq);
    return line === undefined || line.text === newest.sentText ? [] : [this.#record(line)];
  }

  #remember({ seq, stream, text }: LogLine, sentText: string | undefined): void {
    if (stream === 'watchdog') this.#newest.clear();
    else this.#newest.set(stream, { seq, text, sentText });
  }

  #lineAt(seq: number): LogLine | undefined {
    return this.#reader.slice(seq, seq + 1)[0];
  }

  #record(line: LogLine): LogRecord {
    return { name: this.#name, ...line };
  }
}
