import { isDeepStrictEqual } from 'node:util';
import type { ProcessConfig } from '../../config/schema/process-config.js';
import type { WatchedFiles } from '../../policy/process/lifecycle.js';
import { judgeBetween, judgeChange, noChanges, type WatchVerdict } from '../../policy/process/watch-loop.js';
import type { Clock } from '../../ports/clock.js';
import type { FileWatcher } from '../../ports/file-watcher.js';
import type { Notice } from '../events/notice.js';
import { GonePaths } from './gone-paths.js';
import type { ProcessRunner } from './runner.js';
import { type Burst, endDelay, isRestartable, type Watched } from './watched.js';

/** What the watches know of the processes, and do to them. */
export interface WatchKeeping {
  readonly clock: Clock;
  readonly watcher: FileWatcher;
  runnerOf(name: string): Pick<ProcessRunner, 'snapshot' | 'dispatch'> | undefined;
  restart(name: string, because: string): void;
  /** Whether anything of the process has written into files since its start; undefined where that is not known. */
  hasWritten(name: string): Promise<boolean | undefined>;
  noticed(notice: Notice): void;
}

/** A burst of changes becomes one restart even when it never pauses: after this many times the debounce. */
const patience = 10;

/** Milliseconds without a change that end a pause. */
const quietMs = 10_000;

/** Restarts processes when their files change: once for a burst, and no longer once a process restarts itself by what it writes. */
export class WatchRestarts {
  readonly #keeping: WatchKeeping;
  readonly #watched = new Map<string, Watched>();
  /** Those of which not all is reported by the system. */
  readonly #polledNames = new Set<string>();

  constructor(keeping: WatchKeeping) {
    this.#keeping = keeping;
  }

  /** A process starts: from now on its files are watched. The first start begins that, not the registration. */
  started(config: ProcessConfig): void {
    this.#open(config);
    const watched = this.#watched.get(config.name);
    if (watched === undefined) return;
    watched.startedAt = this.#keeping.clock.now();
    endDelay(watched);
    if (watched.isBlind) this.#dispatch(config.name, 'unknown');
  }

