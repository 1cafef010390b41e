import type { ProcessBirth } from '../adapters/proc/birth.js';
import type { ProcessAction } from '../api/action-run.js';
import type { ConfigProblem } from '../config/problems/config-error.js';
import type { ProcessStateName } from '../policy/process/lifecycle.js';
import type { ExitRecord } from '../policy/restart/exit.js';
import type { ErrorCode } from '../policy/words/errors.js';
import type { FiledPlace } from '../ports/log-sink.js';
import type { TtySize } from '../ports/spawner.js';
import type { EventRecord } from '../supervisor/events/history.js';
import type { Notice } from '../supervisor/events/notice.js';
import type { ShutdownReport } from '../supervisor/shutdown.js';
import type { ProcessSnapshot } from '../supervisor/snapshot/process.js';
import type { ProcessStatus } from '../supervisor/snapshot/status.js';
import type { ScreenPlace } from '../supervisor/terminal/screen-reader.js';
import type { LogRecord, MissedLines } from './pages.js';

export type { EventRecord };

/** The first part of every path. A change that an older client would not understand gets another. */
export const protocolVersion = 'v1';

/** One process in `status --json`. */
export type StatusDocument = ProcessStatus;

/** A status with what is said of it in words. */
export interface StatusRow extends StatusDocument {
  readonly facts: Pick<ProcessSnapshot, 'failuresInRow' | 'failuresAllowed' | 'lastFailure' | 'lastRun'> & {
    /** Whether it waits in vain. */
    readonly isBlocked: boolean;
    /** At how many failures its circuit opens. */
    readonly circuitThreshold: number;
    /** Its `cause`, where its `reason` does not say it; else null. */
    readonly causeBeside: string | null;
  };
}

/** An action on processes by name, or on all. */
export type ActionRequest = (
  | { readonly action: ProcessAction; readonly names: readonly string[] }
  | { readonly action: ProcessAction; readonly all: true }
) & {
  /** Who reads the outcome: the user on the command line, or at a dashboard, whose keys it names and which does not wait for dependencies. */
  readonly reader?: 'line' | 'screen' | undefined;
  /** The name of the program that asks, where it is not the user's own command line or dashboard. */
  readonly client?: string | undefined;
};

/** What became of an action on one process. */
export interface NamedOutcome {
  readonly name: string;
  readonly ok: boolean;
  /** One plain sentence. */
  readonly text: string;
  /** The names of what goes on though it depends on what was stopped or killed. Missing where nothing does. */
  readonly dependents?: readonly string[];
}

/** A dependency, as `why` reports it. */
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
  readonly exits: readonly ExitRecord[];
  /** What its last exit, or start that failed, probably comes from, with what to do; null where nothing is recognised in its last output. */
  readonly cause: string | null;
  /** Why nothing of what it prints is seen, with what to do; null where that is not so. */
  readonly hint: string | null;
  /** The same in parts: what happened, what to do (perhaps empty), and the line that shows it, null where only the exit does. */
  readonly diagnosis: CauseDocument | null;
  /** The process for which it waits, at the root of the chain; null where it waits for none. */
  readonly root: RootDocument | null;
  /** Lines of its last end, or where it has not ended, of its log, that are errors: the oldest first, at most twelve, masked. */
  readonly errorLines: readonly string[];
}

/** A recognised cause: what it is, what to do about it, and the line that shows it. */
export interface CauseDocument {
  readonly what: string;
  readonly advice: string;
  readonly line: string | null;
}

/** Where the chain of dependencies begins that holds a process up. */
export interface RootDocument extends DependencyDocument {
  /** Whether that will not recover by itself. */
  readonly inVain: boolean;
  readonly diagnosis: CauseDocument | null;
}

/** What became of the end that a client asked for. */
export interface EndDocument extends ShutdownReport {
  /** The watchdog itself, so that the client can see it gone. */
  readonly watchdog: ProcessBirth;
}

/** Where a log is: which lines are kept, and a number that grows with every change. */
export interface LogPlace {
  readonly firstSeq: number;
  readonly nextSeq: number;
  readonly revision: number;
  /** How many errors were found in it since the start. */
  readonly errors: number;
}

/** How the terminal of a process is, without its picture. */
export interface TerminalPlace {
  /** Another one for another terminal of the same process. */
  readonly id: number;
  /** Whether there is a program that can be typed to. */
  readonly open: boolean;
  /** Whether it shows a picture now. */
  readonly draws: boolean;
  readonly size: TtySize;
}

/** What changed of the picture in a terminal since the message before; the first has everything. */
export interface TerminalDocument {
  readonly size: TtySize;
  /** Null while it is hidden. */
  readonly cursor: ScreenPlace | null;
  /** Bytes of output that were left out since the start. */
  readonly skipped: number;
  /** By their numbers from 0, those that changed: printable characters and SGR sequences, as wide as the terminal. */
  readonly rows: Readonly<Record<string, string>>;
}

/** A message about the terminal of a process. */
export interface TerminalMessage {
  readonly event: 'terminal';
  readonly data: TerminalDocument;
}

/** What changed on the screen of a dashboard since the message before; the first has everything. */
export interface ScreenDocument {
  readonly project: string;
  /** Of the watchdog itself. */
  readonly pid: number;
  /** The watchdog's monotonic milliseconds, which the times in the rows refer to. */
  readonly now: number;
  readonly shuttingDown: boolean;
  /** All processes in the order of the file, where that changed. */
  readonly names?: readonly string[];
  readonly rows: readonly ProcessSnapshot[];
  readonly logs: Readonly<Record<string, LogPlace>>;
  /** Those that changed; null where a process has none any more. */
  readonly terminals: Readonly<Record<string, TerminalPlace | null>>;
}

/** A message to a dashboard elsewhere. */
export type ScreenMessage =
  | { readonly event: 'screen'; readonly data: ScreenDocument }
  | { readonly event: 'notice'; readonly data: Notice }
  | {
      readonly event: 'problem';
      readonly data: { readonly text: null } | (Pick<ConfigProblem, 'text'> & Partial<ConfigProblem>);
    };

/** Which lines are asked for. */
export interface LogQuery {
  /** None means all. */
  readonly names: readonly string[];
  /** At most so many of the newest lines of each process. */
  readonly n?: number;
  /** Only lines received in the last so many milliseconds. */
  readonly since?: number;
  /** Whether the answer says where the lines before the first are in the log files. */
  readonly files?: boolean;
  /** Whether the lines to come are sent too. */
  readonly follow: boolean;
}

/** What a stream of log lines sends, by the name of the server-sent event. */
export type LogMessage =
  | { readonly event: 'files'; readonly data: FiledLines }
  | { readonly event: 'line'; readonly data: LogRecord }
  | { readonly event: 'missed'; readonly data: MissedLines }
  | { readonly event: 'live'; readonly data: Record<string, never> };

/** Where the lines of a log that come before those that are sent end in its files; null where it has none. */
export interface FiledLines {
  readonly name: string;
  readonly place: FiledPlace | null;
}

/** What a stream of events sends. `missed` counts events that a reader was too slow for. */
export type EventMessage =
  | { readonly event: 'event'; readonly data: EventRecord }
  | { readonly event: 'missed'; readonly data: { readonly events: number } };

/** The body of every answer that is not 200. */
export interface RefusalDocument {
  readonly error: { readonly code: ErrorCode; readonly message: string };
}
