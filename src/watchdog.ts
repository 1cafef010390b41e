import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { chokidarWatcher } from './adapters/chokidar-watcher.js';
import { shellEnvironment } from './adapters/environment.js';
import { endOnHostSignals, leaveHostSignals } from './adapters/host-signals.js';
import { type Leftover, sayLeftovers } from './adapters/leftovers.js';
import { LogFiles } from './adapters/log-files.js';
import { nodeClock } from './adapters/node-clock.js';
import { NodeProbeRunner } from './adapters/node-probe-runner.js';
import { nodeRandom } from './adapters/node-random.js';
import { NodeSpawner } from './adapters/node-spawner.js';
import { PortGuard } from './adapters/port-guard.js';
import { SafetyNet } from './adapters/safety-net.js';
import { type ProcessRegistration, parseProcess } from './config/parse-process.js';
import type { ProcessConfig } from './config/process-config.js';
import { WatchdogError } from './policy/errors.js';
import type { ProcessStateName } from './policy/lifecycle.js';
import { nearest } from './policy/nearest.js';
import type { WatchdogEvents } from './supervisor/events.js';
import { Listeners } from './supervisor/listeners.js';
import type { LogReader } from './supervisor/log-line.js';
import type { Notice } from './supervisor/notice.js';
import { type ProcessSnapshot, reasonAt } from './supervisor/process-snapshot.js';
import { type ProcessStatus, statusAt } from './supervisor/process-status.js';
import { Project } from './supervisor/project.js';
import type { Reload } from './supervisor/reload.js';
import type { ShutdownReport } from './supervisor/shutdown.js';
import type { Supervisor } from './supervisor/supervisor.js';
import { Voice } from './supervisor/voice.js';
import { guardLogger, type Refusal, type WatchdogOptions, type WatchdogPorts } from './watchdog-options.js';

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
  readonly #project: Project;
  readonly #voice = new Voice(this);
  readonly #notices = new Listeners<[notice: Notice]>();
  readonly #changes = new Listeners<[]>();
  #shutdown: Promise<ShutdownReport> | undefined;

  constructor(options: WatchdogOptions = {}) {
    super();
    const logger = guardLogger(options.logger);
    this.#options = logger === undefined ? options : { ...options, logger };
    const { reaper = false, journal, logFiles } = options;
    const runId = randomUUID();
    this.#net = new SafetyNet({ runId, reaper, journal, complain: (text) => logger?.warn({}, text) });
    if (this.leftovers.length > 0) logger?.warn({ leftovers: this.leftovers }, sayLeftovers(this.leftovers));
    const spawner = options.ports?.spawner ?? new PortGuard(new NodeSpawner(runId, this.#net), runId, nodeClock);
    this.#ports = {
      clock: nodeClock,
      random: nodeRandom,
      probes: new NodeProbeRunner(spawner),
      watcher: chokidarWatcher,
      sinks: logFiles === undefined ? undefined : new LogFiles(logFiles, (text) => this.#notices.tell({ text, trouble: true })),
      ...options.ports,
      spawner,
    };
    this.#project = new Project({
      ports: this.#ports,
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
    const isTaken = this.#supervisor.runner(name) !== undefined;
    if (isTaken) throw new WatchdogError('PROCESS_DUPLICATE', `Process '${name}' already registered`);
    this.#project.add(config);
    return this;
  }

  /**
   * Starts what is to run without anybody's doing, and all that it needs: the named processes, or those with autoStart.
   * @throws WatchdogError PROCESS_UNKNOWN, before anything is started
   */
  up(names?: readonly string[]): void {
    for (const name of names ?? []) this.#known(name);
    this.#project.up(names);
  }

  /**
   * Goes over to another configuration: new processes start, removed ones stop and are forgotten, changed ones restart, and
   * what did not change is not touched. A notice says first what will change. What a person stopped stays stopped.
   */
  reload(configs: readonly ProcessConfig[]): Reload {
    return this.#project.reload(configs);
  }

  /** Starts a process and what it needs. Resolves true once it runs, false when it cannot; then its `reason` says why. */
  async start(name: string): Promise<boolean> {
    return this.#project.start(this.#known(name));
  }

  /** Stops a process. Resolves true once nothing of it is left. */
  async stop(name: string, signal?: NodeJS.Signals): Promise<boolean> {
    return this.#project.stop(this.#known(name), signal);
  }

  /** Stops a process without grace. */
  async kill(name: string): Promise<boolean> {
    return this.#project.kill(this.#known(name));
  }

  /** Stops a process if it is up, and starts it. Resolves true once the new generation runs. */
  async restart(name: string): Promise<boolean> {
    return this.#project.restart(this.#known(name));
  }

  /** Closes the circuit and zeroes all counts, at once. A process whose circuit was open is stopped afterwards. */
  resetCircuitBreaker(name: string): void {
    this.#supervisor.runner(this.#known(name))?.dispatch({ type: 'reset' });
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

  /** Lines that a process wrote in each of the last twelve full seconds, the oldest first; none for an unknown name. */
  logRates(name: string): readonly number[] {
    return this.#supervisor.logRates(name);
  }

  /** Calls `listener` after every change of a snapshot or a log, which may be very often. Returns the way to stop it. */
  onChange(listener: () => void): () => void {
    return this.#changes.add(listener);
  }

  /** Calls `listener` with every notice: a reload, a restart by changed files, whose death others wait for. Returns the way to stop it. */
  onNotice(listener: (notice: Notice) => void): () => void {
    return this.#notices.add(listener);
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
    this.#voice.say('shutdown');
    const report = await this.#project.shutdown();
    this.#net.close(report.left.length === 0);
    leaveHostSignals(this);
    return report;
  }

  get #supervisor(): Supervisor {
    return this.#project.supervisor;
  }

  #statusOf(snapshot: ProcessSnapshot): ProcessStatus {
    return statusAt(snapshot, this.#ports.clock.now(), this.#ports.clock.wallTime());
  }

  /** The name, if there is a process of that name. */
  #known(name: string): string {
    if (this.#supervisor.runner(name) !== undefined) return name;
    const close = nearest(name, this.#supervisor.names);
    const hint = close === undefined ? '' : `; did you mean '${close}'?`;
    throw new WatchdogError('PROCESS_UNKNOWN', `Process '${name}' not registered${hint}`);
  }

  #transitioned(name: string, from: ProcessStateName, to: ProcessStateName): void {
    const snapshot = this.#supervisor.runner(name)?.snapshot;
    const reason = snapshot === undefined ? '' : reasonAt(snapshot, this.#ports.clock.now());
    this.#options.logger?.info({ process: name, from, to, reason }, 'transition');
    this.#voice.say('state', { name, from, to, reason });
  }
}
