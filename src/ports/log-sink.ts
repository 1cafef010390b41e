import type { OutputStream } from './spawner.js';

/** How much of a log is kept outside of memory. */
export interface SinkBounds {
  /** Size in bytes at which a file is rotated. */
  readonly maxBytes: number;
  /** Rotated files that are kept. */
  readonly keep: number;
}

/** What a line of the watchdog's own reports of a generation: it began, ended as it should, or crashed or could not begin. */
export type NoteKind = 'start' | 'end' | 'crash';

/** How many lines there are of each stream; `watchdog` are the watchdog's own. */
export type LineCounts = Readonly<Record<OutputStream | 'watchdog', number>>;

/** Where the lines that memory has begin in what a sink has kept, so that both together have each line once. */
export interface FiledPlace {
  /** The file that is written to, by the number that the system gives it. */
  readonly inode: number;
  /** Bytes of it that count. */
  readonly size: number;
  /** Of the last lines in these bytes, and in the older files, so many of each stream are in memory too. */
  readonly own: LineCounts;
  /** Lines from before those in memory that are lacking at the end, since they could not be written. */
  readonly missing: number;
}

/** A line as it was kept. */
export interface KeptLine {
  readonly stream: OutputStream | 'watchdog';
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly text: string;
  /** What a line of the watchdog's own reports of a generation; left out where it reports none. */
  readonly note?: NoteKind;
}

/** Some of the lines that a sink has kept, in the order of their ends. */
export interface KeptLines {
  /** Lines before these that are kept nowhere. */
  readonly missing: number;
  /** None where nothing of what was asked for is left to read. */
  readonly lines: readonly KeptLine[];
  /** The lines that come before these, by stream; those that are missing count. */
  readonly from: LineCounts;
  /** The same of what is to be read next. */
  readonly next: LineCounts;
}

/** Keeps the log of one process beyond memory. */
export interface LogSink {
  /** Takes output in, received at `time` milliseconds since 1970. Never blocks; the chunk is valid only during the call. */
  write(stream: OutputStream, chunk: Buffer, time: number): void;
  /** Takes a line of the watchdog's own in. */
  note(text: string, time: number, kind?: NoteKind): void;
  /**
   * Where lines end that came before others: `before` counts them by stream, from the opening of the log on. Resolves once they are
   * written, or cannot be; undefined where nothing is kept.
   */
  place(before: LineCounts): Promise<FiledPlace | undefined>;
  /**
   * Reads lines again, as many as are worth one turn. A line is known by the number of lines of its stream before it, counted from the
   * opening of the log on; those from `from` up to `to` are asked for.
   */
  read(from: LineCounts, to: LineCounts): Promise<KeptLines>;
  /** Takes nothing more. Resolves once all is written, or cannot be. */
  close(): Promise<void>;
}

/** Opens the log files of processes. */
export interface LogSinks {
  /**
   * A sink for the process of this name; the last one of that name must have been closed, but need not have ended.
   * @param before lines that came before the first that it gets
   */
  open(name: string, bounds: SinkBounds, before?: LineCounts): LogSink;
}
