import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { shellEnvironment } from './adapters/environment.js';
import { endOnHostSignals, leaveHostSignals } from './adapters/host-signals.js';
import { nodeClock } from './adapters/node-clock.js';
import { NodeProbeRunner } from './adapters/node-probe-runner.js';
import { nodeRandom } from './adapters/node-random.js';
import { NodeSpawner } from './adapters/node-spawner.js';
import { type ProcessRegistration, parseProcess } from './config/parse-process.js';
import type { ProcessConfig } from './config/process-config.js';
import { WatchdogError } from './policy/errors.js';
import type { LifecycleAnnouncement, ProcessStateName } from './policy/lifecycle.js';
import { nearest } from './policy/nearest.js';
import type { OutputStream } from './ports/spawner.js';
import type { Announcement, EventName, EventPayload, WatchdogEvents } from './supervisor/events.js';
import type { LogReader } from './supervisor/log-line.js';
import { OutputDecoder } from './supervisor/output-decoder.js';
import { makeParts } from './supervisor/process-parts.js';
import type { ProcessRunner } from './supervisor/process-runner.js';
import { type ProcessSnapshot, reasonAt } from './supervisor/process-snapshot.js';
import { type ProcessStatus, statusAt } from './supervisor/process-status.js';
import { type ShutdownReport, Supervisor } from './supervisor/supervisor.js';
import type { WatchdogOptions, WatchdogPorts } from './watchdog-options.js';

/** The states of a process by their seed names; `waiting`, `backoff` and `completed` come beside the seed's six. */
export const ProcessState = {
  STOPPED: 'stopped',
  STARTING: 'starting',
  RUNNING: 'running',
  STOPPING: 'stopping',
  FAILED: 'failed',
  CIRCUIT_OPEN: 'circuit_open',
  WAITING: 'waiting',
  BACKOFF: 'backoff',
  COMPLETED: 'completed',
} as const satisfies Record<string, ProcessStateName>;

/** What a health function is asked about: the status, frozen, with the configuration beside it. */
export interface HealthEntry extends ProcessStatus {
  readonly config: ProcessConfig;
}

/** What a refused call says. */
export interface Refusal {
  readonly ok: false;
  /** One plain sentence. */
  readonly reason: string;
}

/**
 * Supervises processes: starts, checks, restarts and stops them, and says what happens by events.
 * Nothing that a child does throws into the program that uses it; an `error` event without a listener is dropped.
 */
export class Watchdog extends EventEmitter<WatchdogEvents> {
  readonly #options: WatchdogOptions;
  readonly #ports: WatchdogPorts;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #supervisor: Supervisor;
  readonly #decoders = new Map<string, OutputDecoder>();
  readonly #changeListeners = new Set<() => void>();
  #shutdown: Promise<ShutdownReport> | undefined;

