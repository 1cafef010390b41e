import { existsSync, mkdirSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isMainThread, threadId } from 'node:worker_threads';
import type { TreeMethod } from '../../ports/spawner.js';
import { atHostExit } from '../node/host-exit.js';
import { Cgroup, foldersIn } from './cgroup.js';
import { ownCgroup } from './hierarchy.js';
import { isCheap, TrialChild } from './trial.js';

/** Emptied groups are removed together, when nothing is more urgent, in milliseconds. */
const removeLaterMs = 100;

/** How often, and with how many milliseconds between, a folder is removed at the end in which the throw-away child still dies. */
const mostRounds = 20;
const roundMs = 5;

/** The magic number of a cgroup2 file system. Source: statfs(2). */
const cgroup2Magic = 0x63677270;

/** What tells the folder of a run's groups from all others, for the one that finds it when the run has died. */
export interface CgroupPlace {
  readonly path: string;
  /** The number that the system gave it; the next folder of this name has another. */
  readonly inode: number;
}

/** The control group of a generation, and the folder that it is in. */
export interface GenerationCgroup {
  readonly cgroup: Cgroup;
  readonly place: CgroupPlace;
}

/** Finds the control group of a tree by the word that marks it; undefined where it has none. */
export type CgroupOf = (marker: string) => Cgroup | undefined;

interface Known {
  readonly number: number;
  readonly generation: number;
  readonly cgroup: Cgroup | undefined;
}

/** More processes without a group than these are forgotten, and get another number should they come again. */
const mostForgotten = 4096;

/** The folder of all control groups of this program, `watchdog-PID` below the one that it is in itself; `watchdog-PID-THREAD` of a worker thread. */
export class CgroupFolder {
  readonly #path: string;
  readonly #known = new Map<string, Known>();
  readonly #emptied = new Set<Cgroup>();
  #place: CgroupPlace;
  #numbers = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param path of a folder that is there */
  constructor(path: string) {
    this.#path = path;
    this.#place = cgroupPlace(path);
  }

