import { mkdirSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { TreeMethod } from '../../ports/spawner.js';
import { atHostExit } from '../node/host-exit.js';
import { makeFolder } from '../node/make-folder.js';
import { Cgroup } from './cgroup.js';
import { isFolderName } from './folder-name.js';
import { ownCgroup } from './hierarchy.js';
import { CgroupTrial } from './trial.js';
import { MoveWarmUp } from './warm-up.js';

/** Emptied groups are removed together, when nothing is more urgent, in milliseconds. */
const removeLaterMs = 100;

/** The magic number of a cgroup2 file system. Source: statfs(2). */
const cgroup2Magic = 0x63677270;

/** What distinguishes the folder of a run's groups from all others, for the one that finds it when the run has died. */
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

/** The folder of all control groups of this program, below the one that it is in itself. */
export class CgroupFolder {
  readonly #path: string;
  readonly #known = new Map<string, Known>();
  readonly #emptied = new Set<Cgroup>();
  readonly #warmUp = new MoveWarmUp();
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

  /**
   * A child is to be started, which then enters its group the sooner.
   * @param inMs milliseconds until then
   * @param withinMs how much later it may be
   */
  expect(inMs: number, withinMs?: number): void {
    this.#warmUp.expect(inMs, withinMs);
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

  /** A watchdog of this program has shut down: what was discarded is removed, and the folder itself where nothing else is in it. */
  tidy(): void {
    this.#removeEmptied();
    // Not with what is empty in it: a child of another watchdog may be about to enter that.
    new Cgroup(this.#path).removeAlone();
  }

  /** The program ends: all that is empty is removed, and the folder itself once nothing is in it. */
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
      makeFolder(path);
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

/** They are not to be used after all: what was begun is undone. */
export function forgoCgroups(): void {
  if (opened !== undefined) return;
  trial?.giveUp();
  opened = null;
}

/**
 * The folder of this program's control groups; undefined where they cannot be used. Modes and names do not show that, so a throw-away
 * child is moved between two of them, once for the life of the program.
 */
export function openCgroups(): CgroupFolder | undefined {
  prepareCgroups();
  if (opened === undefined) opened = (trial && folderAfter(trial)) ?? null;
  return opened ?? undefined;
}

function folderAfter(trial: CgroupTrial): CgroupFolder | undefined {
  const path = trial.result();
  return path === undefined ? undefined : new CgroupFolder(path);
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
  return folderAfter(new CgroupTrial(parent));
}

/** Whether this is still the folder of that run: its name is one of ours, and the system's number for it the same. */
export function isStillThere({ path, inode }: CgroupPlace): boolean {
  if (!isFolderName(basename(path))) return false;
  try {
    return statSync(path).ino === inode && statfsSync(path).type === cgroup2Magic;
  } catch {
    return false;
  }
}
