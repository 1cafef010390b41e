import type { Clock } from '../../ports/clock.js';
import type { Spawner } from '../../ports/spawner.js';
import { DescriptorGuard } from './descriptor-guard.js';
import { NodeSpawner } from './piped.js';
import { PortGuard } from './port-guard.js';
import { PtySpawner } from './pty.js';
import type { TreeKeeper } from './tree-registry.js';

/**
 * Starts real children: when the ports that they need and enough file descriptors are free, with pipes or in a pseudo-terminal.
 * @param runId a word that no other watchdog on this machine uses; it marks everything that this one starts
 * @param keeper is told of every tree as long as it lives
 */
export function systemSpawner(runId: string, keeper: TreeKeeper, clock: Clock): Spawner {
  const pipes = new NodeSpawner(runId, keeper);
  return new PortGuard(new DescriptorGuard(new PtySpawner({ runId, keeper, pipes })), runId, clock);
}
