import type { ProcessStart, ProjectStart } from './record.js';

/** Milliseconds from its first spawn until a process was ready; null where it was not. */
export function readyAfter({ spawnedMs, readyMs }: Pick<ProcessStart, 'spawnedMs' | 'readyMs'>): number | null {
  return spawnedMs === null || readyMs === null ? null : readyMs - spawnedMs;
}

/** Milliseconds until the last process was ready; null where one was not. */
export function startTook({ processes }: ProjectStart): number | null {
  const wanted = processes.filter(({ outcome }) => outcome !== 'stopped');
  if (wanted.length === 0 || wanted.some(({ readyMs }) => readyMs === null)) return null;
  return Math.max(...wanted.map(({ readyMs }) => readyMs ?? 0));
}
