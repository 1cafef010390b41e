import type { ActionOutcome, PlainAction, ProcessAction } from '../../api/action-run.js';
import type { CrashCard } from '../../policy/diagnosis/crash.js';
import type { TimingReport } from '../../policy/timing/report.js';
import type { TtySize } from '../../ports/spawner.js';
import type { EventRecord } from '../../supervisor/events/history.js';
import type { LogReader } from '../../supervisor/log/line.js';
import type { ProcessDetails } from '../../supervisor/process-details.js';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import type { ScreenReader } from '../../supervisor/terminal/screen-reader.js';
import type { TypedPart } from '../../supervisor/terminal/typed-bytes.js';
import type { Replay } from './replay.js';

export type { ActionOutcome, PlainAction, ProcessAction };

/** Where the dashboard reads and acts. The embedded supervisor is one; a remote one can be another. */
export interface DashboardSource {
  /** The project's name for the header. */
  readonly project: string;
  /** Monotonic milliseconds, comparable with the times in the snapshots. */
  now(): number;
  /** Milliseconds since 1970. */
  wallTime(): number;
  /** All processes in the order of the file. The same array, with the same rows, as long as nothing changed. */
  processes(): readonly ProcessSnapshot[];
  /** Calls `listener` after something changed, rows or logs, at most once per frame. Returns the way to stop it. */
  subscribe(listener: () => void): () => void;
  /** The log of a process; an empty one for a name that is not known. */
  log(name: string): LogReader;
  /** The screen of a process; undefined for one without a terminal. */
  screen(name: string): ScreenReader | undefined;
  /** Gives the terminal of a process another size; nothing for one without. */
  resizeScreen(name: string, size: TtySize): void;
  /** Types into the terminal of a process; nothing for one without, or where no program is in it. */
  type(name: string, parts: readonly TypedPart[]): void;
  /** All that is known of a process; undefined for a name that is not known. Asked again and again while it is being read. */
  details(name: string): ProcessDetails | undefined;
  /** How a process has died, the newest last; the same array as long as nothing changed. */
  crashes(name: string): readonly CrashCard[];
  /** What happened, oldest first; the same array as long as nothing was added. */
  events(): readonly EventRecord[];
  /** How the project came up, beside its earlier starts; null before anything was started. */
  timing(): TimingReport | null;
  /** The way through time, where this is a recording; nothing in it can be changed then. */
  readonly replay?: Replay;
  /**
   * Carries an action out in the order of dependencies, and waits for what becomes of it, to the end even where the dashboard goes;
   * what is not there any more has no outcome. Never rejects.
   */
  act(action: ProcessAction, names: readonly string[]): Promise<readonly ActionOutcome[]>;
}