  /** The processes have other configurations: what runs or is watched already goes by them at once. */
  reconfigured(configs: readonly ProcessConfig[]): void {
    const byName = new Map(configs.map((config) => [config.name, config]));
    for (const name of this.#watched.keys()) if (!byName.has(name)) this.forget(name);
    for (const config of configs) {
      if (this.#watched.has(config.name) || this.#keeping.runnerOf(config.name)?.snapshot.state === 'running') this.#open(config);
    }
  }

  /** The user starts it: a watch that was paused goes on, and what could not be watched is tried again. */
  resume(name: string): void {
    const watched = this.#watched.get(name);
    if (watched === undefined) return;
    // The system may have more watches by now.
    if (watched.isBlind) {
      this.forget(name);
      return;
    }
    watched.memory = noChanges;
    if (watched.pause !== undefined) this.#endPause(name, watched);
  }

  /** Reads now what is watched for a process, so that every change so far is known. */
  async check(name: string): Promise<void> {
    await this.#watched.get(name)?.handle.check();
  }

  /** Whether changes will restart it that have not yet. */
  isPending(name: string): boolean {
    const watched = this.#watched.get(name);
    return watched?.burst !== undefined || watched?.delayed !== undefined;
  }

  /** Does not watch for a process any more. */
  forget(name: string): void {
    const watched = this.#watched.get(name);
    if (watched === undefined) return;
    watched.burst?.timer[Symbol.dispose]();
    endDelay(watched);
    if (watched.pause !== undefined) this.#endPause(name, watched);
    watched.gone[Symbol.dispose]();
    watched.handle[Symbol.dispose]();
    this.#watched.delete(name);
    this.#polledNames.delete(name);
    this.#dispatch(name, 'unwatched');
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
      changed: (path, isWritten) => {
        this.#changed(name, path, isWritten);
        // Last, so that the receiver knows whether a restart follows.
        this.#dispatch(name, 'changed');
      },
      gone: (path, isBack) => this.#watched.get(name)?.gone.report(path, isBack),
      failed: (message) => this.#failed(name, message),
      polled: (why) => this.#polled(name, why),
      recovered: () => this.#recovered(name),
    });
    this.#watched.set(name, {
      config: watch,
      cwd,
      handle,
      isBlind: false,
      startedAt: this.#keeping.clock.now(),
      changedAt: this.#keeping.clock.now(),
      burst: undefined,
      memory: noChanges,
      delayed: undefined,
      gone: new GonePaths(name, this.#keeping),
      pause: undefined,
    });
    this.#dispatch(name, 'same');
  }

  #failed(name: string, message: string): void {
    const watched = this.#watched.get(name);
    if (watched !== undefined) watched.isBlind = true;
    if (this.#keeping.runnerOf(name)?.snapshot.files !== 'changed') this.#dispatch(name, 'unknown');
    this.#complain(name, `its files cannot be watched: ${message}`);
  }

  /** What the system is short of it lacks for all, so that is said once. */
  #polled(name: string, why: string): void {
    const text = `changes of files are found by polling, up to some seconds late: ${why}`;
    if (this.#polledNames.size === 0) this.#keeping.noticed({ text, trouble: true });
    this.#polledNames.add(name);
  }

  #recovered(name: string): void {
    const watched = this.#watched.get(name);
    if (watched?.isBlind === true) {
      watched.isBlind = false;
      if (this.#keeping.runnerOf(name)?.snapshot.files === 'unknown') this.#dispatch(name, 'same');
      this.#keeping.noticed({ name, text: 'all of its files are watched again', trouble: false });
    }
    if (this.#polledNames.delete(name) && this.#polledNames.size === 0)
      this.#keeping.noticed({ text: 'changes of files are reported by the system again', trouble: false });
  }

  #dispatch(name: string, files: WatchedFiles): void {
    this.#keeping.runnerOf(name)?.dispatch({ type: 'files', files });
  }

  #changed(name: string, path: string, isWritten: boolean): void {
    const watched = this.#watched.get(name);
    if (watched?.pause !== undefined) this.#pause(name, watched);
    if (watched === undefined || watched.pause !== undefined) return;
    const { clock } = this.#keeping;
    const quietBeforeMs = clock.now() - watched.changedAt;
    watched.changedAt = clock.now();
    if (watched.delayed !== undefined) {
      watched.memory = judgeBetween(
        watched.memory,
        clock.now() - watched.startedAt,
        quietBeforeMs > watched.config.debounceMs * 1.5,
      );
      return;
    }
    if (!isRestartable(this.#keeping.runnerOf(name)?.snapshot)) return;
    const before = watched.burst;
    const burst: Burst = {
      path: before?.path ?? path,
      at: before?.at ?? clock.now(),
      isWritten: isWritten && before?.isWritten !== false,
    };
    before?.timer[Symbol.dispose]();
    this.#await(name, watched, burst);
  }

  /** Waits until the burst has ended: on a busy machine, or after many changes, some of it is still to be read. */
  #await(name: string, watched: Watched, burst: Burst): void {
    const { clock } = this.#keeping;
    const { debounceMs } = watched.config;
    const left = Math.max(0, burst.at + debounceMs * patience - clock.now());
    const ended = (): void => {
      if (watched.handle.isBehind && clock.now() < burst.at + debounceMs * patience) this.#await(name, watched, burst);
      else void this.#act(name, watched, burst);
    };
    watched.burst = { ...burst, timer: clock.setTimer(ended, Math.min(debounceMs, left)) };
  }

  async #act(name: string, watched: Watched, burst: Burst): Promise<void> {
    watched.burst = undefined;
    if (!isRestartable(this.#keeping.runnerOf(name)?.snapshot)) return;
    const verdict = judgeChange(watched.memory, burst.at - watched.startedAt);
    // What has written nothing since its start has not changed its files.
    const isClear = verdict.memory.suspected !== null && burst.isWritten && (await this.#keeping.hasWritten(name)) === false;
    if (this.#watched.get(name) !== watched) return;
    this.#follow(name, watched, burst, isClear ? { does: 'restart', delayMs: 0, memory: noChanges } : verdict);
  }

  #follow(name: string, watched: Watched, { path }: Burst, verdict: WatchVerdict): void {
    watched.memory = verdict.memory;
    if (verdict.does === 'pause') {
      this.#pause(name, watched);
      this.#keeping.runnerOf(name)?.dispatch({ type: 'watch_paused', path });
      this.#complain(
        name,
        `watch paused: ${path} changes after each start, wherever that is put; it seems to write what it watches; leave that out with watch.ignore`,
      );
      return;
    }
    const restart = (): void => {
      watched.delayed = undefined;
      if (isRestartable(this.#keeping.runnerOf(name)?.snapshot)) this.#keeping.restart(name, `${path} changed`);
    };
    if (verdict.delayMs === 0) restart();
    else watched.delayed = this.#keeping.clock.setTimer(restart, verdict.delayMs);
  }

  /** Pauses the watch until its files have been still for a while. */
  #pause(name: string, watched: Watched): void {
    watched.pause?.[Symbol.dispose]();
    watched.pause = this.#keeping.clock.setTimer(() => this.#endPause(name, watched), quietMs);
  }

  #endPause(name: string, watched: Watched): void {
    watched.pause?.[Symbol.dispose]();
    watched.pause = undefined;
    this.#keeping.runnerOf(name)?.dispatch({ type: 'watch_paused', path: null });
  }

  #complain(name: string, text: string): void {
    this.#keeping.noticed({ name, text, trouble: true });
  }
}
