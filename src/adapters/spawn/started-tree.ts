import type { SpawnSpec } from '../../ports/spawner.js';
import { startTimeOf } from '../proc/stat.js';
import type { KeptTree, TreeKeeper } from './tree-registry.js';
import { TreeWatch } from './tree-watch.js';

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
