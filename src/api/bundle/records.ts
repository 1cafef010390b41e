import type { CrashCard } from '../../policy/diagnosis/crash.js';
import type { TimingReport } from '../../policy/timing/report.js';
import type { EventRecord } from '../../supervisor/events/history.js';
import type { TrailRow } from '../../supervisor/history/row-trail.js';
import type { LogLine } from '../../supervisor/log/line.js';
import type { ProcessDetails } from '../../supervisor/process-details.js';
import type { ProcessStatus } from '../../supervisor/snapshot/status.js';

/** One kind of thing in a bundle, as it is listed before it is written. */
export interface BundlePart {
  /** "statuses", "lines of api". */
  readonly what: string;
  readonly count: number;
}

/** The first line of a bundle. */
export interface BundleHeader {
  /** The version of the format. */
  readonly bundle: 1;
  readonly project: string;
  /** When it was made, in milliseconds since 1970. */
  readonly at: number;
  /** The same moment in the monotonic milliseconds of the rows. */
  readonly now: number;
  /** How far back logs and rows go, in milliseconds. */
  readonly sinceMs: number;
  /** All processes and containers in the order of the file. */
  readonly names: readonly string[];
  readonly versions: Readonly<Record<string, string>>;
  readonly contents: readonly BundlePart[];
}

/** Any further line of a bundle. */
export type BundleRecord =
  | { readonly kind: 'status'; readonly status: ProcessStatus }
  | ({ readonly kind: 'row' } & TrailRow)
  | { readonly kind: 'event'; readonly event: EventRecord }
  | { readonly kind: 'details'; readonly details: ProcessDetails }
  | { readonly kind: 'crashes'; readonly name: string; readonly cards: readonly CrashCard[] }
  | { readonly kind: 'timing'; readonly report: TimingReport }
  /** Consecutive lines of one log, oldest first. */
  | { readonly kind: 'log'; readonly name: string; readonly lines: readonly Omit<LogLine, 'seq'>[] }
  /** The last line: `records` is how many came between the first and this one. */
  | { readonly kind: 'end'; readonly records: number };
