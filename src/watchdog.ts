import { randomUUID } from 'node:crypto';
import { endOnHostSignals, leaveHostSignals } from './adapters/host-signals.js';
import { type Leftover, sayLeftovers } from './adapters/leftovers.js';
import { SafetyNet } from './adapters/safety-net.js';
import { type ProcessRegistration, parseProcess } from './config/parse-process.js';
import type { ProcessConfig } from './config/process-config.js';
import { WatchdogError } from './policy/errors.js';
import { knownName } from './policy/known-name.js';
import type { Reload } from './supervisor/reload.js';
import type { ShutdownReport } from './supervisor/shutdown.js';
import { guardLogger, type HealthEntry, type Refusal, registrationDefaults, type WatchdogOptions } from './watchdog-options.js';
import { watchdogPorts } from './watchdog-ports.js';
import { WatchdogReader } from './watchdog-reader.js';

/**
 * Supervises processes: starts, checks, restarts and stops them, and says what happens by events.
 * Nothing that a child does throws into the program that uses it; an `error` event without a listener is dropped.
 */
export class Watchdog extends WatchdogReader {
  readonly #options: WatchdogOptions;
  readonly #net: SafetyNet;
  #shutdown: Promise<ShutdownReport> | undefined;

  constructor(options: WatchdogOptions = {}) {
    const logger = guardLogger(options.logger);
    const guarded = logger === undefined ? options : { ...options, logger };
    const { reaper = false, journal } = options;
    const runId = randomUUID();
    const net = new SafetyNet({ runId, reaper, journal, complain: (text) => logger?.warn({}, text) });
    super(guarded, watchdogPorts(options.ports, runId, net));
    this.#options = guarded;
    this.#net = net;
    if (this.leftovers.length > 0) logger?.warn({ leftovers: this.leftovers }, sayLeftovers(this.leftovers));
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
    return this.registerConfig(
      parseProcess(config, {
        directory: process.cwd(),
        defaults: registrationDefaults(this.#options),
        hasHealthCheck: (name) => (this.getStatus(name)?.health ?? 'none') !== 'none',
      }),
    );
  }

  /** Registers a process whose configuration was resolved before, as `loadConfig` does. */
  registerConfig(config: ProcessConfig): this {
    const { name } = config;
    const isTaken = this.project.supervisor.runner(name) !== undefined;
    if (isTaken) throw new WatchdogError('PROCESS_DUPLICATE', `Process '${name}' already registered`);
    this.project.add(config);
    return this;
  }

  /**
   * Starts what is to run without anybody's doing, and all that it needs: the named processes, or those with autoStart.
   * @throws WatchdogError PROCESS_UNKNOWN, before anything is started
   */
  up(names?: readonly string[]): void {
    for (const name of names ?? []) this.#known(name);
    this.project.up(names);
  }

  /**
   * Goes over to another configuration: new processes start, removed ones stop and are forgotten, changed ones restart, and
   * what did not change is not touched. A notice says first what will change. What a person stopped stays stopped.
   */
  reload(configs: readonly ProcessConfig[]): Reload {
    return this.project.reload(configs);
  }

  /** Starts a process and what it needs. Resolves true once it runs, false when it cannot; then its `reason` says why. */
  async start(name: string): Promise<boolean> {
    return this.project.start(this.#known(name));
  }

  /** Stops a process. Resolves true once nothing of it is left. */
  async stop(name: string, signal?: NodeJS.Signals): Promise<boolean> {
    return this.project.stop(this.#known(name), signal);
  }

  /** Stops a process without grace. */
  async kill(name: string): Promise<boolean> {
    return this.project.kill(this.#known(name));
  }

  /** Stops a process if it is up, and starts it. Resolves true once the new generation runs. */
  async restart(name: string): Promise<boolean> {
    return this.project.restart(this.#known(name));
  }

  /** Closes the circuit and zeroes all counts, at once. A process whose circuit was open is stopped afterwards. */
  resetCircuitBreaker(name: string): void {
    this.project.supervisor.runner(this.#known(name))?.dispatch({ type: 'reset' });
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
    this.project.supervisor.killAll();
  }

  async #shutDown(): Promise<ShutdownReport> {
    this.#options.logger?.info({}, 'shutdown');
    this.saidShutdown();
    const report = await this.project.shutdown();
    this.#net.close(report.left.length === 0);
    leaveHostSignals(this);
    return report;
  }

  /** The name, if there is a process of that name. */
  #known(name: string): string {
    return knownName(name, this.project.supervisor.names);
  }
}