  /**
   * Makes the group of a process's next generation. Its name is of numbers alone.
   * @param marker the word that marks the process in its run
   * @returns undefined where it cannot be made
   */
  create(marker: string): GenerationCgroup | undefined {
    const known = this.#known.get(marker);
    const number = known?.number ?? this.#numbers + 1;
    const generation = (known?.generation ?? 0) + 1;
    const cgroup = new Cgroup(join(this.#path, `${number}-${generation}`));
    if (!this.#make(cgroup.path)) return undefined;
    this.#numbers = Math.max(this.#numbers, number);
    this.#known.set(marker, { number, generation, cgroup });
    return { cgroup, place: this.#place };
  }

  /** The group of what runs of a process now; undefined where it has none. */
  of(marker: string): Cgroup | undefined {
    return this.#known.get(marker)?.cgroup;
  }

  /** The word that marks the process whose group a pid lives in; undefined where that is none of this folder. */
  markerOf(pid: number): string | undefined {
    const name = nameOfGroup(pid, basename(this.#path));
    if (name === undefined) return undefined;
    return [...this.#known].find(([, { cgroup }]) => cgroup !== undefined && basename(cgroup.path) === name)?.[0];
  }

  /** Nothing lives any more in a process's group: it is removed, a little later. */
  discard(marker: string, cgroup: Cgroup): void {
    const known = this.#known.get(marker);
    if (known?.cgroup === cgroup) this.#known.set(marker, { ...known, cgroup: undefined });
    if (this.#known.size > mostForgotten) {
      for (const [each, { cgroup: left }] of this.#known) if (left === undefined) this.#known.delete(each);
    }
    this.#emptied.add(cgroup);
    this.#timer ??= setTimeout(() => this.#removeEmptied(), removeLaterMs).unref();
  }

  /** Removes all that is empty, and the folder itself once nothing is in it. */
  close(): void {
    this.#removeEmptied();
    new Cgroup(this.#path).remove();
  }

  #make(path: string): boolean {
    try {
      mkdirSync(path);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return false;
    }
    // Another watchdog of this program has ended since, and with it the folder.
    try {
      mkdirSync(path, { recursive: true });
      this.#place = cgroupPlace(this.#path);
      return true;
    } catch {
      return false;
    }
  }

  #removeEmptied(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const cgroup of this.#emptied) if (cgroup.remove()) this.#emptied.delete(cgroup);
  }
}

/** The name of the group in a folder, or above the one in it, that a pid lives in. */
function nameOfGroup(pid: number, folder: string): string | undefined {
  try {
    const path = /^0::(.*)$/m.exec(readFileSync(`/proc/${pid}/cgroup`, 'utf8'))?.[1]?.split('/') ?? [];
    const at = path.indexOf(folder);
    return at === -1 ? undefined : path[at + 1];
  } catch {
    return undefined; // It has ended.
  }
}

function cgroupPlace(path: string): CgroupPlace {
  return { path, inode: statSync(path).ino };
}

let trial: CgroupTrial | undefined;
let opened: CgroupFolder | null | undefined;

/** Begins what `openCgroups` waits for, which then takes less of the time until the first child. */
export function prepareCgroups(): void {
  if (trial !== undefined) return;
  trial = new CgroupTrial(ownCgroup());
  atHostExit(() => {
    if (opened === undefined) trial?.giveUp();
    else opened?.close();
  });
}

/**
 * The folder of this program's control groups; undefined where they cannot be used. Modes and names do not tell that, so a throw-away
 * child is moved between two of them, once for the life of the program.
 */
export function openCgroups(): CgroupFolder | undefined {
  prepareCgroups();
  opened ??= trial?.result() ?? null;
  return opened ?? undefined;
}

/** The word for how trees of processes are known: by control groups, or by process groups, descent and markers. */
export function treesBy(folder: CgroupFolder | undefined): TreeMethod {
  return folder === undefined ? 'groups' : 'cgroups';
}

/** The same folder where it was asked for before; undefined where nobody did. */
export function openedCgroups(): CgroupFolder | undefined {
  return opened ?? undefined;
}

/** The same, tried now below this folder. */
export function tryCgroups(parent: string | undefined): CgroupFolder | undefined {
  return new CgroupTrial(parent).result();
}

/** The throw-away child, and the groups between which it is moved. */
class CgroupTrial {
  readonly #path: string | undefined;
  readonly #rooms: readonly Cgroup[] = [];
  readonly #child: TrialChild | undefined;

  constructor(parent: string | undefined) {
    if (parent === undefined) return;
    removeAbandoned(parent);
    const path = makeFolder(parent);
    if (path === undefined) return;
    this.#path = path;
    const rooms = [join(path, '0-1'), join(path, '0-2')] as const;
    this.#rooms = rooms.map((room) => new Cgroup(room));
    try {
      for (const room of rooms) mkdirSync(room);
      this.#child = new TrialChild(rooms);
    } catch {
      // Not ours to use.
    }
  }

  /** Nobody asks for the result. */
  giveUp(): void {
    if (this.#path === undefined) return;
    this.#child?.end();
    const folder = new Cgroup(this.#path);
    // A group can be removed once what was killed in it is gone.
    for (let round = 0; round < mostRounds && !folder.remove(); round++)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, roundMs);
  }

  /** The folder, where moves are allowed and cheap; without what was made for the trial. To be asked for once. */
  result(): CgroupFolder | undefined {
    if (this.#path === undefined) return undefined;
    try {
      if (this.#child !== undefined && isCheap(this.#child.move())) return new CgroupFolder(this.#path);
    } catch {
      // Where the common ancestor may not be written, a move is refused.
    } finally {
      this.#child?.end();
      for (const room of this.#rooms) room.remove();
    }
    new Cgroup(this.#path).remove();
    return undefined;
  }
}

/** What dead watchdogs have left and nothing lives in: one that is killed cannot do it itself. */
function removeAbandoned(parent: string): void {
  for (const name of foldersIn(parent)) {
    const pid = /^watchdog-(\d+)(?:-\d+)?$/.exec(name)?.[1];
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) new Cgroup(join(parent, name)).remove();
  }
}

/** A dead program with our pid may have left one of this name; what is not empty is never touched. */
function makeFolder(parent: string): string | undefined {
  // The reaper of a thread that ends takes all that is in its folder, so each thread has its own.
  const path = join(parent, `watchdog-${process.pid}${isMainThread ? '' : `-${threadId}`}`);
  for (const attempt of [1, 2]) {
    try {
      mkdirSync(path);
      return path;
    } catch (error) {
      if (attempt === 2 || (error as NodeJS.ErrnoException).code !== 'EEXIST' || !new Cgroup(path).remove()) return undefined;
    }
  }
  return undefined;
}

/** Whether this is still the folder of that run: its name is one of ours, and the system's number for it the same. */
export function isStillThere({ path, inode }: CgroupPlace): boolean {
  if (!/^watchdog-\d+(-\d+)?$/.test(basename(path))) return false;
  try {
    return statSync(path).ino === inode && statfsSync(path).type === cgroup2Magic;
  } catch {
    return false;
  }
}
