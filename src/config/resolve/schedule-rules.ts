import type { KeyPath, Problem } from '../problems/problem.js';
import type { RawMap } from '../schema/merge-defaults.js';

/** What a process says, with what follows from a schedule where it does not say otherwise: nothing restarts it. */
export function withScheduleDefaults(raw: RawMap): RawMap {
  return raw.schedule == null || raw.autoRestart !== undefined ? raw : { ...raw, autoRestart: false };
}

/**
 * A schedule beside a restart whenever it ends, which would leave it nothing to start.
 * @param own what the process itself says
 * @param raw the same with the defaults that count
 * @param path of the process
 */
export function scheduleProblems(own: RawMap, raw: RawMap, path: KeyPath): Problem[] {
  if (raw.schedule == null || raw.autoRestart !== true) return [];
  const message = 'a process with a schedule cannot have autoRestart: true, since it would never end';
  const hint = 'leave it out, or write on-failure or false';
  return [{ path: [...(own.autoRestart === undefined ? ['defaults'] : path), 'autoRestart'], at: 'value', message, hint }];
}
