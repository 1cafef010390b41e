import type { ProcessAction } from '../action-run.js';
import type { ProcessBirth } from '../adapters/process-birth.js';
import type { ErrorCode } from '../policy/errors.js';
import type { Exit } from '../policy/exit.js';
import type { ProcessStateName } from '../policy/lifecycle.js';
import type { LogLine } from '../supervisor/log-line.js';
import type { ProcessStatus } from '../supervisor/process-status.js';
import type { ShutdownReport } from '../supervisor/shutdown.js';

/** The first part of every path. A change that an older client would not understand gets another. */
export const protocolVersion = 'v1';

/** One process in `status --json`: the status, and what it uses of the machine. */
export interface StatusDocument extends ProcessStatus {
  /** Per cent of one core; null while it is not measured. */
  readonly cpu: number | null;
  /** Bytes; null while it is not measured. */
  readonly memory: number | null;
  /** The TCP ports that it listens on, as far as they are known. */
  readonly ports: readonly number[];
}

/** An action on processes by name, or on all. */
export type ActionRequest =
  | { readonly action: ProcessAction; readonly names: readonly string[] }
  | { readonly action: ProcessAction; readonly all: true };

/** What became of an action on one process. */
export interface NamedOutcome {
  readonly name: string;
  readonly ok: boolean;
  /** One plain sentence. */
  readonly text: string;
}

/** What `wait` can wait for. `healthy` counts a process without a health check as soon as it runs. */
export type WaitCondition = 'healthy' | 'running' | 'completed' | 'stopped';

/** A dependency, as `why` tells it. */
export interface DependencyDocument {
  readonly name: string;
  readonly state: ProcessStateName;
  readonly health: ProcessStatus['health'];
  readonly reason: string;
}

/** Why a process is in its state. */
export interface WhyDocument {
  readonly status: StatusDocument;
  readonly dependencies: readonly DependencyDocument[];
  /** The newest first, at most five. */
  readonly exits: readonly Exit[];
}

/** What became of the end that a client asked for. */
export interface EndDocument extends ShutdownReport {
  /** The watchdog itself, so that the client can see it gone. */
  readonly watchdog: ProcessBirth;
}

/** A line of a log with the process that wrote it. */
export interface LogRecord extends Omit<LogLine, 'seq'> {
  readonly name: string;
  /** Counts from 0 for each process and run of the watchdog; null for a line that comes from a file. */
  readonly seq: number | null;
}

/** Which lines are asked for. */
export interface LogQuery {
  /** None means all. */
  readonly names: readonly string[];
  /** At most so many of the newest lines of each process. */
  readonly n?: number;
  /** Only lines received in the last so many milliseconds. */
  readonly since?: number;
  /** Whether the lines to come are sent too. */
  readonly follow: boolean;
}

/** An event of the watchdog with its time; the other fields are those of the event. */
export interface EventRecord {
  /** Counts from 0 for each run of the watchdog. */
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly event: string;
  readonly [field: string]: string | number | null;
}

/** What a stream of log lines sends, by the name of the server-sent event. */
export type LogMessage =
  | { readonly event: 'line'; readonly data: LogRecord }
  | { readonly event: 'missed'; readonly data: MissedLines }
  | { readonly event: 'live'; readonly data: Record<string, never> };

/** Lines that were no longer kept when the reader was ready for them. */
export interface MissedLines {
  readonly name: string;
  readonly lines: number;
}

/** What a stream of events sends. `missed` counts events that a reader was too slow for. */
export type EventMessage =
  | { readonly event: 'event'; readonly data: EventRecord }
  | { readonly event: 'missed'; readonly data: { readonly events: number } };

/** The body of every answer that is not 200. */
export interface RefusalDocument {
  readonly error: { readonly code: ErrorCode; readonly message: string };
}
