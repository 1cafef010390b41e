import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { resolve } from 'node:path';
import { shellEnvironment } from './adapters/environment.js';
import { endOnHostSignals, leaveHostSignals } from './adapters/host-signals.js';
import { type Leftover, sayLeftovers } from './adapters/leftovers.js';
import { SafetyNet } from './adapters/safety-net.js';
import type { ContainersConfig } from './config/container-config.js';
import { type ProcessRegistration, parseProcess } from './config/parse-process.js';
import type { ProcessConfig } from './config/process-config.js';
import { containersOf } from './config/resolve-containers.js';
import { WatchdogError } from './policy/errors.js';
import type { ProcessStateName } from './policy/lifecycle.js';
import { Supervision } from './supervision.js';
import type { WatchdogEvents } from './supervisor/events.js';
import { Listeners } from './supervisor/listeners.js';
import type { LogReader } from './supervisor/log-line.js';
import type { Notice } from './supervisor/notice.js';
import { type ProcessSnapshot, reasonAt } from './supervisor/process-snapshot.js';
import { type ProcessStatus, statusAt } from './supervisor/process-status.js';
import type { Reload } from './supervisor/reload.js';
import type { ShutdownReport } from './supervisor/shutdown.js';
import { Voice } from './supervisor/voice.js';
import { guardLogger, type Refusal, type WatchdogOptions, type WatchdogPorts } from './watchdog-options.js';
import { watchdogPorts } from './watchdog-ports.js';

/** What a health function is asked about: the status, frozen, with the configuration beside it. */
export interface HealthEntry extends ProcessStatus {
  readonly config: ProcessConfig;
}

/**
 * Supervises processes: starts, checks, restarts and stops them, and says what happens by events.
 * Nothing that a child does throws into the program that uses it; an `error` event without a listener is dropped.
 */
export class Watchdog extends EventEmitter<WatchdogEvents> {
  readonly #options: WatchdogOptions;
  readonly #ports: WatchdogPorts;
  readonly #net: SafetyNet;
  readonly #supervision: Supervision;
  readonly #voice = new Voice(this);
  readonly #notices = new Listeners<[notice: Notice]>();
  readonly #changes = new Listeners<[]>();
  #shutdown: Promise<ShutdownReport> | undefined;

