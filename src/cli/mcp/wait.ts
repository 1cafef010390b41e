import { nodeClock } from '../../adapters/node/clock.js';
import type { ControlClient } from '../../client/client.js';
import { WatchdogError } from '../../policy/words/errors.js';
import { fulfils, type WaitCondition } from '../../supervisor/unit/condition.js';

/** What is waited for, and how many milliseconds. */
export interface WaitAsked {
  readonly names: readonly string[];
  readonly condition: WaitCondition;
  readonly timeoutMs: number;
  /** Whether they must have been started after the newest change of what they watch. */
  readonly fresh: boolean;
  /** Aborted where nobody waits any more. */
  readonly signal: AbortSignal;
}

/** Waits until a condition holds for all at the same time, and says whether it does; else of each where it does not, why. */
export async function waitFor(client: ControlClient, { names, condition, timeoutMs, fresh, signal }: WaitAsked): Promise<object> {
  const abort = new AbortController();
  using _timer = nodeClock.setTimer(() => abort.abort(), timeoutMs);
  try {
    if (await client.wait(names, condition, AbortSignal.any([abort.signal, signal]), fresh)) return { holds: true };
  } catch (error) {
    if (!(error instanceof WatchdogError) || error.code !== 'ACTION_FAILED') throw error;
    return { holds: false, why: error.message.replace(/^watchdog: /, '') };
  }
  const statuses = await client.status(names);
  const not = statuses.filter((status) => !fulfils(status, condition) || (fresh && status.stale !== false));
  // It may hold now, in the moment after the time ran out.
  if (not.length === 0) return { holds: true };
  return {
    holds: false,
    not: not.map(({ name, state, health, reason, cause, stale }) => ({
      name,
      state,
      health,
      reason,
      ...(stale === null ? {} : { stale }),
      ...(cause === null || reason.includes(cause) ? {} : { cause }),
    })),
  };
}
