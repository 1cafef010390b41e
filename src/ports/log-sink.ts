import type { OutputStream } from './spawner.js';

/** How much of a log is kept outside of memory. */
export interface SinkBounds {
  /** Size in bytes at which a file is rotated. */
  readonly maxBytes: number;
  /** Rotated files that are kept. */
  readonly keep: number;
}

/** Keeps the log of one process beyond memory. */
export interface LogSink {
  /** Takes output in, or a line of the watchdog's own, received at `time` milliseconds since 1970. Never blocks; the chunk is valid only during the call. */
  write(stream: OutputStream | 'watchdog', chunk: Buffer, time: number): void;
  /** Takes nothing more. Resolves once all is written, or cannot be. */
  close(): Promise<void>;
}

/** Opens sinks. */
export interface LogSinks {
  /** A sink for the process of this name; the last one of that name must have been closed, but need not have ended. */
  open(name: string, bounds: SinkBounds): LogSink;
}
