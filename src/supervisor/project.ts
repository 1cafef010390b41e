import type { ContainersConfig } from '../config/schema/container-config.js';
import type { ProcessConfig } from '../config/schema/process-config.js';
import type { ContainerAnnouncement } from '../policy/container/lifecycle.js';
import type { CrashCard } from '../policy/diagnosis/crash.js';
import type { Clock, Random } from '../ports/clock.js';
import type { ContainerEngine } from '../ports/container-engine.js';
import type { FileWatcher } from '../ports/file-watcher.js';
import type { Inspector } from '../ports/inspector.js';
import type { LogSinks } from '../ports/log-sink.js';
import type { ProbeRunner } from '../ports/probe-runner.js';
import type { Spawner } from '../ports/spawner.js';
import type { Swarm } from '../ports/swarm.js';
import type { UsageSampler } from '../ports/usage-sampler.js';
import type { LazyContainers } from './container/lazy.js';
import { EngineUnits } from './engine-units.js';
import { maskedParts } from './masked-ports.js';
import { makeParts, type ProcessParts } from './process/parts.js';
import type { ProcessRunner } from './process/runner.js';
import type { Supervised, SupervisorListener } from './process/supervised.js';
import { ProcessHistory, type ProcessHistoryParts } from './process-history.js';
import { processUnit } from './process-unit.js';
import { Reactions, treeOf, treesOf } from './reactions.js';
import { type Reload, Reloads } from './reload.js';
import type { ShutdownReport } from './shutdown.js';
import { Supervisor } from './supervisor.js';
import { atMost } from './unit/at-most.js';
import type { CommandManner, Unit, UnitCommand } from './unit/unit.js';
import { Units } from './unit/units.js';
import { UsageWatch } from './usage/watch.js';

/** Milliseconds that a slow disk may take for the logs at the end. */
const longestLogsMs = 2000;

/** The sides of a project that touch the world. */
export interface ProjectPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly spawner: Spawner;
  readonly probes: ProbeRunner;
  readonly watcher: FileWatcher;
  readonly inspector: Inspector;
  readonly usage: UsageSampler;
  readonly sinks: LogSinks | undefined;
}

/** What a project is made of. */
export interface ProjectParts extends Pick<ProcessHistoryParts, 'archive' | 'redact'> {
  readonly ports: ProjectPorts;
  /** Finds the engine of the containers, where there are any. */
  engine(config: ContainersConfig): Promise<ContainerEngine>;
  /** Finds the manager of the Swarm, where services are supervised. */
  swarm(config: ContainersConfig): Promise<Swarm>;
  /** What every child gets, before its own variables. */
  readonly environment: Readonly<Record<string, string>>;
  readonly listener: Omit<SupervisorListener, 'outputEnded'> & {
    /** All that is to be found out about a death is there. */
    crashed(name: string, card: CrashCard): void;
    /** @param name what the engine calls it */
    containerAnnounced(name: string, announcement: ContainerAnnouncement): void;
  };
  /** What the health function of a process is asked about. */
  healthEntry(config: ProcessConfig): unknown;
}

/** The processes and containers of one project: supervised, reloaded and restarted when their files change, as the user asks for it. */
export class Project {
  readonly units = new Units();
  readonly supervisor: Supervisor;
  readonly #others: EngineUnits;
  /** What has happened so far. */
  readonly history: ProcessHistory;
  readonly usage: UsageWatch;
  readonly #parts: ProjectParts;
  readonly #reloads: Reloads;
  readonly #reactions: Reactions;
  #closed = false;

