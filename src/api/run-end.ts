import { constants } from 'node:os';
import type { ExitFact } from '../policy/restart/exit.js';
import { checkOptions, checkWord } from '../policy/words/known-options.js';
import type { ShutdownReport } from '../supervisor/shutdown.js';
import { type ProcessSnapshot, reasonAt } from '../supervisor/snapshot/process.js';
import { untilHolds } from '../supervisor/unit/until-holds.js';
import { fateOf } from './until-done.js';
import type { WaitParts } from './wait-for.js';

/**
 * What ends a run: `done` when every process has ended, `failed` when the first has failed for good, or has an open circuit, and
 * `ended` when this process has ended, which is not restarted then.
 */
export type ExitWhen = 'done' | 'failed' | { readonly ended: string };

/** How a run has come to its end, before everything is stopped. */
export interface RunOutcome {
  /**
   * What a program would exit with: 0 where all is well, 1 where something failed; for `ended` the code of that process, 128+n where a
   * signal ended it, and 1 where it could not even start.
   */
  readonly code: number;
  readonly succeeded: readonly string[];
  /** Those that have failed, each with the reason. */
  readonly failed: readonly { readonly name: string; readonly reason: string }[];
}

/** What `up()` is to do. */
export interface UpOptions {
  /** Which processes, with all that they need. @default those with autoStart */
  readonly names?: readonly string[] | undefined;
  /** Ends everything when this has come about, or the first of several. @default never */
  readonly exitWhen?: ExitWhen | readonly ExitWhen[] | undefined;
}

/** What is asked of `up()`: the names, what ends it, and the processes whose end that is. @throws WatchdogError USAGE */
export function readUp(asked: readonly string[] | UpOptions | undefined): {
  readonly names: readonly string[] | undefined;
  readonly when: readonly ExitWhen[];
  readonly ending: readonly string[];
} {
  const given: UpOptions = asked === undefined || isList(asked) ? { names: asked } : asked;
  checkOptions('up()', given, { names: 'strings', exitWhen: 'any' });
  const { names, exitWhen } = given;
  const when = exitWhen === undefined ? [] : isList(exitWhen) ? exitWhen : [exitWhen];
  for (const condition of when) {
    if (typeof condition === 'object') checkOptions('exitWhen of up()', condition, { ended: 'string' });
    else checkWord('exitWhen of up()', condition, ['done', 'failed', '{ ended: NAME }']);
  }
  return { names, when, ending: when.flatMap((condition) => (typeof condition === 'object' ? [condition.ended] : [])) };
}

function isList<T>(value: T | readonly T[] | object): value is readonly T[] {
  return Array.isArray(value);
}

/** How a run has ended. */
export interface RunEnd extends RunOutcome {
  readonly shutdown: ShutdownReport;
}

const signalBase = 128;

/** Decides whether a run is over; undefined while it goes on. @param now monotonic milliseconds, for the reasons */
function runOutcome(snapshots: readonly ProcessSnapshot[], when: readonly ExitWhen[], now: number): RunOutcome | undefined {
  const fates = new Map(snapshots.map((snapshot) => [snapshot, fateOf(snapshot)]));
  const failed = snapshots.filter((snapshot) => fates.get(snapshot) === 'failed');
  const outcome = (code: number): RunOutcome => ({
    code,
    succeeded: snapshots.filter((snapshot) => fates.get(snapshot) === 'succeeded').map(({ name }) => name),
    failed: failed.map((snapshot) => ({ name: snapshot.name, reason: reasonAt(snapshot, now) })),
  });
  for (const condition of when) {
    if (typeof condition === 'object') {
      const code = codeOfEnded(snapshots.find(({ name }) => name === condition.ended));
      if (code !== undefined) return outcome(code);
    }
    if (condition === 'failed' && failed.some(({ blocked }) => blocked === null)) return outcome(1);
    if (condition === 'done' && ![...fates.values()].includes('going')) return outcome(failed.length > 0 ? 1 : 0);
  }
  return undefined;
}

/** Waits until the run is over, or a shutdown that began otherwise has ended it, which counts as 1. */
export async function untilOver({ watchdog, clock, isClosed }: WaitParts, when: readonly ExitWhen[]): Promise<RunOutcome> {
  let outcome: RunOutcome | undefined;
  const over = untilHolds(
    (listener) => watchdog.onChange(listener),
    () => {
      outcome = runOutcome(watchdog.snapshots(), when, clock.now());
      return outcome !== undefined || isClosed();
    },
  );
  await over.reached;
  return outcome ?? { code: 1, succeeded: [], failed: [] };
}

function codeOfEnded(snapshot: ProcessSnapshot | undefined): number | undefined {
  if (snapshot === undefined) return 1;
  const { state, blocked, exit, startCount } = snapshot;
  if (blocked !== null) return 1;
  const hasEnded = state === 'completed' || state === 'failed' || (state === 'stopped' && startCount > 0);
  if (!hasEnded) return undefined;
  return exit === null ? 1 : statusOf(exit);
}

function statusOf({ code, signal }: ExitFact): number {
  if (signal === null) return code ?? 1;
  return signalBase + (constants.signals[signal as NodeJS.Signals] ?? 0);
}
