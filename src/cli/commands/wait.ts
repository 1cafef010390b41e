import { nodeClock } from '../../adapters/node/clock.js';
import type { ControlClient } from '../../client/client.js';
import { formatDuration } from '../../policy/words/duration.js';
import { fulfils, type WaitCondition } from '../../supervisor/unit/condition.js';
import { say } from '../output/print.js';

/** What `wait` waits for, and how many milliseconds. */
export interface WaitRequest {
  readonly names: readonly string[];
  readonly condition: WaitCondition;
  readonly timeoutMs: number;
  /** Whether they must have been started after the newest change of what they watch. */
  readonly fresh: boolean;
}

/** Waits, says what did not come true, and returns the exit status: 1 where time ran out. */
export async function wait(client: ControlClient, { names, condition, timeoutMs, fresh }: WaitRequest): Promise<number> {
  const abort = new AbortController();
  using _timer = nodeClock.setTimer(() => abort.abort(), timeoutMs);
  const isReached = await client.wait(names, condition, abort.signal, fresh);
  if (isReached) return 0;
  for (const status of await client.status(names)) {
    if (!fulfils(status, condition) || (fresh && status.stale !== false)) {
      say(`${status.name} is not ${condition}${fresh ? ' and fresh' : ''} after ${formatDuration(timeoutMs)}: ${status.reason}`);
    }
  }
  return 1;
}
