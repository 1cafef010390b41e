import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { WatchListener } from '../../ports/file-watcher.js';
import { monotonicMs } from '../node/clock.js';
import { changedFiles } from './changed.js';
import { FolderWatch } from './folder-watch.js';
import { goneFolders, RootWatch, withUnread } from './root-watch.js';
import { type Scan, type ScanBounds, scanFolder, scanTree } from './tree-scan.js';
import { WatchLimits } from './watch-limits.js';
import type { WatchPaths } from './watch-paths.js';

/** Events of one save come close together, and are examined together. */
const gatherMs = 25;

/** What the system does not report is read so often, and takes at most one part in so many of the time. */
const pollMs = 2000;
const pollShare = 50;

interface Watched {
  readonly events: FolderWatch;
  /** Device and inode of the folder that it watches; null for one of which only some names matter. */
  readonly key: string | null;
}

/**
 * Watches trees by reading them: the system's events only say what to read again, and what has changed is found by comparing.
 * So a folder that is removed and made again, a link that is pointed elsewhere and a replaced file are seen, and a change of
 * modes alone is none.
 */
export class TreeWatch implements Disposable {
  readonly #paths: WatchPaths;
  readonly #listener: WatchListener;
  readonly #bounds: ScanBounds;
  readonly #watched = new Map<string, Watched>();
  #scan: Scan = {
    folders: new Map(),
    points: new Map(),
    roots: new Map(),
    newest: undefined,
    isCut: false,
    unnamed: undefined,
    unread: new Map(),
  };
  /** Folders to read again; undefined to walk all again. */
  #dirty: Set<string> | undefined = new Set();
  #timer: NodeJS.Timeout | undefined;
  /** Who waits for the next comparison, which walks all. */
  #checks: (() => void)[] = [];
  #isBusy = false;
  #isClosed = false;
  readonly #roots = new RootWatch();
  readonly #limits: WatchLimits;
  #polling: NodeJS.Timeout | undefined;

  constructor(paths: WatchPaths, listener: WatchListener, bounds: ScanBounds) {
    this.#paths = paths;
    this.#listener = listener;
    this.#bounds = bounds;
    this.#limits = new WatchLimits(paths, listener, bounds);
  }

  /** Begins to watch. Resolves once it does; what was there before `from`, in milliseconds since 1970, is not reported. */
  async begin(from: number): Promise<void> {
    this.#isBusy = true;
    await this.#walk(false);
    this.#isBusy = false;
    const { newest } = this.#scan;
    if (newest !== undefined && newest.changedMs > from && !this.#isClosed)
      this.#listener.changed(this.#paths.nameOf(newest.path), false);
    this.#poll();
  }

  /** Whether something has happened since the last reading, or is being read. */
  get isBehind(): boolean {
    if (this.#isBusy || this.#timer !== undefined || this.#dirty === undefined || this.#dirty.size > 0) return true;
    return [...this.#watched.values()].some(({ events }) => events.isResting);
  }

  /** Reads all again and reports what changed. Resolves then, or once it is closed. */
  check(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#isClosed) return resolve();
      this.#dirty = undefined;
      this.#checks.push(resolve);
      this.#poll();
    });
  }

  [Symbol.dispose](): void {
    this.#isClosed = true;
    for (const checked of this.#checks.splice(0)) checked();
    clearTimeout(this.#timer);
    clearTimeout(this.#polling);
    for (const folder of [...this.#watched.keys()]) this.#unwatch(folder);
  }

  /** @param name what the event is about, in the folder */
  #event(folder: string, kind: string, name: string | null): void {
    if (this.#isClosed) return;
    // The end of a folder is reported by its own name. Its watch has ended with it, and another folder may get the same inode.
    const isOwnEnd = kind === 'rename' && name === basename(folder);
    if (isOwnEnd) this.#unwatch(folder);
    const isPoint = name === null || (this.#scan.points.get(folder)?.has(name) ?? false);
    if (isOwnEnd || isPoint) this.#dirty = undefined;
    else if (this.#scan.folders.has(folder) || this.#isBusy) this.#dirty?.add(folder);
    else return;
    this.#poll();
  }

  #poll(): void {
    if (this.#isBusy || this.#timer !== undefined || this.#isClosed || this.#dirty?.size === 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#isBusy = true;
      const checks = this.#checks.splice(0);
      void this.#compare()
        .catch((error: Error) => !this.#isClosed && this.#limits.refused(error))
        .finally(() => {
          this.#isBusy = false;
          for (const checked of checks) checked();
          this.#poll();
        });
    }, gatherMs);
  }

  async #compare(): Promise<void> {
    const dirty = this.#dirty;
    this.#dirty = new Set();
    if (dirty === undefined) {
      await this.#walk(true);
      return;
    }
    const folders = new Map(this.#scan.folders);
    for (const path of dirty) {
      const before = folders.get(path);
      if (before === undefined) continue;
      const now = await scanFolder(this.#paths, this.#bounds, path, before.key);
      if (now === undefined || now.structure !== before.structure) {
        await this.#walk(true);
        return;
      }
      folders.set(path, now);
    }
    const before = this.#scan;
    this.#scan = { ...before, folders };
    this.#report(before, this.#scan);
  }

  async #walk(reports: boolean): Promise<void> {
    const before = this.#scan;
    const began = monotonicMs();
    const entered = new Set<string>();
    this.#limits.begin();
    const read = await scanTree(this.#paths, this.#bounds, (folder, key) => {
      entered.add(folder);
      this.#watch(folder, key);
    });
    if (this.#isClosed) return;
    const scan = withUnread(before, read);
    this.#scan = { ...scan, folders: new Map([...goneFolders(this.#paths.roots, before, scan), ...scan.folders]) };
    let isNewPoint = false;
    for (const folder of scan.points.keys()) {
      if (!entered.has(folder)) isNewPoint = this.#watch(folder, await keyOf(folder)) || isNewPoint;
    }
    for (const folder of [...this.#watched.keys()]) {
      if (!entered.has(folder) && !scan.points.has(folder)) this.#unwatch(folder);
    }
    // What happened there between the walk and the watch is seen by another walk.
    if (isNewPoint) this.#dirty = undefined;
    for (const [root, isBack] of this.#roots.compare(this.#paths.roots, scan)) {
      this.#listener.gone?.(this.#paths.nameOf(root) || '.', isBack);
    }
    if (reports) this.#report(before, this.#scan);
    if (!this.#isClosed && this.#limits.say(scan)) this.#pollAfter(Math.max(pollMs, pollShare * (monotonicMs() - began)));
  }

  #pollAfter(ms: number): void {
    clearTimeout(this.#polling);
    this.#polling = setTimeout(() => {
      this.#dirty = undefined;
      this.#poll();
    }, ms);
  }

  /** Returns whether that is new. */
  #watch(folder: string, key: string | null): boolean {
    if (this.#isClosed) return false;
    const present = this.#watched.get(folder);
    if (present !== undefined && present.key === key) return false;
    this.#unwatch(folder);
    // Each further attempt would fail as well, and takes its time.
    if (this.#limits.isShort) return false;
    try {
      const events = new FolderWatch(folder, {
        changed: (kind, name) => this.#event(folder, kind, name),
        rested: () => {
          if (this.#scan.points.has(folder)) this.#dirty = undefined;
          else this.#dirty?.add(folder);
          this.#poll();
        },
        failed: (error) => {
          this.#unwatch(folder);
          if (error.code !== 'EPERM' && !this.#isClosed) this.#limits.refused(error);
          this.#dirty = undefined;
          this.#poll();
        },
      });
      this.#watched.set(folder, { events, key });
      return true;
    } catch (error) {
      const fault = error as NodeJS.ErrnoException;
      if (fault.code === 'ENOENT') this.#dirty = undefined;
      this.#limits.refused(fault);
      return false;
    }
  }

  #unwatch(folder: string): void {
    this.#watched.get(folder)?.events[Symbol.dispose]();
    this.#watched.delete(folder);
  }

  #report(before: Scan, now: Scan): void {
    for (const { path, isWritten } of changedFiles(before, now)) {
      if (this.#isClosed) return;
      this.#listener.changed(this.#paths.nameOf(path), isWritten);
    }
  }
}

async function keyOf(folder: string): Promise<string | null> {
  const found = await stat(folder, { bigint: true }).catch(() => undefined);
  return found === undefined ? null : `${found.dev}:${found.ino}`;
}
