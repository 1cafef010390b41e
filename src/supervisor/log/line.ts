import type { FiledPlace, KeptLines, LineCounts, NoteKind } from '../../ports/log-sink.js';

/** One line of a process's log. */
export interface LogLine {
  /** Counts from 0 for each process and never repeats. */
  readonly seq: number;
  /** `watchdog` for the rules that separate generations. */
  readonly stream: 'stdout' | 'stderr' | 'watchdog';
  /** When it was received, in milliseconds since 1970. */
  readonly time: number;
  /** As the process wrote it, without the line end; may hold escape sequences and anything else. */
  readonly text: string;
  /** What a line of the watchdog's own reports of a generation; left out where it reports none. */
  readonly note?: NoteKind;
}

/** Consecutive lines of one stream and one receive time, as they lie in memory: what a search goes through. */
export interface LogBlock {
  readonly firstSeq: number;
  /** One past the last sequence number. */
  readonly nextSeq: number;
  readonly stream: LogLine['stream'];
  /** What its one line reports of a generation, as in `LogLine`. */
  readonly note?: LogLine['note'];
  /** Milliseconds since 1970. */
  readonly time: number;
  /** True where the last line waits for its end, and may read otherwise later. */
  readonly isOpen: boolean;
  /** The texts of the lines with a newline between two of them. Decoded with every call. */
  text(): string;
}

/** What may be read of a process's log. Reading never slows the writer. */
export interface LogReader {
  /** The oldest line that is kept. */
  readonly firstSeq: number;
  /** One past the newest line, the unterminated end included. */
  readonly nextSeq: number;
  /** Grows whenever anything changed, an unterminated end that grew included. */
  readonly revision: number;
  /**
   * Lines that were found to be errors, over all generations. Searched for some moments after they came, in all of a burst; in a flood
   * that lasts, only in so much of it, so that there may be more.
   */
  readonly errors: number;
  /** Lines with `from <= seq < to`, clipped to what is kept. */
  slice(from: number, to: number): readonly LogLine[];
  /** The same lines as they lie in memory, many at once, for who searches all of them; see `blocksOf`. */
  blocks?(from: number, to: number): Iterable<LogBlock>;
  /** What is kept now, which stays for who reads it, however slowly. A reader that has none of its own has no more to give. */
  hold?(): HeldLog;
  /** Left out where nothing is kept beyond these. */
  readonly beyond?: LogBeyond | undefined;
}

/** What is kept of a log beyond memory. */
export interface LogBeyond {
  /** How many lines of each stream came before a line that is kept in memory, or before the next one. */
  before(seq: number): LineCounts;
  /** Reads lines again, as `LogSink.read` does. */
  read(from: LineCounts, to: LineCounts): Promise<KeptLines>;
}

/** What a log has kept at one moment. */
export interface HeldLog extends Pick<LogReader, 'firstSeq' | 'nextSeq' | 'slice' | 'blocks'> {
  /** Where the lines before these end in what is kept beyond memory; undefined where nothing is. */
  filed(): Promise<FiledPlace | undefined>;
}
