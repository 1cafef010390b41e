import type { ProcessSnapshot } from '../snapshot/process.js';

/** What can be waited for. */
export const waitConditions = ['healthy', 'running', 'completed', 'stopped'] as const;

/** What can be waited for. `healthy` counts a process without a health check as soon as it runs. */
export type WaitCondition = (typeof waitConditions)[number];

/** Whether a process is as a condition wants it. */
export function fulfils(
  { state, health, lastRun }: Pick<ProcessSnapshot, 'state' | 'health' | 'lastRun'>,
  condition: WaitCondition,
): boolean {
  switch (condition) {
    case 'healthy':
      return state === 'running' && (health === 'healthy' || health === 'none');
    case 'running':
      return state === 'running';
    case 'completed':
      // Of a schedule its last run counts.
      return state === 'completed' || lastRun === 'completed';
    case 'stopped':
      return state === 'stopped' || state === 'completed' || state === 'failed';
  }
}

/**
 * Whether a process will not become as a condition wants it unless the user acts. One that was stopped, or
 * was never started, may be started any moment.
 */
export function isHopeless(
  { state, blocked, dueAt }: Pick<ProcessSnapshot, 'state' | 'blocked' | 'dueAt'>,
  condition: WaitCondition,
): boolean {
  if (condition === 'stopped') return false;
  if (state === 'failed' || blocked !== null) return true;
  if (state === 'circuit_open') return dueAt === null;
  return state === 'completed' && condition !== 'completed';
}