  constructor(options: WatchdogOptions = {}) {
    super();
    const logger = guardLogger(options.logger);
    this.#options = logger === undefined ? options : { ...options, logger };
    const { reaper = false, journal } = options;
    const runId = randomUUID();
    this.#net = new SafetyNet({ runId, reaper, journal, complain: (text) => logger?.warn({}, text) });
    if (this.leftovers.length > 0) logger?.warn({ leftovers: this.leftovers }, sayLeftovers(this.leftovers));
    this.#ports = watchdogPorts(options.ports ?? {}, runId, this.#net);
    this.#supervision = new Supervision({
      ports: this.#ports,
      voice: this.#voice,
      environment: options.environment ?? shellEnvironment(process.env),
      healthEntry: (config) => Object.freeze({ ...this.getStatus(config.name), config }),
      listener: {
        registered: (name) => this.#voice.say('registered', { name }),
        announced: (name, announcement) => this.#voice.announced(name, announcement),
        transitioned: (name, from, to) => this.#transitioned(name, from, to),
        output: (name, stream, chunk) => this.#voice.output(name, stream, chunk),
        changed: () => this.#changes.tell(),
        noticed: (notice) => this.#notices.tell(notice),
      },
    });
    this.onNotice(({ name, text }) => logger?.info({ process: name }, text));
    if (options.handleSignals ?? true) endOnHostSignals(this);
  }

  /** What the last run with the same journal left behind and was ended when this one was made. */
  get leftovers(): readonly Leftover[] {
    return this.#net.leftovers;
  }

  /**
   * Registers a process, stopped. Takes the seed's fields and those of `processes:` in watchdog.yaml; the command runs without
   * a shell unless `shell: true`.
   * @throws WatchdogError CONFIG_INVALID with every problem in words, PROCESS_DUPLICATE for a name that is taken
   */
  register(config: ProcessRegistration<HealthEntry>): this {
    const { healthCheckInterval: interval, maxBackoff } = this.#options;
    return this.registerConfig(
      parseProcess(config, {
        directory: process.cwd(),
        defaults: {
          ...(interval === undefined ? {} : { healthCheck: { interval }, readiness: { interval }, liveness: { interval } }),
          ...(maxBackoff === undefined ? {} : { backoff: { max: maxBackoff } }),
        },
        hasHealthCheck: (name) => (this.getStatus(name)?.health ?? 'none') !== 'none',
      }),
    );
  }

  /** Registers a process whose configuration was resolved before, as `loadConfig` does. */
  registerConfig(config: ProcessConfig): this {
    const { name } = config;
    if (this.#supervision.project.supervisor.runner(name) !== undefined) {
      throw new WatchdogError('PROCESS_DUPLICATE', `Process '${name}' already registered`);
    }
    this.#supervision.project.add(config);
    return this;
  }

  /**
   * Starts what is to run without anybody's doing, and all that it needs: the named processes, or those with autoStart.
   * @throws WatchdogError PROCESS_UNKNOWN, before anything is started
   */
  up(names?: readonly string[]): void {
    for (const name of names ?? []) this.#supervision.known(name);
    this.#supervision.project.up(names);
  }

  /**
   * Goes over to another configuration: new processes start, removed ones stop and are forgotten, changed ones restart, and
   * what did not change is not touched. A notice says first what will change. What a person stopped stays stopped.
   */
  reload(configs: readonly ProcessConfig[]): Reload {
    return this.#supervision.project.reload(configs);
  }

  /** Starts a process and what it needs. Resolves true once it runs, false when it cannot; then its `reason` says why. */
  async start(name: string): Promise<boolean> {
    return this.#supervision.command('start', name);
  }

  /** Stops a process. Resolves true once nothing of it is left. */
  async stop(name: string, signal?: NodeJS.Signals): Promise<boolean> {
    return this.#supervision.command('stop', name, signal);
  }

  /** Stops a process without grace. */
  async kill(name: string): Promise<boolean> {
    return this.#supervision.command('kill', name);
  }

  /** Stops a process if it is up, and starts it. Resolves true once the new generation runs. */
  async restart(name: string): Promise<boolean> {
    return this.#supervision.command('restart', name);
  }

  /** Closes the circuit and zeroes all counts, at once. A process whose circuit was open is stopped afterwards. */
  resetCircuitBreaker(name: string): void {
    this.#supervision.reset(name);
  }

  /** The status of one process, null for an unknown name; or of all, by name. */
  getStatus(name: string): ProcessStatus | null;
  getStatus(): Record<string, ProcessStatus>;
  getStatus(name?: string): ProcessStatus | null | Record<string, ProcessStatus> {
    if (name === undefined) {
      return Object.fromEntries(this.snapshots().map((snapshot) => [snapshot.name, this.#statusOf(snapshot)]));
    }
    const snapshot = this.#supervision.snapshot(name);
    return snapshot === undefined ? null : this.#statusOf(snapshot);
  }

  /** The snapshots of all processes in the order of registration, then of the containers; the same array as long as nothing changed. */
  snapshots(): readonly ProcessSnapshot[] {
    return this.#supervision.snapshots();
  }

  /** The log of a process or a container; undefined for an unknown name. */
  log(name: string): LogReader | undefined {
    return this.#supervision.log(name);
  }

  /** Calls `listener` after every change of a snapshot or a log, which may be very often. Returns the way to stop it. */
  onChange(listener: () => void): () => void {
    return this.#changes.add(listener);
  }

  /** Calls `listener` with every notice: a reload, a restart by changed files, whose death others wait for. Returns the way to stop it. */
  onNotice(listener: (notice: Notice) => void): () => void {
    return this.#notices.add(listener);
  }

  /**
   * Looks after the containers that an agents.json names, as rows called `container:NAME`. Undefined where that begins, or
   * containers are off; refused with a reason, which is logged too, where some are looked after already or the shutdown has begun.
   */
  startContainerMonitoring(agentsJsonPath: string): Refusal | undefined {
    if (!(this.#options.enableContainerMonitoring ?? true)) return undefined;
    if (!this.#supervision.containers.isMonitoring && this.#shutdown === undefined) {
      void this.#supervision.monitor(containersOf(resolve(agentsJsonPath)));
      return undefined;
    }
    const reason = this.#shutdown === undefined ? 'Containers are monitored already' : 'The shutdown has begun';
    this.#options.logger?.warn({}, reason);
    return { ok: false, reason };
  }

  /** Looks after these containers, and no others; null for none. Resolves once they have rows. */
  async monitorContainers(config: ContainersConfig | null): Promise<void> {
    const isOn = this.#options.enableContainerMonitoring ?? true;
    if (isOn && this.#shutdown === undefined) await this.#supervision.monitor(config);
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
    this.#supervision.project.supervisor.killAll();
  }

  async #shutDown(): Promise<ShutdownReport> {
    this.#options.logger?.info({}, 'shutdown');
    this.#voice.say('shutdown');
    const report = await this.#supervision.shutdown();
    this.#net.close(report.left.length === 0);
    leaveHostSignals(this);
    return report;
  }

  #statusOf(snapshot: ProcessSnapshot): ProcessStatus {
    return statusAt(snapshot, this.#ports.clock.now(), this.#ports.clock.wallTime());
  }

  #transitioned(name: string, from: ProcessStateName, to: ProcessStateName): void {
    const snapshot = this.#supervision.snapshot(name);
    const reason = snapshot === undefined ? '' : reasonAt(snapshot, this.#ports.clock.now());
    this.#options.logger?.info({ process: name, from, to, reason }, 'transition');
    this.#voice.say('state', { name, from, to, reason });
  }
}
