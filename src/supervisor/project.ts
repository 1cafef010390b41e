import type { ProcessConfig } from '../config/schema/process-config.js';
import type { CrashCard } from '../policy/diagnosis/crash.js';
import type { Requester } from '../policy/restart/exit.js';
import type { Clock, Random } from '../ports/clock.js';
import type { CrashArchive } from '../ports/crash-archive.js';
import type { FileWatcher } from '../ports/file-watcher.js';
import type { Inspector } from '../ports/inspector.js';
import type { LogSinks } from '../ports/log-sink.js';
import type { ProbeRunner } from '../ports/probe-runner.js';
import type { Spawner } from '../ports/spawner.js';
import type { UsageSampler } from '../ports/usage-sampler.js';
import type { Outsiders } from './external-dependencies.js';
import { makeParts, type ProcessParts, processMark } from './process/parts.js';
import type { SupervisorListener } from './process/supervised.js';
import { WatchRestarts } from './process/watch-restarts.js';
import { Chronicle } from './process-history.js';
import { type Reload, Reloads } from './reload.js';
import type { ShutdownReport } from './shutdown.js';
import { Supervisor } from './supervisor.js';
import { atMost } from './unit/at-most.js';
import { type NamedTree, type UsageSample, UsageWatch } from './usage/watch.js';

/** Milliseconds that a slow disk may take for the logs at the end. */
const longestLogsMs = 2000;

/** What a project is made of. */
export interface ProjectParts {
  readonly ports: {
    readonly clock: Clock;
    readonly random: Random;
    readonly spawner: Spawner;
    readonly probes: ProbeRunner;
    readonly watcher: FileWatcher;
    readonly inspector: Inspector;
    readonly usage: UsageSampler;
    readonly sinks?: LogSinks | undefined;
  };
  /** What every child gets, before its own variables. */
  readonly environment: Readonly<Record<string, string>>;
  readonly listener: Omit<SupervisorListener, 'outputEnded'> & {
    /** All that is to be found out about a death is there. */
    crashed(name: string, card: CrashCard): void;
  };
  /** Where deaths are kept beyond the end of the program; undefined keeps them nowhere. */
  readonly archive: CrashArchive | undefined;
  readonly outsiders?: Outsiders;
  /** What the health function of a process is asked about. */
  healthEntry(config: ProcessConfig): unknown;
}

/** The processes of one project: supervised, reloaded and restarted when their files change, as a person asks for it. */
export class Project {
  readonly supervisor: Supervisor;
  /** What has happened so far. */
  readonly chronicle: Chronicle;
  readonly usage: UsageWatch;
  readonly #parts: ProjectParts;
  readonly #reloads: Reloads;
  readonly #watches: WatchRestarts;
  #closed = false;

