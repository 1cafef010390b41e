import { nodeClock } from '../../adapters/node/clock.js';
import type { ControlClient } from '../../client/client.js';
import { fulfils, type WaitCondition } from '../../supervisor/unit/condition.js';

/** What is waited for, and how many milliseconds. */
export interface WaitAsked {
  readonly names: readonly string[];
  readonly condition: WaitCondition;
  readonly timeoutMs: number;
  /** Aborted where nobody waits any more. */
  readonly signal: AbortSignal;
}

/** Waits until a condition holds for all at the same time, and says whether it does; else of each where it does not, why. */
export async function waitFor(client: ControlClient, { names, condition, timeoutMs, signal }: WaitAsked): Promise<object> {
  const abort = new AbortController();
  using _timer = nodeClock.setTimer(() => abort.abort(), timeoutMs);
  if (await client.wait(names, condition, AbortSignal.any([abort.signal, signal]))) return { holds: true };
  const statuses = await client.status(names);
  const not = statuses.filter((status) => !fulfils(status, condition));
  // It may hold now, in the moment after the time ran out.
  if (not.length === 0) return { holds: true };
  return {
    holds: false,
    not: not.map(({ name, state, health, reason, cause }) => ({
      name,
      state,
      health,
      reason,
      ...(cause === null || reason.includes(cause) ? {} : { cause }),
    })),
  };
}
