import type { ProcessConfig } from '../config/schema/process-config.js';
import type { LifecycleAnnouncement, ProcessStateName } from '../policy/process/lifecycle.js';
import { processMark } from '../policy/process/mark.js';
import type { Clock } from '../ports/clock.js';
import type { FileWatcher } from '../ports/file-watcher.js';
import type { Inspector } from '../ports/inspector.js';
import type { Spawner } from '../ports/spawner.js';
import type { UsageSampler } from '../ports/usage-sampler.js';
import type { Notice } from './events/notice.js';
import { Hooks } from './hooks/hooks.js';
import { Schedules } from './process/schedules.js';
import { WatchRestarts } from './process/watch-restarts.js';
import type { Supervisor } from './supervisor.js';
import { type LimitedTree, MemoryWatch } from './usage/memory-watch.js';
import type { NamedTree } from './usage/watch.js';

/** What reactions need from around them. */
interface ReactionParts {
  readonly ports: {
    readonly clock: Clock;
    readonly spawner: Spawner;
    readonly watcher: FileWatcher;
    readonly usage: UsageSampler;
    readonly inspector: Inspector;
  };
  readonly supervisor: Supervisor;
  /** What every child gets, before its own variables. */
  readonly environment: Readonly<Record<string, string>>;
  redact(text: string): string;
  noticed(notice: Notice): void;
}

/** What a configuration has done beside the life of a process itself: restarts by changed files and by use of memory, runs by a schedule, and hooks. */
export class Reactions {
  readonly #supervisor: Supervisor;
  readonly #watches: WatchRestarts;
  readonly #memory: MemoryWatch;
  readonly #hooks: Hooks;
  readonly #schedules: Schedules;

  constructor({ ports, supervisor, environment, redact, noticed }: ReactionParts) {
    this.#supervisor = supervisor;
    this.#watches = new WatchRestarts({
      ...ports,
      runnerOf: (name) => supervisor.runner(name),
      restart: (name, because) => supervisor.restartSince(name, 'watch', because),
      hasWritten: async (name) => {
        const tree = treeOf(supervisor, name);
        // A terminal changes what is written to it.
        if (tree === undefined || supervisor.config(name)?.tty !== false) return undefined;
        return ports.inspector.hasWritten(tree, supervisor.outputBytes(name));
      },
      noticed,
    });
    this.#schedules = new Schedules({
      clock: ports.clock,
      configOf: (name) => supervisor.config(name),
      runnerOf: (name) => supervisor.runner(name),
      said: (name, text) => supervisor.say(name, text),
    });
    this.#memory = new MemoryWatch({ clock: ports.clock, sampler: ports.usage, trees: () => limitedTrees(supervisor) });
    this.#hooks = new Hooks({
      ...ports,
      environment,
      configOf: (name) => supervisor.config(name),
      snapshotOf: (name) => supervisor.runner(name)?.snapshot,
      redact,
      noticed,
    });
  }

  /** A process is to be up without anybody's doing: it starts, or runs by its schedule from now on. */
  begin(name: string): void {
    if (this.#supervisor.config(name)?.schedule == null) void this.#supervisor.runner(name)?.start();
    else this.#schedules.begin(name);
  }

  /** A process announces something, of which everybody else was notified. */
  announced(name: string, announcement: LifecycleAnnouncement): void {
    const config = this.#supervisor.config(name);
    if (announcement.event === 'starting' && config !== undefined) {
      this.#watches.started(config);
      this.#schedules.starting(name);
    }
    this.#hooks.announced(name, announcement);
  }

  /** The state of a process changed, of which everybody else was notified. */
  transitioned(name: string, to: ProcessStateName): void {
    if (this.#supervisor.runner(name)?.policy.memory != null) this.#memory.changed();
    this.#hooks.transitioned(name, to);
    this.#schedules.transitioned(name, to);
  }

  /** The user starts a process: a watch that was paused goes on. */
  resumed(name: string): void {
    this.#watches.resume(name);
  }

  /** Reads now what is watched for a process, so that every change so far is in its snapshot. */
  checkFiles(name: string): Promise<void> {
    return this.#watches.check(name);
  }

  /** Whether changed files will restart a process that have not yet. */
  willRestart(name: string): boolean {
    return this.#watches.isPending(name);
  }

  /** The processes have other configurations. */
  reconfigured(configs: readonly ProcessConfig[]): void {
    this.#watches.reconfigured(configs);
    this.#schedules.reconfigured(configs);
    this.#memory.changed();
  }

  /** The shutdown has begun. */
  close(): void {
    this.#watches.close();
    this.#schedules.close();
    this.#memory.close();
    this.#hooks.close();
  }

  /** All processes have ended. Resolves once nothing of the reactions runs, which is soon. */
  finish(): Promise<void> {
    return this.#hooks.finish();
  }

  /** Ends at once what runs. */
  killAll(): void {
    this.#hooks.killAll();
  }
}

/** What is up, as trees to be measured. */
export function treesOf(supervisor: Supervisor): readonly NamedTree[] {
  return supervisor.names.flatMap((name) => treeOf(supervisor, name) ?? []);
}

/** What of one process is up; undefined where nothing is. */
export function treeOf(supervisor: Supervisor, name: string): NamedTree | undefined {
  const pid = supervisor.runner(name)?.snapshot.pid ?? null;
  return pid === null ? undefined : { name, mark: processMark(name), pid, scope: supervisor.config(name)?.stop.scope ?? 'all' };
}

function limitedTrees(supervisor: Supervisor): readonly LimitedTree[] {
  return treesOf(supervisor).flatMap(({ name, ...tree }) => {
    const runner = supervisor.runner(name);
    const limit = runner?.policy.memory ?? null;
    if (runner === undefined || limit === null || runner.lifecycle.phase.name !== 'running') return [];
    const { generation } = runner.lifecycle;
    return [{ ...tree, limit, measured: (bytes) => runner.dispatch({ type: 'memory', generation, bytes }) }];
  });
}
