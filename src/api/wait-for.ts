import { writtenDuration } from '../policy/words/duration.js';
import { WatchdogError } from '../policy/words/errors.js';
import type { Clock } from '../ports/clock.js';
import { whyNotAt } from '../supervisor/snapshot/cause.js';
import type { ProcessSnapshot } from '../supervisor/snapshot/process.js';
import { fulfils, isHopeless, type WaitCondition } from '../supervisor/unit/condition.js';
import { untilHolds } from '../supervisor/unit/until-holds.js';
import type { Observed } from './observed.js';

/** How long is waited. */
export interface WaitOptions {
  /** Milliseconds after which the wait fails. @default none */
  readonly timeout?: number | undefined;
  /** Ends the wait, which fails with the signal's reason. @default none */
  readonly signal?: AbortSignal | undefined;
}

interface Explained {
  /** Resolves once it is known what those of these processes have died of that ended just now. */
  untilExplained(names: readonly string[]): Promise<void>;
}

/** What is waited for, and among what. */
export interface WaitParts {
  readonly watchdog: Observed & Explained;
  readonly clock: Clock;
  /** Whether nothing starts any more. */
  readonly isClosed: () => boolean;
}

/**
 * Waits until all these processes fulfil a condition at the same time.
 * @throws WatchdogError TIMEOUT, or ACTION_FAILED as soon as one cannot come to it by itself; both say why. The reason of the signal.
 */
export async function waitFor(
  { watchdog, clock, isClosed }: WaitParts,
  names: readonly string[],
  condition: WaitCondition,
  { timeout, signal }: WaitOptions,
): Promise<void> {
  signal?.throwIfAborted();
  const lacking = (): readonly (readonly [name: string, snapshot: ProcessSnapshot | undefined])[] => {
    const rows = new Map(watchdog.snapshots().map((snapshot) => [snapshot.name, snapshot]));
    return names
      .map((name) => [name, rows.get(name)] as const)
      .filter(([, snapshot]) => snapshot === undefined || !fulfils(snapshot, condition));
  };
  const isVain = (snapshot: ProcessSnapshot | undefined): boolean =>
    snapshot === undefined || isHopeless(snapshot, condition) || (isClosed() && condition !== 'stopped');
  const explain = ([name, snapshot]: readonly [string, ProcessSnapshot | undefined], after: string): string => {
    if (snapshot === undefined) return `${name} is not registered any more`;
    return `${name} is not ${condition}${after}: ${whyNotAt(snapshot, clock.now(), clock.wallTime())}`;
  };
  /** The same row with what is known by now of its death, unless it has gone on. */
  const explained = (name: string, then: ProcessSnapshot | undefined): ProcessSnapshot | undefined => {
    const now = watchdog.snapshots().find((snapshot) => snapshot.name === name);
    return now?.state === then?.state && now?.startCount === then?.startCount ? now : then;
  };
  let vain: readonly (readonly [string, ProcessSnapshot | undefined])[] = [];
  let seen: readonly ProcessSnapshot[] | undefined;
  let wasClosed = false;
  const wait = untilHolds(
    (listener) => watchdog.onChange(listener),
    () => {
      // Most changes are output, which changes no snapshot.
      const snapshots = watchdog.snapshots();
      if (snapshots === seen && wasClosed === isClosed()) return false;
      seen = snapshots;
      wasClosed = isClosed();
      const missing = lacking();
      vain = missing.filter(([, snapshot]) => isVain(snapshot));
      return missing.length === 0 || vain.length > 0;
    },
  );
  let isLate = false;
  const late = (): void => {
    isLate = true;
    wait.cancel();
  };
  using _timer = timeout === undefined ? undefined : clock.setTimer(late, timeout);
  signal?.addEventListener('abort', wait.cancel);
  await wait.reached.finally(() => signal?.removeEventListener('abort', wait.cancel));
  if (vain.length > 0) {
    await watchdog.untilExplained(vain.map(([name]) => name));
    throw new WatchdogError('ACTION_FAILED', vain.map(([name, then]) => explain([name, explained(name, then)], '')).join('; '));
  }
  const missing = lacking();
  if (missing.length === 0) return;
  if (isLate) {
    const after = ` after ${writtenDuration(timeout ?? 0)}`;
    throw new WatchdogError('TIMEOUT', missing.map((each) => explain(each, after)).join('; '));
  }
  signal?.throwIfAborted();
}
