import type { EventRecord } from '../supervisor/events/history.js';
import type { LogLine } from '../supervisor/log/line.js';

/** A line of a log with the process that wrote it. */
export interface LogRecord extends Omit<LogLine, 'seq'> {
  readonly name: string;
  /** Counts from 0 for each process and run of the watchdog; null for a line that comes from a file. */
  readonly seq: number | null;
}

/** Where the reading of logs begins, and how much of it one answer holds. */
export interface ReadLogsRequest {
  /** None means all. */
  readonly names?: readonly string[] | undefined;
  /** `next` of the answer before; without it, or where it is of an earlier watchdog, reading begins again. */
  readonly after?: string | undefined;
  /** Where it begins again: with so many of the newest lines of each log. Without it, with all that are kept. */
  readonly tail?: number | undefined;
  /** At most so many lines. @default 1000 */
  readonly limit?: number | undefined;
  /** About so many bytes of lines at most, and one line at least. */
  readonly bytes?: number | undefined;
  /** Only lines that are errors; `warning` takes errors too. */
  readonly level?: 'error' | 'warning' | undefined;
  /** Only lines received in the last so many milliseconds. */
  readonly since?: number | undefined;
  /** Only lines in which this regular expression is found. */
  readonly grep?: string | undefined;
  /** Only lines in which this text is found, in any case. */
  readonly text?: string | undefined;
  /** Whether texts are given without control sequences and without secrets. */
  readonly masked?: boolean | undefined;
}

/** Where the reading of events begins. */
export interface ReadEventsRequest {
  /** None means all, and what is of the whole run. */
  readonly names?: readonly string[] | undefined;
  /** `next` of the answer before; without it, or where it is of an earlier watchdog, reading begins with the newest. */
  readonly after?: string | undefined;
  /** At most so many events. @default 100 */
  readonly limit?: number | undefined;
}

/** Events in the order in which they happened. */
export interface EventPage {
  readonly events: readonly EventRecord[];
  /** Events after the cursor that are no longer kept, of all names. */
  readonly missed: number;
  /** Where the next answer goes on, opaque. */
  readonly next: string;
  /** Whether there are more events already. */
  readonly more: boolean;
  /** Whether the cursor was of an earlier watchdog, and reading began again. */
  readonly startedOver: boolean;
}

/** Lines of logs by time, each once and with its end. */
export interface LogPage {
  readonly lines: readonly LogRecord[];
  /** Lines after the cursor that are no longer kept; they came before these. */
  readonly missed: readonly MissedLines[];
  /** Where the next answer goes on: a place in every log, opaque. */
  readonly next: string;
  /** Whether there are more lines already. */
  readonly more: boolean;
  /** Whether the cursor was of an earlier watchdog, and reading began again. */
  readonly startedOver: boolean;
}

/** Lines that were no longer kept when the reader was ready for them. */
export interface MissedLines {
  readonly name: string;
  readonly lines: number;
}
