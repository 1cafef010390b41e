import type { ProcessConfig } from '../config/schema/process-config.js';
import type { Dependency } from '../policy/process/dependencies.js';
import { startWaves } from '../policy/process/start-order.js';
import type { Requester } from '../policy/restart/exit.js';
import type { Clock, Random } from '../ports/clock.js';
import type { LogSinks } from '../ports/log-sink.js';
import type { Spawner } from '../ports/spawner.js';
import { Gates } from './gates.js';
import type { ProcessLogParts } from './log/process.js';
import { RateSpans } from './log/rate-spans.js';
import { SegmentMemory } from './log/segment-memory.js';
import type { LogStore } from './log/store.js';
import type { ProcessParts } from './process/parts.js';
import type { ProcessRunner } from './process/runner.js';
import { type Supervised, type SupervisorListener, supervise } from './process/supervised.js';
import { SuspensionWatch } from './process/suspension-watch.js';
import { RootCauseLines } from './root-cause-lines.js';
import { type ShutdownReport, shutDown } from './shutdown.js';
import type { ProcessSnapshot } from './snapshot/process.js';
import { UnitKind } from './unit/kind.js';
import type { Unit } from './unit/unit.js';
import type { Units } from './unit/units.js';
import { neededNames } from './wanted.js';

/** What the processes are supervised among. */
export interface SupervisorContext {
  /** All processes and containers; the supervisor enters its own. */
  readonly units: Units;
  /** A process, for those who know nothing of processes. */
  readonly unitOf: (process: Supervised) => Unit;
  readonly sinks?: LogSinks | undefined;
}

/** All processes together: who waits for whom, and in which order they start and stop. */
export class Supervisor {
  readonly #ports: { readonly clock: Clock; readonly random: Random; readonly spawner: Spawner };
  readonly #listener: SupervisorListener;
  readonly #units: Units;
  readonly #unitOf: (process: Supervised) => Unit;
  readonly #processes: UnitKind<Supervised>;
  readonly #suspensions: SuspensionWatch;
  readonly #gates: Gates;
  readonly #rootCauses: RootCauseLines;
  readonly #logs: ProcessLogParts;
  #closed = false;

