import type { Clock } from '../../ports/clock.js';
import type { Spawner } from '../../ports/spawner.js';
import type { SpawnerParts } from './child.js';
import { DescriptorGuard } from './descriptor-guard.js';
import { NodeSpawner } from './piped.js';
import { PortGuard } from './port-guard.js';
import { PtySpawner } from './pty.js';

/** Starts real children: when the ports that they need and enough file descriptors are free, with pipes or in a pseudo-terminal. */
export function systemSpawner(parts: SpawnerParts, clock: Clock): Spawner {
  const pipes = new NodeSpawner(parts);
  return new PortGuard(new DescriptorGuard(new PtySpawner({ ...parts, pipes })), parts.runId, clock);
}
