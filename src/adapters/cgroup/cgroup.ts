import { type FSWatcher, readdirSync, readFileSync, rmdirSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isShortage } from '../node/shortage.js';

/** What the wrapper leaves in a group of its own as a sign, in a limit that means nothing there: how deep groups may stand below. */
export const signs = { entryFailed: 8008, execFailed: 8009 } as const;

/** The file of a group in which a sign is left. */
export const signFile = 'cgroup.max.depth';

/** How often the members of a group without `cgroup.kill` are gone through until none is new. */
const mostRounds = 50;

/**
 * One control group of version 2. Whatever is started in it stays in it, whatever its parents are and whatever it does with its
 * environment. Nothing here throws; what cannot be read counts as empty.
 */
export class Cgroup {
  /** Its folder. */
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** The pids of all that lives in it and in groups below it; zombies are none of them. */
  pids(): readonly number[] {
    return pidsBelow(this.path);
  }

  /** Whether anything lives in it or below it; taken for so where the system does not let us read it now. */
  get isPopulated(): boolean {
    try {
      return /^populated 1$/m.test(readFileSync(join(this.path, 'cgroup.events'), 'utf8'));
    } catch (error) {
      return isShortage(error);
    }
  }

  /** Milliseconds of processor time that everything in it has used, what has ended included; undefined where it is not reported. */
  get cpuMs(): number | undefined {
    const used = /^usage_usec (\d+)$/m.exec(this.#read('cpu.stat'))?.[1];
    return used === undefined ? undefined : Number(used) / 1000;
  }

  /** Whether the wrapper has left the sign that it could not execute the program. */
  get execFailed(): boolean {
    return this.#read(signFile).trim() === String(signs.execFailed);
  }

  /** Whether the child is not in it: the wrapper has left that sign, or had no place for one, since the empty group was removed. */
  get entryFailed(): boolean {
    try {
      return readFileSync(join(this.path, signFile), 'utf8').trim() === String(signs.entryFailed);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ENOENT';
    }
  }

  /** Sends SIGKILL to all at once, so that nothing that forks meanwhile is missed. Returns false where that has to be tried again. */
  kill(): boolean {
    try {
      writeFileSync(join(this.path, 'cgroup.kill'), '1', { flag: 'r+' });
      return true;
    } catch (error) {
      if (isShortage(error)) return false;
    }
    this.#killOneByOne(); // Before Linux 5.14 there is no such file.
    return true;
  }

  /** What is frozen cannot fork, so the list comes to an end. */
  #killOneByOne(): void {
    this.#write('cgroup.freeze', '1');
    const killed = new Set<number>();
    for (let round = 0; round < mostRounds; round += 1) {
      const fresh = this.pids().filter((pid) => !killed.has(pid));
      if (fresh.length === 0 && round > 0) break;
      for (const pid of fresh) {
        killed.add(pid);
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // It ended a moment ago.
        }
      }
    }
    this.#write('cgroup.freeze', '0');
  }

  /** Removes it with the empty groups below it. Returns false where something still lives in it. */
  remove(): boolean {
    return removeBelow(this.path);
  }

  /** Removes it where no group is below it, and nothing lives in it. */
  removeAlone(): void {
    isRemoved(this.path);
  }

  /**
   * Calls `changed` when it becomes populated or empty, until it is disposed.
   * @returns undefined where the system has no watch left
   */
  watch(changed: () => void): Disposable | undefined {
    let watcher: FSWatcher;
    try {
      watcher = watch(join(this.path, 'cgroup.events'), () => changed());
    } catch {
      return undefined;
    }
    watcher.on('error', () => changed());
    return { [Symbol.dispose]: () => watcher.close() };
  }

  #read(file: string): string {
    try {
      return readFileSync(join(this.path, file), 'utf8');
    } catch {
      return '';
    }
  }

  #write(file: string, text: string): boolean {
    try {
      writeFileSync(join(this.path, file), text, { flag: 'r+' });
      return true;
    } catch {
      return false;
    }
  }
}

function pidsBelow(folder: string): number[] {
  let own: string;
  try {
    own = readFileSync(join(folder, 'cgroup.procs'), 'utf8');
  } catch {
    return [];
  }
  const pids = own.split('\n').flatMap((line) => (line === '' ? [] : Number(line)));
  return [...pids, ...foldersIn(folder).flatMap((name) => pidsBelow(join(folder, name)))];
}

function removeBelow(folder: string): boolean {
  if (isRemoved(folder)) return true;
  // Few groups have others below them.
  const below = foldersIn(folder);
  for (const name of below) removeBelow(join(folder, name));
  return below.length > 0 && isRemoved(folder);
}

/** Removes a group that has none below it; whether it is not there any more. */
function isRemoved(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}

/** The names of the folders in a folder; none where it cannot be read. */
export function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []));
  } catch {
    return [];
  }
}
