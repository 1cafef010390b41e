import { chokidarWatcher } from './adapters/chokidar-watcher.js';
import { nodeClock } from './adapters/node-clock.js';
import { NodeProbeRunner } from './adapters/node-probe-runner.js';
import { nodeRandom } from './adapters/node-random.js';
import { NodeSpawner } from './adapters/node-spawner.js';
import { PortGuard } from './adapters/port-guard.js';
import type { SafetyNet } from './adapters/safety-net.js';
import type { WatchdogPorts } from './watchdog-options.js';

/** The sides of a Watchdog that touch the world, where `given` does not replace them. */
export function watchdogPorts(given: Partial<WatchdogPorts>, runId: string, net: SafetyNet): WatchdogPorts {
  const spawner = given.spawner ?? new PortGuard(new NodeSpawner(runId, net), runId, nodeClock);
  const probes = new NodeProbeRunner(spawner);
  return { clock: nodeClock, random: nodeRandom, probes, watcher: chokidarWatcher, ...given, spawner };
}