  constructor(parts: ProjectParts) {
    const { ports, listener } = parts;
    this.#parts = parts;
    this.supervisor = new Supervisor(
      ports,
      {
        ...listener,
        announced: (name, announcement) => {
          this.history.announced(name, announcement);
          listener.announced(name, announcement);
          this.#reactions.announced(name, announcement);
        },
        transitioned: (name, from, to) => {
          this.history.transitioned(name, from, to);
          listener.transitioned(name, from, to);
          this.#reactions.transitioned(name, to);
        },
        outputEnded: (name, from, to) => this.history.outputEnded(name, from, to),
      },
      { sinks: ports.sinks, units: this.units, unitOf: (process) => this.#unitOf(process) },
    );
    this.usage = new UsageWatch({
      clock: ports.clock,
      sampler: ports.usage,
      trees: () => treesOf(this.supervisor),
      isKnown: (name) => this.supervisor.runner(name) !== undefined,
      changed: () => {
        this.units.changed();
        listener.changed();
      },
      watched: (isWatched) => this.containers.measured(isWatched),
      measureOthers: () => this.containers.measure(),
    });
    this.#reactions = new Reactions({
      ...parts,
      supervisor: this.supervisor,
      noticed: (notice) => listener.noticed(notice),
    });
    this.history = new ProcessHistory({
      ...ports,
      ...parts,
      supervisor: this.supervisor,
      died: (name, death) => this.units.get(name)?.died(death),
      crashed: (name, card) => listener.crashed(name, card),
      usageHistory: (name) => {
        const start = this.supervisor.runner(name)?.snapshot.lastStartTime ?? 0;
        return this.usage.history(name).filter(({ at }) => at >= start);
      },
      changed: () => listener.changed(),
    });
    this.#others = new EngineUnits({
      ports,
      units: this.units,
      engine: (config) => parts.engine(config),
      swarm: (config) => parts.swarm(config),
      isMeasured: () => this.usage.isWatched,
      listener,
      died: (name, crash) => this.history.died(name, crash),
      dependencyChanged: (name) => this.supervisor.dependencyChanged(name),
    });
    this.#reloads = new Reloads(
      this.supervisor,
      (config) => this.#partsOf(config),
      (name) => this.#reactions.begin(name),
    );
  }

  /** The containers, which the units have too. */
  get containers(): LazyContainers {
    return this.#others.containers;
  }

  /** Supervises these containers and services from now on, and no others. Resolves once those that are named have rows. */
  monitor(config: ContainersConfig | null): Promise<void> {
    return this.#others.monitor(config);
  }

  /** Adds a process, stopped. */
  add(config: ProcessConfig): void {
    this.supervisor.add(config, this.#partsOf(config));
  }

  /** Stops a process and forgets it. Resolves false where something of it cannot be ended. */
  remove(name: string): Promise<boolean> {
    return this.#reloads.remove(name);
  }

  /** A process is not restarted any more when it ends, whatever its configuration says. */
  endOnce(name: string): void {
    const config = this.supervisor.config(name)!;
    const once: ProcessConfig = { ...config, policy: { ...config.policy, restart: 'never' } };
    this.supervisor.replace(once, this.#partsOf(once), true);
  }

  /** Reads now what is watched for a process, so that every change so far is in its snapshot. */
  checkFiles(name: string): Promise<void> {
    return this.#reactions.checkFiles(name);
  }

  /** Whether changed files will restart a process that have not yet. */
  willRestart(name: string): boolean {
    return this.#reactions.willRestart(name);
  }

  /** Starts the named processes, or those with autoStart, and all that they need. */
  up(names: readonly string[] | undefined): void {
    this.supervisor.needOthers(this.#reloads.up(names));
  }

  /**
   * Applies another configuration; a notice says first what will change. After the shutdown it changes nothing.
   * @param title what the notice begins with
   */
  reload(configs: readonly ProcessConfig[], title: string): Reload {
    if (this.#closed) return { changes: [], text: 'shutting down; nothing is reloaded', done: Promise.resolve() };
    const reload = this.#reloads.reload(configs, title, (text) => this.#parts.listener.noticed({ text, trouble: false }));
    this.#reactions.reconfigured(configs);
    return reload;
  }

  /** Ends all processes and lets all containers go; nothing starts any more. */
  async shutdown(): Promise<ShutdownReport> {
    this.#closed = true;
    this.#others.close();
    const running = this.units
      .snapshots()
      .flatMap(({ kind, name, state }) => (kind !== 'process' && state === 'running' ? [name] : []));
    this.#reactions.close();
    const report = await this.supervisor.shutdown().finally(() => this.usage.close());
    await this.#reactions.finish();
    this.history.close();
    await atMost(this.#parts.ports.clock, longestLogsMs, this.supervisor.closeLogs());
    return running.length === 0 ? report : { ...report, running };
  }

  /** Sends SIGKILL to all that is up. */
  killAll(): void {
    this.supervisor.killAll();
    this.#reactions.killAll();
  }

  #unitOf(process: Supervised): Unit {
    const { name } = process.config;
    return processUnit(process, {
      history: this.history,
      usage: this.usage,
      inspector: this.#parts.ports.inspector,
      treeOf: () => treeOf(this.supervisor, name),
      begin: () => this.#reactions.begin(name),
      command: (runner, command, manner) => this.#command(name, runner, command, manner),
    });
  }

  /** What the user wants of a process outlasts a reload. */
  #command(name: string, runner: ProcessRunner, command: UnitCommand, { by, signal, restarts }: CommandManner): Promise<boolean> {
    if (command === 'stop' || command === 'kill') {
      if (restarts !== true) this.#reloads.stopped(name);
      return command === 'stop' ? runner.stop(by, { signal, restarts }) : runner.kill(by, restarts);
    }
    this.#reloads.started(name);
    this.#reactions.resumed(name);
    return command === 'start' ? this.supervisor.start(name) : runner.restart({ by });
  }

  #partsOf(config: ProcessConfig): ProcessParts {
    const { ports, environment, healthEntry, redact } = this.#parts;
    const parts = makeParts(config, environment, ports.probes, async (check) => {
      const ok = (await check(healthEntry(config))) === true;
      return { ok, message: ok ? 'healthy' : 'Health check returned false' };
    });
    return maskedParts(parts, redact);
  }
}