  constructor(parts: ProjectParts) {
    const { ports, listener } = parts;
    this.#parts = parts;
    this.supervisor = new Supervisor(
      ports,
      {
        ...listener,
        announced: (name, announcement) => {
          if (announcement.event === 'starting') this.#starting(name);
          this.chronicle.announced(name, announcement);
          listener.announced(name, announcement);
        },
        transitioned: (name, from, to) => {
          this.chronicle.transitioned(name, from, to);
          listener.transitioned(name, from, to);
        },
        outputEnded: (name, from, to) => this.chronicle.outputEnded(name, from, to),
      },
      { sinks: ports.sinks, outsiders: parts.outsiders },
    );
    this.usage = new UsageWatch({
      clock: ports.clock,
      sampler: ports.usage,
      trees: () => this.#trees(),
      isKnown: (name) => this.supervisor.runner(name) !== undefined,
      changed: () => listener.changed(),
    });
    this.chronicle = new Chronicle({
      ...ports,
      archive: parts.archive,
      supervisor: this.supervisor,
      died: (name, death) => {
        const runner = this.supervisor.runner(name);
        if (runner === undefined) parts.outsiders?.died(name, death);
        else runner.died(death);
      },
      crashed: (name, card) => listener.crashed(name, card),
      usageHistory: (name) => this.#usageOfGeneration(name),
      changed: () => listener.changed(),
    });
    this.#reloads = new Reloads(this.supervisor, (config) => this.#partsOf(config));
    this.#watches = new WatchRestarts({
      ...ports,
      snapshotOf: (name) => this.supervisor.runner(name)?.snapshot,
      restart: (name, because) => this.supervisor.restartSince(name, 'watch', because),
      noticed: (notice) => listener.noticed(notice),
    });
  }

  /** Adds a process, stopped. */
  add(config: ProcessConfig): void {
    this.supervisor.add(config, this.#partsOf(config));
  }

  /** Starts the named processes, or those with autoStart, and all that they need. */
  up(names: readonly string[] | undefined): void {
    this.supervisor.needOutsiders(this.#reloads.up(names));
  }

  /** A person starts a process, and with it what it needs. */
  start(name: string): Promise<boolean> {
    this.#wantedByHand(name);
    return this.supervisor.start(name);
  }

  /** A person restarts a process. */
  restart(name: string, by: Requester): Promise<boolean> {
    this.#wantedByHand(name);
    return this.supervisor.runner(name)?.restart({ by }) ?? Promise.resolve(false);
  }

  /** A person stops a process. */
  stop(name: string, by: Requester, signal?: NodeJS.Signals): Promise<boolean> {
    this.#reloads.stopped(name);
    return this.supervisor.runner(name)?.stop(by, signal) ?? Promise.resolve(false);
  }

  /** A person stops a process without grace. */
  kill(name: string, by: Requester): Promise<boolean> {
    this.#reloads.stopped(name);
    return this.supervisor.runner(name)?.kill(by) ?? Promise.resolve(false);
  }

  /** Goes over to another configuration; a notice says first what will change. After the shutdown it changes nothing. */
  reload(configs: readonly ProcessConfig[]): Reload {
    if (this.#closed) return { changes: [], text: 'shutting down; nothing is reloaded', done: Promise.resolve() };
    const reload = this.#reloads.reload(configs, (text) => this.#parts.listener.noticed({ text, trouble: false }));
    this.#watches.reconfigured(configs);
    return reload;
  }

  /** Ends everything; nothing starts any more. */
  async shutdown(): Promise<ShutdownReport> {
    this.#closed = true;
    this.#watches.close();
    const report = await this.supervisor.shutdown().finally(() => this.usage.close());
    this.chronicle.close();
    await atMost(this.#parts.ports.clock, longestLogsMs, this.supervisor.closeLogs());
    return report;
  }

  #usageOfGeneration(name: string): readonly UsageSample[] {
    const start = this.supervisor.runner(name)?.snapshot.lastStartTime ?? 0;
    return this.usage.history(name).filter(({ at }) => at >= start);
  }

  #trees(): readonly NamedTree[] {
    return this.supervisor.snapshots().flatMap(({ name, pid }) => {
      const scope = this.supervisor.config(name)?.stop.scope ?? 'all';
      return pid === null ? [] : [{ name, mark: processMark(name), pid, scope }];
    });
  }

  #starting(name: string): void {
    const config = this.supervisor.config(name);
    if (config !== undefined) this.#watches.started(config);
  }

  /** Wanted by a person, which outlasts a reload; and a watch that was paused goes on. */
  #wantedByHand(name: string): void {
    this.#reloads.started(name);
    this.#watches.resume(name);
  }

  #partsOf(config: ProcessConfig): ProcessParts {
    const { ports, environment, healthEntry } = this.#parts;
    return makeParts(config, environment, ports.probes, async (check) => {
      const ok = (await check(healthEntry(config))) === true;
      return { ok, message: ok ? 'healthy' : 'Health check returned false' };
    });
  }
}
