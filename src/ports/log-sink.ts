import type { OutputStream } from './spawner.js';

/** How much of a log is kept outside of memory. */
export interface SinkBounds {
  /** Size in bytes at which a file is rotated. */
  readonly maxBytes: number;
  /** Rotated files that are kept. */
  readonly keep: number;
}

/** What a line of the watchdog's own tells of a generation: it began, ended as it should, or crashed or could not begin. */
export type NoteKind = 'start' | 'end' | 'crash';

/** Keeps the log of one process beyond memory. */
export interface LogSink {
  /** Takes output in, received at `time` milliseconds since 1970. Never blocks; the chunk is valid only during the call. */
  write(stream: OutputStream, chunk: Buffer, time: number): void;
  /** Takes a line of the watchdog's own in. */
  note(text: string, time: number, kind?: NoteKind): void;
  /** Takes nothing more. Resolves once all is written, or cannot be. */
  close(): Promise<void>;
}

/** Opens sinks. */
export interface LogSinks {
  /** A sink for the process of this name; the last one of that name must have been closed, but need not have ended. */
  open(name: string, bounds: SinkBounds): LogSink;
}
