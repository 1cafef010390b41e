import { resolve } from 'node:path';
import { systemWatcher } from '../adapters/files/watcher.js';
import { nodeClock } from '../adapters/node/clock.js';
import { nodeRandom } from '../adapters/node/random.js';
import { checkHttp } from '../adapters/probes/http.js';
import { checkTcp } from '../adapters/probes/tcp.js';
import { containersOf } from '../config/resolve/containers.js';
import { containerName, engineName } from '../policy/container/name.js';
import type { ProcessStateName } from '../policy/process/lifecycle.js';
import { checkOptions, type OptionKind } from '../policy/words/known-options.js';
import type { Clock } from '../ports/clock.js';
import type { ProbeRunner } from '../ports/probe-runner.js';
import { LazyContainers } from '../supervisor/container/lazy.js';
import type { ContainersPorts } from '../supervisor/container/supervised.js';
import { callGuarded } from '../supervisor/events/call-guarded.js';
import { noticeLine } from '../supervisor/events/notice.js';
import type { ProcessSnapshot } from '../supervisor/snapshot/process.js';
import { Units } from '../supervisor/unit/units.js';
import { findEngine } from './ports.js';

/** Notified of what happens to the containers of a monitor. What they throw is the host's to see, and stops nothing. */
export interface ContainerCallbacks {
  /** A container has ended, asked for or not; null where the engine does not say with which code. */
  readonly onContainerExit?: (name: string, exitCode: number | null) => void;
  /** A container is restarted, by the monitor or by its own restart policy. */
  readonly onContainerRestart?: (name: string) => void;
  /** A container has failed its health checks. */
  readonly onContainerHealthFailed?: (name: string) => void;
  /** Something else worth a line: the engine does not answer, or the file cannot be used. */
  readonly onNotice?: (text: string) => void;
}

const callbackKinds: Readonly<Record<keyof ContainerCallbacks, OptionKind>> = {
  onContainerExit: 'function',
  onContainerRestart: 'function',
  onContainerHealthFailed: 'function',
  onNotice: 'function',
};

/** How one container is. */
export interface ContainerStatus {
  readonly name: string;
  /** What agents.json calls it; null where it gives no other name. */
  readonly agentName: string | null;
  readonly state: ProcessStateName;
  /** Null where nothing checks it, or no check was answered yet. */
  readonly healthy: boolean | null;
  /** The port of this machine under which it is reached; null where there is none. */
  readonly hostPort: number | null;
  /** Automatic restarts since the last success. */
  readonly restartCount: number;
  /** Milliseconds since it began to run, 0 while it does not. */
  readonly uptime: number;
  readonly circuitOpen: boolean;
}

/**
 * Supervises the containers that an agents.json names: restarts those that crash or become unhealthy, with growing delays and a
 * circuit breaker, and leaves alone what was stopped by hand. Needs no Watchdog.
 */
export class ContainerMonitor {
  readonly #agentsJson: string;
  readonly #clock: Clock;
  readonly #units = new Units();
  readonly #containers: LazyContainers;

  /** @throws WatchdogError USAGE for a callback that there is not */
  constructor(agentsJsonPath: string, callbacks?: ContainerCallbacks);
  /**
   * @param ports replaces sides of the world; by default Node's, and the engine that is found
   * @internal
   */
  constructor(agentsJsonPath: string, callbacks: ContainerCallbacks, ports: Partial<ContainersPorts>);
  constructor(agentsJsonPath: string, callbacks: ContainerCallbacks = {}, ports: Partial<ContainersPorts> = {}) {
    checkOptions('new ContainerMonitor()', callbacks, callbackKinds);
    this.#agentsJson = resolve(agentsJsonPath);
    this.#clock = ports.clock ?? nodeClock;
    const { engine, ...given } = ports;
    this.#containers = new LazyContainers({
      ports: { clock: nodeClock, random: nodeRandom, probes: networkProbes, watcher: systemWatcher, ...given },
      units: this.#units,
      engine: async (config) => engine ?? findEngine(config),
      isMeasured: () => false,
      arranged: () => {},
      listener: {
        announced: (name, announcement) => {
          callGuarded(() => {
            if (announcement.event === 'container_exit') callbacks.onContainerExit?.(name, announcement.exit.code);
            if (announcement.event === 'container_restart') callbacks.onContainerRestart?.(name);
            if (announcement.event === 'container_health_failed') callbacks.onContainerHealthFailed?.(name);
          });
        },
        transitioned: () => {},
        output: () => {},
        died: () => {},
        changed: () => {},
        noticed: (notice) => callGuarded(() => callbacks.onNotice?.(noticeLine(notice))),
      },
    });
  }

  /** Begins; a second call does nothing. */
  start(): void {
    void this.#containers.monitor(containersOf(this.#agentsJson));
  }

  /** Supervises them no longer. They go on as they are. */
  stop(): void {
    this.#containers.close();
  }

  /** How they are, in the order of the file; nothing before the file was read. */
  getStatus(): readonly ContainerStatus[] {
    return this.#units.snapshots().map((snapshot) => this.#statusOf(snapshot));
  }

  /**
   * Closes the circuit of a container and zeroes its counts. One that the circuit kept down stays down.
   * @throws WatchdogError PROCESS_UNKNOWN
   */
  resetCircuitBreaker(name: string): void {
    this.#units.known(containerName(name)).reset();
  }

  #statusOf({ name: row, state, health, ports, restartCount, since, circuit }: ProcessSnapshot): ContainerStatus {
    const watched = this.#containers.runner(row)?.watched;
    return {
      name: engineName(row),
      agentName: watched?.agentName ?? null,
      state,
      healthy: health === 'healthy' ? true : health === 'unhealthy' ? false : null,
      hostPort: watched?.address?.port ?? ports[0] ?? null,
      restartCount,
      uptime: since === null ? 0 : Math.round(this.#clock.now() - since),
      circuitOpen: circuit.state === 'open',
    };
  }
}

const networkProbes: ProbeRunner = {
  run: (probe, signal) => {
    if (probe.kind === 'http') return checkHttp(probe, signal);
    if (probe.kind === 'tcp') return checkTcp(probe, signal);
    return Promise.resolve({ ok: false, message: 'containers are not asked by a command' });
  },
};
