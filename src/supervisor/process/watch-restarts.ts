import { isDeepStrictEqual } from 'node:util';
import type { ProcessConfig, WatchConfig } from '../../config/schema/process-config.js';
import { judgeChange } from '../../policy/process/watch-loop.js';
import type { Clock } from '../../ports/clock.js';
import type { FileWatcher } from '../../ports/file-watcher.js';
import type { Notice } from '../events/notice.js';
import type { ProcessSnapshot } from '../snapshot/process.js';

/** What the watches know of the processes, and do to them. */
export interface WatchKeeping {
  readonly clock: Clock;
  readonly watcher: FileWatcher;
  snapshotOf(name: string): ProcessSnapshot | undefined;
  restart(name: string, because: string): void;
  noticed(notice: Notice): void;
}

/** A burst of changes becomes one restart even when it never pauses: after this many times the debounce. */
const patience = 10;

interface Watched {
  readonly config: WatchConfig;
  readonly cwd: string;
  readonly handle: Disposable;
  /** Monotonic milliseconds of its last start. */
  startedAt: number;
  burst: { readonly path: string; readonly at: number; readonly timer: Disposable } | undefined;
  inRow: number;
  paused: boolean;
}

/** Restarts processes when their files change: once for a burst, and no longer once a process restarts itself by what it writes. */
export class WatchRestarts {
  readonly #keeping: WatchKeeping;
  readonly #watched = new Map<string, Watched>();

  constructor(keeping: WatchKeeping) {
    this.#keeping = keeping;
  }

  /** A process starts: from now on its files are watched. The first start begins that, not the registration. */
  started(config: ProcessConfig): void {
    this.#open(config);
    const watched = this.#watched.get(config.name);
    if (watched !== undefined) watched.startedAt = this.#keeping.clock.now();
  }

  /** The processes have other configurations: what runs or is watched already goes by them at once. */
  reconfigured(configs: readonly ProcessConfig[]): void {
    const byName = new Map(configs.map((config) => [config.name, config]));
    for (const name of this.#watched.keys()) if (!byName.has(name)) this.forget(name);
    for (const config of configs) {
      if (this.#watched.has(config.name) || this.#keeping.snapshotOf(config.name)?.state === 'running') this.#open(config);
    }
  }

  /** A person starts it: a watch that was paused goes on. */
  resume(name: string): void {
    const watched = this.#watched.get(name);
    if (watched === undefined) return;
    watched.paused = false;
    watched.inRow = 0;
  }

  /** Does not watch for a process any more. */
  forget(name: string): void {
    const watched = this.#watched.get(name);
    watched?.burst?.timer[Symbol.dispose]();
    watched?.handle[Symbol.dispose]();
    this.#watched.delete(name);
  }

  /** Watches nothing any more. */
  close(): void {
    for (const name of [...this.#watched.keys()]) this.forget(name);
  }

  #open({ name, watch, cwd }: ProcessConfig): void {
    const watched = this.#watched.get(name);
    if (watched?.cwd === cwd && isDeepStrictEqual(watched.config, watch)) return;
    this.forget(name);
    if (watch === null) return;
    const request = { directory: cwd, paths: watch.paths, ignore: watch.ignore };
    const handle = this.#keeping.watcher.watch(request, {
      changed: (path) => this.#changed(name, path),
      failed: (message) => this.#complain(name, `its files cannot be watched: ${message}`),
    });
    this.#watched.set(name, {
      config: watch,
      cwd,
      handle,
      startedAt: this.#keeping.clock.now(),
      burst: undefined,
      inRow: 0,
      paused: false,
    });
  }

  #changed(name: string, path: string): void {
    const watched = this.#watched.get(name);
    if (watched === undefined || watched.paused || !isRestartable(this.#keeping.snapshotOf(name))) return;
    const { clock } = this.#keeping;
    const { debounceMs } = watched.config;
    const { path: first, at } = watched.burst ?? { path, at: clock.now() };
    watched.burst?.timer[Symbol.dispose]();
    const left = Math.max(0, at + debounceMs * patience - clock.now());
    const timer = clock.setTimer(() => this.#act(name, watched, first, at), Math.min(debounceMs, left));
    watched.burst = { path: first, at, timer };
  }

  #act(name: string, watched: Watched, path: string, at: number): void {
    watched.burst = undefined;
    if (!isRestartable(this.#keeping.snapshotOf(name))) return;
    const { inRow, isLoop } = judgeChange(watched.inRow, at - watched.startedAt);
    watched.inRow = inRow;
    if (!isLoop) {
      this.#keeping.restart(name, `${path} changed`);
      return;
    }
    watched.paused = true;
    const text = `${inRow} restarts in a row, each soon after its start: it seems to write what it watches (${path})`;
    this.#complain(name, `watch paused after ${text}; a restart by hand watches again`);
  }

  #complain(name: string, text: string): void {
    this.#keeping.noticed({ name, text: `${name}: ${text}`, trouble: true });
  }
}

/** Whether a change can restart it now. A start that is still to come reads the new files anyway. */
function isRestartable(snapshot: ProcessSnapshot | undefined): boolean {
  if (snapshot?.desired !== 'up') return false;
  const { state } = snapshot;
  return state === 'running' || state === 'backoff' || state === 'completed' || state === 'failed';
}
