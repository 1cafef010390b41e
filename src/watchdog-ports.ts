import { chokidarWatcher } from './adapters/chokidar-watcher.js';
import { nodeClock } from './adapters/node-clock.js';
import { NodeInspector } from './adapters/node-inspector.js';
import { NodeProbeRunner } from './adapters/node-probe-runner.js';
import { nodeRandom } from './adapters/node-random.js';
import { NodeUsageSampler } from './adapters/node-usage-sampler.js';
import { systemSpawner } from './adapters/system-spawner.js';
import type { TreeKeeper } from './adapters/tree-keeper.js';
import type { WatchdogPorts } from './watchdog-options.js';

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
