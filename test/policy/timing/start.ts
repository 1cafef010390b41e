import type { ProcessStart } from '../../../src/policy/timing/record.js';

/** The start of a process as a record has it; one that was never ready has failed. */
export function start(
  name: string,
  spawnedMs: number | null,
  readyMs: number | null,
  changes: Partial<ProcessStart> = {},
): ProcessStart {
  const outcome = readyMs === null ? 'failed' : 'ready';
  return { name, waitedFor: [], spawnedMs, readyMs, completedMs: null, spawns: 1, outcome, ...changes };
}

/** That it waited for another to be healthy. */
export const awaited = (name: string, metMs: number | null) => ({ name, condition: 'healthy', metMs }) as const;