  constructor(options: WatchdogOptions = {}) {
    super();
    this.#options = options;
    const spawner = options.ports?.spawner ?? new NodeSpawner(randomUUID());
    this.#ports = {
      clock: nodeClock,
      random: nodeRandom,
      probes: new NodeProbeRunner(spawner),
      ...options.ports,
      spawner,
    };
    this.#environment = options.environment ?? shellEnvironment(process.env);
    this.#supervisor = new Supervisor(this.#ports, {
      announced: (name, announcement) => this.#announced(name, announcement),
      transitioned: (name, from, to) => this.#transitioned(name, from, to),
      output: (name, stream, chunk) => this.#output(name, stream, chunk),
      changed: () => {
        for (const listener of this.#changeListeners) listener();
      },
    });
    if (options.handleSignals ?? true) endOnHostSignals(this);
  }

  /**
   * Registers a process, stopped. Takes the seed's fields and those of `processes:` in watchdog.yaml; the command runs without
   * a shell unless `shell: true`.
   * @throws WatchdogError CONFIG_INVALID with every problem in words, PROCESS_DUPLICATE for a name that is taken
   */
  register(config: ProcessRegistration<HealthEntry>): this {
    const { healthCheckInterval, maxBackoff } = this.#options;
    return this.registerConfig(
      parseProcess(config, {
        directory: process.cwd(),
        defaults: {
          ...(healthCheckInterval === undefined ? {} : { healthCheck: { interval: healthCheckInterval } }),
          ...(maxBackoff === undefined ? {} : { backoff: { max: maxBackoff } }),
        },
        hasHealthCheck: (name) => (this.getStatus(name)?.health ?? 'none') !== 'none',
      }),
    );
  }

  /** Registers a process whose configuration was resolved before, as `loadConfig` does. */
  registerConfig(config: ProcessConfig): this {
    const { name } = config;
    if (this.#supervisor.runner(name) !== undefined) {
      throw new WatchdogError('PROCESS_DUPLICATE', `Process '${name}' already registered`);
    }
    const checkByFunction = async (): Promise<{ ok: boolean; message: string }> => {
      const entry = Object.freeze({ ...this.getStatus(name), config });
      const ok = (await config.healthFunction?.(entry)) === true;
      return { ok, message: ok ? 'healthy' : 'Health check returned false' };
    };
    this.#decoders.set(name, new OutputDecoder());
    this.#supervisor.add(makeParts(config, this.#environment, this.#ports.probes, checkByFunction), config.dependsOn);
    this.#emit('registered', { name });
    return this;
  }

  /** Starts a process and what it needs. Resolves true once it runs, false when it cannot; then its `reason` says why. */
  async start(name: string): Promise<boolean> {
    this.#known(name);
    return this.#supervisor.start(name);
  }

  /** Stops a process. Resolves true once nothing of it is left. */
  async stop(name: string, signal?: NodeJS.Signals): Promise<boolean> {
    return this.#known(name).stop(signal);
  }

  /** Stops a process without grace. */
  async kill(name: string): Promise<boolean> {
    return this.#known(name).kill();
  }

  /** Stops a process if it is up, and starts it. Resolves true once the new generation runs. */
  async restart(name: string): Promise<boolean> {
    return this.#known(name).restart();
  }

  /** Closes the circuit and zeroes all counts, at once. A process whose circuit was open is stopped afterwards. */
  resetCircuitBreaker(name: string): void {
    this.#known(name).dispatch({ type: 'reset' });
  }

  /** The status of one process, null for an unknown name; or of all, by name. */
  getStatus(name: string): ProcessStatus | null;
  getStatus(): Record<string, ProcessStatus>;
  getStatus(name?: string): ProcessStatus | null | Record<string, ProcessStatus> {
    if (name === undefined) {
      return Object.fromEntries(this.snapshots().map((snapshot) => [snapshot.name, this.#statusOf(snapshot)]));
    }
    const runner = this.#supervisor.runner(name);
    return runner === undefined ? null : this.#statusOf(runner.snapshot);
  }

  /** The snapshots of all processes in the order of registration; the same array as long as nothing changed. */
  snapshots(): readonly ProcessSnapshot[] {
    return this.#supervisor.snapshots();
  }

  /** The log of a process; undefined for an unknown name. */
  log(name: string): LogReader | undefined {
    return this.#supervisor.log(name);
  }

  /** Calls `listener` after every change of a snapshot or a log, which may be very often. Returns the way to stop it. */
  onChange(listener: () => void): () => void {
    this.#changeListeners.add(listener);
    return () => this.#changeListeners.delete(listener);
  }

  /** Is refused for now: the container monitor is not there yet. The reason is returned and logged; undefined if monitoring is off. */
  startContainerMonitoring(_agentsJsonPath: string): Refusal | undefined {
    if (!(this.#options.enableContainerMonitoring ?? true)) return undefined;
    const reason = 'Containers cannot be monitored yet: this version supervises processes only';
    this.#options.logger?.warn({}, reason);
    return { ok: false, reason };
  }

  /**
   * Ends everything, in reverse order of dependency, and starts nothing any more. When it resolves, nothing is alive or
   * scheduled but what its report names. Further calls return the same promise.
   */
  shutdown(): Promise<ShutdownReport> {
    this.#shutdown ??= this.#shutDown();
    return this.#shutdown;
  }

  /** Sends SIGKILL to all that is up; for a shutdown that must not wait any longer. */
  killAll(): void {
    this.#supervisor.killAll();
  }

  async #shutDown(): Promise<ShutdownReport> {
    this.#options.logger?.info({}, 'shutdown');
    this.#guard(() => this.emit('shutdown'));
    const report = await this.#supervisor.shutdown();
    leaveHostSignals(this);
    return report;
  }

  #statusOf(snapshot: ProcessSnapshot): ProcessStatus {
    return statusAt(snapshot, this.#ports.clock.now(), this.#ports.clock.wallTime());
  }

  #known(name: string): ProcessRunner {
    const runner = this.#supervisor.runner(name);
    if (runner !== undefined) return runner;
    const close = nearest(name, this.#supervisor.names);
    const hint = close === undefined ? '' : `; did you mean '${close}'?`;
    throw new WatchdogError('PROCESS_UNKNOWN', `Process '${name}' not registered${hint}`);
  }

  #announced(name: string, announcement: LifecycleAnnouncement): void {
    if (announcement.event === 'error') {
      this.#emitError(name, announcement.error);
      return;
    }
    if (announcement.event === 'starting') this.#decoders.get(name)?.reset();
    const { event, ...rest } = announcement satisfies Announcement;
    // The compiler cannot see that the rest of an announcement is the payload of its own event; the type above can.
    this.#emit(event, { name, ...rest } as EventPayload<typeof event>);
  }

  #transitioned(name: string, from: ProcessStateName, to: ProcessStateName): void {
    const snapshot = this.#supervisor.runner(name)?.snapshot;
    const reason = snapshot === undefined ? '' : reasonAt(snapshot, this.#ports.clock.now());
    this.#options.logger?.info({ process: name, from, to, reason }, 'transition');
    this.#emit('state', { name, from, to, reason });
  }

  #output(name: string, stream: OutputStream, chunk: Buffer): void {
    if (this.listenerCount(stream) === 0) return;
    const data = this.#decoders.get(name)?.decode(stream, chunk) ?? '';
    if (data !== '') this.#emit(stream, { name, data });
  }

  #emitError(name: string, error: Error): void {
    if (this.listenerCount('error') > 0) this.#emit('error', { name, error });
  }

  #emit<N extends EventName>(event: N, payload: EventPayload<N>): void {
    this.#guard(() => (this as EventEmitter).emit(event, payload));
  }

  /** A listener's fault is the host's to see, but must not stop what we are in the middle of. */
  #guard(emit: () => void): void {
    try {
      emit();
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }
}
