import { resolve } from 'node:path';
import { endOnHostSignals, leaveHostSignals } from '../adapters/node/host-signals.js';
import { uniqueId } from '../adapters/node/random.js';
import { type Leftover, sayLeftovers } from '../adapters/reaper/leftovers.js';
import { SafetyNet } from '../adapters/reaper/safety-net.js';
import type { LoadOptions } from '../config/load.js';
import { type ProcessRegistration, parseProcess } from '../config/resolve/parse-process.js';
import type { ContainersConfig } from '../config/schema/container-config.js';
import type { Configuration, ProcessConfig } from '../config/schema/process-config.js';
import { signalComplaint } from '../config/schema/signal-name.js';
import { assertKnown } from '../policy/container/name.js';
import type { Requester } from '../policy/restart/exit.js';
import { WatchdogError } from '../policy/words/errors.js';
import { checkOptions, checkWord } from '../policy/words/known-options.js';
import { assertCanJoin } from '../supervisor/new-process.js';
import type { Reload } from '../supervisor/reload.js';
import type { ShutdownReport } from '../supervisor/shutdown.js';
import { type WaitCondition, waitConditions } from '../supervisor/unit/condition.js';
import { checkResolved, configurationOf } from './load-source.js';
import { ObservedProject } from './observed-project.js';
import {
  guardLogger,
  type HealthEntry,
  optionKinds,
  type Refusal,
  registrationDefaults,
  type WatchdogOptions,
} from './options.js';
import { cgroupsOnce, watchdogPorts } from './ports.js';
import { type ExitWhen, type RunEnd, readUp, type UpOptions, untilOver } from './run-end.js';
import { type WaitOptions, type WaitParts, waitFor } from './wait-for.js';
import { WiredProject } from './wired-project.js';

/**
 * Supervises processes: starts, checks, restarts and stops them, and says what happens by events.
 * Nothing that a child does throws into the program that uses it; an `error` event without a listener is dropped.
 */
export class Watchdog extends ObservedProject {
  readonly #project: WiredProject['project'];
  readonly #options: WatchdogOptions;
  readonly #net: SafetyNet;
  /** Whether control groups are used, which a file may forbid. */
  readonly #trees: { cgroups?: boolean };
  #shutdown: Promise<ShutdownReport> | undefined;

  /** @throws WatchdogError USAGE for an option that there is not, or of the wrong kind */
  constructor(options: WatchdogOptions = {}) {
    checkOptions('new Watchdog()', options, optionKinds);
    const logger = guardLogger(options.logger);
    const guarded = logger === undefined ? options : { ...options, logger };
    const { reaper = true, journal } = options;
    const runId = uniqueId();
    const complain = (text: string): void => logger?.warn({}, text);
    const net = new SafetyNet({ runId, reaper, journal, complain });
    const trees = { ...guarded };
    const ports = watchdogPorts(options.ports, { runId, keeper: net, cgroups: cgroupsOnce(trees), complain });
    super((emitter) => new WiredProject(guarded, ports, emitter));
    this.#project = this.wired.project;
    this.#options = guarded;
    this.#net = net;
    this.#trees = trees;
    if (this.leftovers.length > 0) logger?.warn({ leftovers: this.leftovers }, sayLeftovers(this.leftovers));
    if (options.handleSignals ?? true) endOnHostSignals(this);
  }

  /** What the last run with the same journal left behind and was ended when this one was made. */
  get leftovers(): readonly Leftover[] {
    return this.#net.leftovers;
  }

