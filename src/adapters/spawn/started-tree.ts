import type { SpawnSpec } from '../../ports/spawner.js';
import { startTimeOf } from '../proc/table.js';
import type { KeptTree, TreeKeeper } from './tree-registry.js';
import { TreeWatch } from './tree-watch.js';

/** The word that finds a child of the run, and whatever descends from it. */
export function markerOf(runId: string, { scope, mark }: SpawnSpec): string {
  // Another sign after the run's id: whoever ends all that a run marked leaves what a group left alone.
  return `${runId}${scope === 'all' ? ':' : '/'}${mark}`;
}

/**
 * Watches the tree of a child that has just been started as the leader of a session, and tells `keeper` of it as long as it lives.
 * @param gone called once, when nothing of it is left
 */
export function watchStarted(
  pid: number,
  { mark, scope }: SpawnSpec,
  marker: string,
  keeper: TreeKeeper | undefined,
  gone: () => void,
): TreeWatch {
  const startTime = startTimeOf(pid);
  const kept: KeptTree = { mark, pid, startTime: startTime ?? 0, scope };
  keeper?.spawned(kept);
  return new TreeWatch({ pid, startTime, marker, scope }, () => {
    keeper?.gone(kept);
    gone();
  });
}