  constructor(
    ports: { readonly clock: Clock; readonly random: Random; readonly spawner: Spawner },
    listener: SupervisorListener,
    { sinks, units, unitOf }: SupervisorContext,
  ) {
    this.#logs = { memory: new SegmentMemory(), sinks, clock: ports.clock, spans: new RateSpans(ports.clock) };
    this.#ports = ports;
    this.#listener = listener;
    this.#units = units;
    this.#processes = new UnitKind(units);
    this.#unitOf = unitOf;
    this.#suspensions = new SuspensionWatch(ports.clock);
    this.#rootCauses = new RootCauseLines(ports.clock, (text) => listener.noticed({ text, trouble: true }));
    this.#gates = new Gates({
      snapshotOf: (name) => units.get(name)?.snapshot,
      gateChanged: (name, gate) => this.runner(name)?.dispatch({ type: 'gate', gate }),
      restart: (name, because) => this.restartSince(name, 'dependency', because),
      waitsFor: (name, root) => this.#rootCauses.add(name, root),
    });
  }

  /** The names in the order of registration. */
  get names(): readonly string[] {
    return this.#processes.names();
  }

  /** The configurations in the order of registration. */
  get configs(): readonly ProcessConfig[] {
    return this.#processes.values().flatMap(({ leaving, config }) => (leaving ? [] : [config]));
  }

  /** Adds a process, stopped. One of that name that is on its way out stays, and goes by the new configuration from its next start on. */
  add(config: ProcessConfig, parts: ProcessParts): void {
    const { name } = config;
    const units = this.#units;
    if (this.#processes.get(name) !== undefined) {
      this.replace(config, parts, false);
      return;
    }
    const supervised = supervise(config, parts, {
      ...this.#ports,
      logs: this.#logs,
      listener: this.#listener,
      changed: (runner) => {
        units.changed(name);
        this.#gates.changed(name);
        this.#suspensions.changed(runner);
      },
    });
    this.#processes.set(this.#unitOf(supervised), supervised);
    this.#gates.set(name, config.dependsOn);
    if (this.#closed) supervised.runner.close();
    this.#listener.registered(name);
  }

  /** Gives a process another configuration; `live` says that a child which is up can go on under it. */
  replace(config: ProcessConfig, parts: ProcessParts, live: boolean): void {
    const supervised = this.#processes.get(config.name);
    if (supervised === undefined) return;
    supervised.config = config;
    supervised.spec = parts.spec;
    supervised.leaving = false;
    supervised.log.configure(config.logs);
    supervised.runner.replace(parts, live);
    this.#gates.set(config.name, config.dependsOn);
  }

  /** A process is on its way out: it counts no more, and `remove` ends it when its turn has come. */
  leave(name: string): void {
    const supervised = this.#processes.get(name);
    if (supervised !== undefined) supervised.leaving = true;
  }

  /** Stops a process that leaves and forgets it, unless it was added again meanwhile or something of it cannot be ended. */
  async remove(name: string, by: Requester = 'reload'): Promise<void> {
    const supervised = this.#processes.get(name);
    if (supervised?.leaving !== true) return;
    const isGone = await supervised.runner.stop(by);
    if (!isGone || !supervised.leaving) return;
    this.#units.delete(name);
    void supervised.log.close();
    this.#gates.forget(name);
    this.#listener.changed();
  }

  /** Puts the processes into this order; those that it does not name come last. */
  arrange(names: readonly string[]): void {
    this.#units.arrange([...new Set([...names, ...this.names])]);
    this.#listener.changed();
  }

  /** The runner of a process; undefined for an unknown name. */
  runner(name: string): ProcessRunner | undefined {
    return this.#processes.get(name)?.runner;
  }

  /** The configuration of a process; undefined for an unknown name. */
  config(name: string): ProcessConfig | undefined {
    return this.#processes.get(name)?.config;
  }

  /** The log of a process; undefined for an unknown name. */
  log(name: string): LogStore | undefined {
    return this.#processes.get(name)?.log.store;
  }

  /** The snapshots of the processes in the order of registration, without what they use. */
  snapshots(): readonly ProcessSnapshot[] {
    return this.#processes.values().map(({ runner }) => runner.snapshot);
  }

  /** These names, each after all that it depends on. */
  inStartOrder(names: readonly string[]): readonly string[] {
    return startWaves(names, (name) => this.#dependencyNames(name)).flat();
  }

  /** Starts a process and, before it, whatever it needs that is neither up nor completed. */
  start(name: string): Promise<boolean> {
    // A start of what is up changes nothing, so it does not start what the user has stopped either.
    const isUp = this.runner(name)?.snapshot.state === 'running';
    for (const needed of isUp ? [] : this.#needs(name)) this.#units.need(needed);
    return this.runner(name)?.start() ?? Promise.resolve(false);
  }

  /** Something about a container changed. */
  dependencyChanged(name: string): void {
    this.#gates.changed(name);
  }

  /** These processes are to run: what they depend on elsewhere is needed. */
  needOthers(names: readonly string[]): void {
    const needed = new Set(names.flatMap((name) => this.#dependencyNames(name)));
    for (const name of needed) if (this.#processes.get(name) === undefined) this.#units.need(name);
  }

  /** Restarts a process for what happened around it; that is nobody's failure, and its log says why. */
  restartSince(name: string, by: Requester, because: string): void {
    const supervised = this.#processes.get(name);
    if (supervised === undefined) return;
    const { runner } = supervised;
    const isDone = this.#suspensions.restartUnlessSuspended(runner, () => {
      this.say(name, `restarting: ${because}`);
      void runner.restart({ by, why: because });
    });
    if (!isDone) this.say(name, `restarts when it is not suspended any more: ${because}`);
  }

  /** Says something of a process as a notice, and in its log. */
  say(name: string, text: string): void {
    this.#processes.get(name)?.log.note(text, this.#ports.clock.wallTime());
    this.#listener.noticed({ name, text, trouble: false });
  }

  /** Ends everything, dependents before what they depend on, each wave in parallel; nothing starts any more from the first moment on. */
  shutdown(): Promise<ShutdownReport> {
    this.#rootCauses.close();
    this.#closed = true;
    return shutDown(new Map(this.#processes.entries()), (name) => this.#dependencyNames(name));
  }

  /** Resolves once the logs are written out as far as they can be. */
  async closeLogs(): Promise<void> {
    await Promise.all(this.#processes.values().map(({ log }) => log.close()));
  }

  /** Sends SIGKILL to everything that is up. */
  killAll(): void {
    for (const { runner } of this.#processes.values()) void runner.kill('shutdown');
  }

  /** Bytes of output of the present generation of a process. */
  outputBytes(name: string): number {
    return this.#processes.get(name)?.outputBytes ?? 0;
  }

  /** What depends on a unit, each with its edge. */
  dependentsOf(name: string): readonly (readonly [dependent: string, edge: Dependency])[] {
    return this.configs.flatMap((other) =>
      other.dependsOn.filter((edge) => edge.name === name).map((edge) => [other.name, edge] as const),
    );
  }

  #dependencyNames(name: string): readonly string[] {
    return this.#processes.get(name)?.config.dependsOn.map((dependency) => dependency.name) ?? [];
  }

  /** What a process needs, directly or not, each after its own needs. */
  #needs(name: string): readonly string[] {
    return this.inStartOrder(neededNames(name, (each) => this.#dependencyNames(each)));
  }
}
