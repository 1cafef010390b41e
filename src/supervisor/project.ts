import type { ProcessConfig } from '../config/process-config.js';
import type { Clock, Random } from '../ports/clock.js';
import type { FileWatcher } from '../ports/file-watcher.js';
import type { ProbeRunner } from '../ports/probe-runner.js';
import type { Spawner } from '../ports/spawner.js';
import type { Outsiders } from './outsiders.js';
import { makeParts, type ProcessParts } from './process-parts.js';
import { type Reload, Reloads } from './reload.js';
import type { ShutdownReport } from './shutdown.js';
import { Supervisor, type SupervisorListener } from './supervisor.js';
import { WatchRestarts } from './watch-restarts.js';

/** What a project is made of. */
export interface ProjectParts {
  readonly ports: {
    readonly clock: Clock;
    readonly random: Random;
    readonly spawner: Spawner;
    readonly probes: ProbeRunner;
    readonly watcher: FileWatcher;
  };
  /** What every child gets, before its own variables. */
  readonly environment: Readonly<Record<string, string>>;
  readonly listener: SupervisorListener;
  readonly outsiders?: Outsiders;
  /** What the health function of a process is asked about. */
  healthEntry(config: ProcessConfig): unknown;
}

/** The processes of one project: supervised, reloaded and restarted when their files change, as a person asks for it. */
export class Project {
  readonly supervisor: Supervisor;
  readonly #parts: ProjectParts;
  readonly #reloads: Reloads;
  readonly #watches: WatchRestarts;
  #closed = false;

  constructor(parts: ProjectParts) {
    const { ports, listener } = parts;
    this.#parts = parts;
    const own: SupervisorListener = {
      ...listener,
      announced: (name, announcement) => {
        if (announcement.event === 'starting') this.#starting(name);
        listener.announced(name, announcement);
      },
    };
    this.supervisor = new Supervisor(ports, own, parts.outsiders);
    this.#reloads = new Reloads(this.supervisor, (config) => this.#partsOf(config));
    this.#watches = new WatchRestarts({
      ...ports,
      snapshotOf: (name) => this.supervisor.runner(name)?.snapshot,
      restart: (name, because) => this.supervisor.restartSince(name, because),
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
  restart(name: string): Promise<boolean> {
    this.#wantedByHand(name);
    return this.supervisor.runner(name)?.restart() ?? Promise.resolve(false);
  }

  /** A person stops a process. */
  stop(name: string, signal?: NodeJS.Signals): Promise<boolean> {
    this.#reloads.stopped(name);
    return this.supervisor.runner(name)?.stop(signal) ?? Promise.resolve(false);
  }

  /** A person stops a process without grace. */
  kill(name: string): Promise<boolean> {
    this.#reloads.stopped(name);
    return this.supervisor.runner(name)?.kill() ?? Promise.resolve(false);
  }

  /** Goes over to another configuration; a notice says first what will change. After the shutdown it changes nothing. */
  reload(configs: readonly ProcessConfig[]): Reload {
    if (this.#closed) return { changes: [], text: 'shutting down; nothing is reloaded', done: Promise.resolve() };
    const reload = this.#reloads.reload(configs, (text) => this.#parts.listener.noticed({ text, trouble: false }));
    this.#watches.reconfigured(configs);
    return reload;
  }

  /** Ends everything; nothing starts any more. */
  shutdown(): Promise<ShutdownReport> {
    this.#closed = true;
    this.#watches.close();
    return this.supervisor.shutdown();
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
