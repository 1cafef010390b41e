import type { ProcessSnapshot } from '../supervisor/snapshot/process.js';

/**
 * What a process waits for, directly or through others, of which nobody knows when it will be known again, since its engine does
 * not answer; undefined where there is none.
 */
export function lostNeed(
  { dependsOn }: ProcessSnapshot,
  all: readonly ProcessSnapshot[],
  asked = new Set<string>(),
): ProcessSnapshot | undefined {
  for (const needed of all) {
    if (!dependsOn.includes(needed.name) || asked.has(needed.name)) continue;
    if (needed.state === 'unknown' && needed.trouble) return needed;
    const beyond = needed.state === 'waiting' ? lostNeed(needed, all, asked.add(needed.name)) : undefined;
    if (beyond !== undefined) return beyond;
  }
  return undefined;
}
