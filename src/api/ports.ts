import { chokidarWatcher } from '../adapters/files/watcher.js';
import { nodeClock } from '../adapters/node/clock.js';
import { nodeRandom } from '../adapters/node/random.js';
import { NodeProbeRunner } from '../adapters/probes/runner.js';
import { NodeInspector } from '../adapters/proc/inspector.js';
import { NodeUsageSampler } from '../adapters/proc/usage-sampler.js';
import { systemSpawner } from '../adapters/spawn/system.js';
import type { TreeKeeper } from '../adapters/spawn/tree-registry.js';
import type { WatchdogPorts } from './options.js';

/**
 * The sides of a Watchdog that touch the world: Node's, but for those that are given.
 * @param runId the word that marks everything that it starts
 * @param keeper is told of every tree as long as it lives
 */
export function watchdogPorts(given: Partial<WatchdogPorts> | undefined, runId: string, keeper: TreeKeeper): WatchdogPorts {
  const spawner = given?.spawner ?? systemSpawner(runId, keeper, nodeClock);
  return {
    clock: nodeClock,
    random: nodeRandom,
    probes: new NodeProbeRunner(spawner),
    watcher: chokidarWatcher,
    inspector: new NodeInspector(runId),
    usage: new NodeUsageSampler(runId),
    sinks: undefined,
    ...given,
    spawner,
  };
}
