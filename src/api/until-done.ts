import type { ProcessSnapshot } from '../supervisor/snapshot/process.js';
import type { Observed } from './observed.js';

/** How far a process has come in a run that ends by itself. `idle` was never to run, or was stopped by hand. */
export type Fate = 'going' | 'succeeded' | 'failed' | 'idle';

/** The fate of a process. One that waits for its next start has not ended; one whose circuit is open, or that is blocked, has. */
export function fateOf({ state, desired, blocked }: Pick<ProcessSnapshot, 'state' | 'desired' | 'blocked'>): Fate {
  if (state === 'completed') return 'succeeded';
  if (state === 'failed' || state === 'circuit_open') return 'failed';
  if (blocked !== null) return 'failed';
  return state === 'stopped' && desired === 'down' ? 'idle' : 'going';
}

/** How a run ended by itself. */
export interface Outcome {
  readonly succeeded: readonly string[];
  readonly failed: readonly string[];
  /** Those of the failed that never could begin, each with its reason. */
  readonly blocked: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * Calls `done` once, when no process of a run goes on any more; never where one goes on for ever.
 * @param watchdog whose processes have been started
 */
export function untilDone(watchdog: Observed, done: (outcome: Outcome) => void): void {
  let seen: readonly ProcessSnapshot[] | undefined;
  const check = (): void => {
    const snapshots = watchdog.snapshots();
    // Most changes are lines of logs.
    if (snapshots === seen) return;
    seen = snapshots;
    const fates = snapshots.map((snapshot) => [snapshot.name, fateOf(snapshot)] as const);
    if (fates.some(([, fate]) => fate === 'going')) return;
    forget();
    const namesOf = (wanted: Fate): string[] => fates.flatMap(([name, fate]) => (fate === wanted ? [name] : []));
    const blocked = snapshots.filter((snapshot) => snapshot.state === 'waiting');
    done({ succeeded: namesOf('succeeded'), failed: namesOf('failed'), blocked });
  };
  const forget = watchdog.onChange(check);
  check();
}
