import type { ControlClient } from '../../client/client.js';
import { type WaitAsked, waitedFor } from '../../client/waited.js';

/** Waits until a condition holds for all at the same time, and says whether it does; else of each where it does not, why. */
export async function waitFor(client: ControlClient, asked: WaitAsked): Promise<object> {
  const waited = await waitedFor(client, asked);
  if ('holds' in waited) return { holds: true };
  if ('why' in waited) return { holds: false, why: waited.why };
  return {
    holds: false,
    not: waited.not.map(({ name, state, health, reason, cause, stale }) => ({
      name,
      state,
      health,
      reason,
      ...(stale === null ? {} : { stale }),
      ...(cause === null || reason.includes(cause) ? {} : { cause }),
    })),
  };
}
