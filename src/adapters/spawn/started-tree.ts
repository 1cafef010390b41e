import type { SpawnSpec } from '../../ports/spawner.js';
import type { GenerationCgroup } from '../cgroup/folder.js';
import { CgroupTree } from './cgroup-tree.js';
import { sendSignal, type Tree } from './tree.js';
import type { TrackedTree, TreeRegistry } from './tree-registry.js';
import { TreeWatch } from './tree-watch.js';

/** How the tree of a child is distinguished from all others. */
export interface StartedTree extends Pick<SpawnSpec, 'mark' | 'scope'> {
  /** The leader of a session. */
  readonly pid: number;
  /** In ticks since the boot; undefined where it has ended already. */
  readonly startTime: number | undefined;
  readonly marker: string;
  /** The control group that it enters before it executes its program. */
  readonly cgroup: GenerationCgroup | undefined;
}

/**
 * Watches the tree of a child that has just been started, and reports it to `keeper` as long as it lives.
 * @param gone called once, when nothing of it is left
 */
export function watchStarted(
  { pid, startTime, mark, scope, marker, cgroup }: StartedTree,
  keeper: TreeRegistry | undefined,
  gone: () => void,
): Tree {
  const kept: TrackedTree = {
    mark,
    pid,
    startTime: startTime ?? 0,
    scope,
    ...(cgroup === undefined ? {} : { cgroups: cgroup.place }),
  };
  const ended = (): void => {
    keeper?.gone(kept);
    gone();
  };
  const byTable = (): Tree => new TreeWatch({ pid, startTime, marker, scope }, ended);
  const tree =
    cgroup === undefined ? byTable() : new CgroupTree({ pid, cgroup: cgroup.cgroup, withoutCgroup: byTable, gone: ended });
  keeper?.spawned(kept, () => killNow(tree));
  return tree;
}

/** For a program that has no later turn: a signal alone may wait for the next scan. */
function killNow(tree: Tree): void {
  tree.signal('SIGKILL');
  try {
    for (const { pid } of tree.scan()) sendSignal(pid, 'SIGKILL');
  } catch {
    // The system does not let us read it; the signal went to whom it could.
  }
}
