import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { openCgroups, treesBy } from '../adapters/cgroup/folder.js';
import { endOnHostSignals, leaveHostSignals } from '../adapters/node/host-signals.js';
import { type Leftover, sayLeftovers } from '../adapters/reaper/leftovers.js';
import { SafetyNet } from '../adapters/reaper/safety-net.js';
import { containersOf } from '../config/resolve/containers.js';
import { type ProcessRegistration, parseProcess } from '../config/resolve/parse-process.js';
import type { ContainersConfig } from '../config/schema/container-config.js';
import type { ProcessConfig } from '../config/schema/process-config.js';
import type { Requester } from '../policy/restart/exit.js';
import { WatchdogError } from '../policy/words/errors.js';
import { knownName } from '../policy/words/known-name.js';
import type { Reload } from '../supervisor/reload.js';
import type { ShutdownReport } from '../supervisor/shutdown.js';
import { guardLogger, type HealthEntry, type Refusal, registrationDefaults, type WatchdogOptions } from './options.js';
import { watchdogPorts } from './ports.js';
import { WatchdogReader } from './reader.js';

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
    const cgroups = memoized(() => {
      const folder = (options.cgroups ?? true) ? openCgroups() : undefined;
      logger?.info({ trees: treesBy(folder) }, `process trees: ${treesBy(folder)}`);
      return folder;
    });
    const complain = (text: string): void => logger?.warn({}, text);
    super(guarded, watchdogPorts(options.ports, { runId, keeper: net, cgroups, complain }));
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
        hasHealthCheck: (name) => (this.project.supervisor.config(name)?.probes.length ?? 0) > 0,
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
    for (const name of names ?? []) knownName(name, this.project.supervisor.names);
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
    return this.project.units.known(name).command('start', { by: 'user' });
  }

  /**
   * Stops a process. Resolves true once nothing of it is left.
   * @param by who asks for it, which its exit then tells
   */
  async stop(name: string, signal?: NodeJS.Signals, by: Requester = 'user'): Promise<boolean> {
    return this.project.units.known(name).command('stop', { by, signal });
  }

  /** Stops a process without grace. */
  async kill(name: string, by: Requester = 'user'): Promise<boolean> {
    return this.project.units.known(name).command('kill', { by });
  }

  /** Stops a process if it is up, and starts it. Resolves true once the new generation runs. */
  async restart(name: string, by: Requester = 'user'): Promise<boolean> {
    return this.project.units.known(name).command('restart', { by });
  }

  /** Closes the circuit and zeroes all counts, at once. A process whose circuit was open is stopped afterwards. */
  resetCircuitBreaker(name: string): void {
    this.project.units.known(name).reset();
  }

  /**
   * Looks after the containers that an agents.json names, as rows called `container:NAME`. Undefined where that begins, or
   * containers are off; refused with a reason, which is logged too, where some are looked after already or the shutdown has begun.
   */
  startContainerMonitoring(agentsJsonPath: string): Refusal | undefined {
    if (!(this.#options.enableContainerMonitoring ?? true)) return undefined;
    if (!this.project.containers.isMonitoring && this.#shutdown === undefined) {
      void this.project.containers.monitor(containersOf(resolve(agentsJsonPath)));
      return undefined;
    }
    const reason = this.#shutdown === undefined ? 'Containers are monitored already' : 'The shutdown has begun';
    this.#options.logger?.warn({}, reason);
    return { ok: false, reason };
  }

  /** Looks after these containers, and no others; null for none. Resolves once they have rows. */
  async monitorContainers(config: ContainersConfig | null): Promise<void> {
    const isOn = this.#options.enableContainerMonitoring ?? true;
    if (isOn && this.#shutdown === undefined) await this.project.containers.monitor(config);
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
}

/** Asked once, when it is first needed. */
function memoized<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
