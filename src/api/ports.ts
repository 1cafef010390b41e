import { type CgroupFolder, type CgroupOf, openCgroups, openedCgroups, treesBy } from '../adapters/cgroup/folder.js';
import { systemWatcher } from '../adapters/files/watcher.js';
import { nodeClock } from '../adapters/node/clock.js';
import { nodeRandom } from '../adapters/node/random.js';
import { NodeProbeRunner } from '../adapters/probes/runner.js';
import { NodeInspector } from '../adapters/proc/inspector.js';
import { NodeUsageSampler } from '../adapters/proc/usage-sampler.js';
import type { SpawnerParts } from '../adapters/spawn/child.js';
import { markInCgroup, systemSpawner } from '../adapters/spawn/system.js';
import type { ContainersConfig } from '../config/schema/container-config.js';
import type { ContainerEngine } from '../ports/container-engine.js';
import type { Swarm } from '../ports/swarm.js';
import type { WatchdogOptions, WatchdogPorts } from './options.js';

/**
 * The sides of a Watchdog that touch the world: Node's, but for those that are given.
 * @param parts what starts its children
 */
export function watchdogPorts(given: Partial<WatchdogPorts> | undefined, parts: SpawnerParts): WatchdogPorts {
  const { runId, cgroups } = parts;
  const cgroupOf: CgroupOf = (marker) => cgroups?.()?.of(marker);
  const spawner = given?.spawner ?? systemSpawner(parts, nodeClock);
  return {
    clock: nodeClock,
    random: nodeRandom,
    probes: new NodeProbeRunner(spawner),
    watcher: systemWatcher,
    inspector: new NodeInspector(runId, cgroupOf, (row) => markInCgroup(parts, row)),
    usage: new NodeUsageSampler(runId, cgroupOf),
    sinks: undefined,
    // The first question for the groups makes them, if it comes before the first child.
    startExpected: (inMs, withinMs) => openedCgroups()?.expect(inMs, withinMs),
    ...given,
    spawner,
  };
}

/** Where the control groups of trees are made, found and logged once, when the first child needs it; undefined for nowhere. */
export function cgroupsOnce(options: Pick<WatchdogOptions, 'cgroups' | 'logger'>): () => CgroupFolder | undefined {
  let found: { readonly folder: CgroupFolder | undefined } | undefined;
  return () => {
    if (found === undefined) {
      const { cgroups = true, logger } = options;
      found = { folder: cgroups ? openCgroups() : undefined };
      logger?.info({ trees: treesBy(found.folder) }, `process trees: ${treesBy(found.folder)}`);
    }
    return found.folder;
  };
}

/** The Docker or Podman that serves containers; loaded only where there are any. */
export async function findEngine({ socket }: ContainersConfig): Promise<ContainerEngine> {
  const { ContainerEngineClient } = await import('../adapters/engine/client.js');
  return new ContainerEngineClient({ socket, environment: process.env });
}

/** The manager of the Swarm that has the services; loaded only where there are any. */
export async function findSwarm({ socket }: ContainersConfig): Promise<Swarm> {
  const { SwarmClient } = await import('../adapters/engine/swarm.js');
  return new SwarmClient({ socket, environment: process.env });
}