  /**
   * Registers a process, stopped. Takes the fields of `processes:` in watchdog.yaml; the command has no shell unless `shell: true`.
   * @throws WatchdogError CONFIG_INVALID with every problem in words, PROCESS_DUPLICATE for a name that is taken
   */
  register(config: ProcessRegistration<HealthEntry>): this {
    return this.registerConfig(
      parseProcess(config, {
        directory: process.cwd(),
        defaults: registrationDefaults(this.#options),
        hasHealthCheck: (name) => (this.#project.supervisor.config(name)?.probes.length ?? 0) > 0,
      }),
    );
  }

  /**
   * Registers a process whose configuration was resolved before, as `loadConfig` does.
   * @throws WatchdogError PROCESS_DUPLICATE for a name that is taken, CONFIG_INVALID where the dependencies would be circular, USAGE
   */
  registerConfig(config: ProcessConfig): this {
    checkResolved(config);
    assertCanJoin(config, this.#project.supervisor);
    this.wired.add(config);
    return this;
  }

  /**
   * Registers all that a file has: its processes, and what of it holds for all, its secrets and its containers, which are supervised
   * from then on. Nothing is started; `up()` does that. Resolves once the containers have rows.
   * @param source a configuration that was loaded before, or where to find one; by default the nearest
   * @throws ConfigError, and WatchdogError PROCESS_DUPLICATE before anything is registered
   */
  async load(source: Configuration | LoadOptions = {}): Promise<Configuration> {
    const configuration = configurationOf(source, this.#options.environment);
    for (const config of configuration.processes) assertCanJoin(config, this.#project.supervisor);
    if (!configuration.cgroups) this.#trees.cgroups = false;
    this.hideSecrets(configuration);
    for (const config of configuration.processes) this.registerConfig(config);
    if (configuration.containers !== null) await this.monitorContainers(configuration.containers);
    return configuration;
  }

  /**
   * Stops a process and forgets it. Resolves false where something of it cannot be ended; then it stays registered.
   * @throws WatchdogError PROCESS_UNKNOWN, or ACTION_FAILED where another process depends on it
   */
  async unregister(name: string): Promise<boolean> {
    assertKnown(name, this.#project.supervisor.names);
    const dependents = this.#project.supervisor.dependentsOf(name).map(([dependent]) => dependent);
    if (dependents.length > 0)
      throw new WatchdogError('ACTION_FAILED', `${name} cannot be unregistered; it is needed by ${dependents.join(', ')}`);
    return this.#project.remove(name);
  }

  /**
   * Starts what is to run without anybody's doing, and all that it needs: the named processes, or those with autoStart.
   * With `exitWhen` it is a run that ends: it resolves once that has come about and everything is stopped.
   * @throws WatchdogError PROCESS_UNKNOWN, before anything is started
   */
  up(names?: readonly string[]): void;
  up(options: UpOptions & { readonly exitWhen: ExitWhen | readonly ExitWhen[] }): Promise<RunEnd>;
  up(options: UpOptions & { readonly exitWhen?: undefined }): void;
  up(asked?: readonly string[] | UpOptions): Promise<RunEnd> | undefined {
    const { names, when, ending } = readUp(asked);
    for (const name of [...(names ?? []), ...ending]) assertKnown(name, this.#project.supervisor.names);
    for (const name of ending) this.#project.endOnce(name);
    this.#project.up(names);
    return when.length > 0 ? this.#run(when) : undefined;
  }

  /**
   * Waits until a process, or all of several at the same time, is as `condition` wants it: `healthy` (running, where nothing checks
   * it), `running`, `completed`, or `stopped`, in which whatever is down counts.
   * @throws WatchdogError PROCESS_UNKNOWN; USAGE for what is no condition; TIMEOUT; ACTION_FAILED as soon as one has failed or cannot come to it by itself any more.
   * The message has the reason. Where `signal` aborts, its reason is thrown.
   */
  async waitFor(names: string | readonly string[], condition: WaitCondition, options: WaitOptions = {}): Promise<void> {
    checkOptions('waitFor()', options, { timeout: 'milliseconds', signal: 'object' });
    checkWord('waitFor()', condition, waitConditions);
    const all = typeof names === 'string' ? [names] : names;
    for (const name of all) this.#project.units.known(name);
    await waitFor(this.#observed, all, condition, options);
  }

  /**
   * Applies another configuration: new processes start, removed ones stop and are forgotten, changed ones restart, and
   * what did not change is not touched. A notice says first what will change. What the user stopped stays stopped.
   * @param title what the notice begins with
   */
  reload(configs: readonly ProcessConfig[], title = 'reload'): Reload {
    return this.wired.reload(configs, title);
  }

  /** Starts a process and what it needs. Resolves true once it runs, false when it cannot; then its `reason` says why. */
  async start(name: string): Promise<boolean> {
    return this.#project.units.known(name).command('start', { by: 'user' });
  }

  /**
   * Stops a process. Resolves true once nothing of it is left.
   * @param signal takes the place of its first stop signal
   * @param by who asks for it, as its exit then records
   * @throws WatchdogError USAGE for a signal that this system does not have
   */
  async stop(name: string, signal?: NodeJS.Signals, by: Requester = 'user'): Promise<boolean> {
    const complaint = signal === undefined ? undefined : signalComplaint(String(signal));
    if (complaint !== undefined) throw new WatchdogError('USAGE', `${complaint.message}; ${complaint.hint}`);
    return this.#project.units.known(name).command('stop', { by, signal });
  }

  /** Stops a process without grace. */
  async kill(name: string, by: Requester = 'user'): Promise<boolean> {
    return this.#project.units.known(name).command('kill', { by });
  }

  /** Stops a process if it is up, and starts it. Resolves true once the new generation runs. */
  async restart(name: string, by: Requester = 'user'): Promise<boolean> {
    return this.#project.units.known(name).command('restart', { by });
  }

  /** Closes the circuit and zeroes all counts, at once. A process whose circuit was open is stopped afterwards. */
  resetCircuitBreaker(name: string): void {
    this.#project.units.known(name).reset();
  }

  /**
   * Supervises the containers that an agents.json names, as rows called `container:NAME`. Undefined where that begins, or
   * containers are off; refused with a reason, which is logged too, where some are supervised already or the shutdown has begun.
   */
  startContainerMonitoring(agentsJsonPath: string): Refusal | undefined {
    if (!(this.#options.enableContainerMonitoring ?? true)) return undefined;
    return this.wired.startMonitoring(resolve(agentsJsonPath), this.#shutdown !== undefined);
  }

  /** Supervises these containers, and no others; null for none. Resolves once they have rows. */
  async monitorContainers(config: ContainersConfig | null): Promise<void> {
    if ((this.#options.enableContainerMonitoring ?? true) && this.#shutdown === undefined) await this.#project.monitor(config);
  }

  /**
   * Ends everything, in reverse order of dependency, and starts nothing any more. When it resolves, nothing is alive or
   * scheduled but what its report names. Further calls return the same promise.
   */
  shutdown(): Promise<ShutdownReport> {
    if (this.#shutdown === undefined) {
      this.#shutdown = this.#shutDown();
      this.wired.changes.notify(); // Who waits for a start waits in vain now.
    }
    return this.#shutdown;
  }

  /** Shuts down where a block that has it as `await using` is left. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.shutdown();
  }

  /** Sends SIGKILL to all that is up; for a shutdown that must not wait any longer. */
  killAll(): void {
    this.#project.killAll();
  }

  get #observed(): WaitParts {
    return { watchdog: this, clock: this.wired.clock, isClosed: () => this.#shutdown !== undefined };
  }

  async #run(when: readonly ExitWhen[]): Promise<RunEnd> {
    const outcome = await untilOver(this.#observed, when);
    return { ...outcome, shutdown: await this.shutdown() };
  }

  async #shutDown(): Promise<ShutdownReport> {
    const report = await this.wired.shutdown();
    this.#net.close(report.left.length === 0);
    leaveHostSignals(this);
    return report;
  }
}
