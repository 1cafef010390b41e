import type { Clock } from '../../ports/clock.js';
import type { Spawner } from '../../ports/spawner.js';
import type { ProcessRow } from '../proc/ps.js';
import type { SpawnerParts } from './child.js';
import { DescriptorGuard } from './descriptor-guard.js';
import { NodeSpawner } from './piped.js';
import { PortGuard } from './port-guard.js';
import { PtySpawner } from './pty.js';

/** Starts real children: when the ports that they need and enough file descriptors are free, with pipes or in a pseudo-terminal. */
export function systemSpawner(parts: SpawnerParts, clock: Clock): Spawner {
  const pipes = new NodeSpawner(parts);
  const guarded = new DescriptorGuard(new PtySpawner({ ...parts, pipes }));
  return new PortGuard(guarded, parts.runId, clock, (row) => markInCgroup(parts, row));
}

/** What a process of this run was started as, by the control group that it lives in; undefined where that is none of ours. */
export function markInCgroup({ runId, cgroups }: SpawnerParts, { pid }: ProcessRow): string | undefined {
  const marker = cgroups?.()?.markerOf(pid);
  // Another watchdog of this program keeps its groups in the same folder.
  return marker?.startsWith(runId) ? marker.slice(runId.length + 1) : undefined;
}
