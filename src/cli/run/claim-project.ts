import { existsSync, rmdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { forgetDeadRuns } from '../../adapters/files/dead-runs.js';
import { sayFileFault } from '../../adapters/files/fault-words.js';
import { isOwn, makePrivate } from '../../adapters/files/private-folder.js';
import { alreadyRunning, ProjectLock, type RunPlaces } from '../../adapters/files/project-lock.js';
import { findRunning } from '../../adapters/files/running.js';
import { socketPath, statePlaces } from '../../adapters/files/socket-path.js';
import { openStateFolder } from '../../adapters/files/state-folder.js';
import { WatchdogError } from '../../policy/words/errors.js';
import type { Clock } from '../../ports/clock.js';

/** Milliseconds between two polls whether the folder, the lock and the socket are still there. */
const pollMs = 1000;

/** What a run has taken of a project until the program ends. */
export interface ProjectClaim {
  /** Where the run keeps its state, and is reached. */
  readonly places: RunPlaces;
  /**
   * Puts folder and lock back whenever they were removed and the project is still there, as `git clean -fdx` does, or takes others elsewhere where something else has
   * their place, and has `restored` do the rest, with what is to be said of it.
   * Clears away, once, what runs that were killed have left elsewhere.
   * `complain` is called, once, where that cannot be done.
   */
  keep(clock: Clock, restored: (text: string) => Promise<void>, complain: (text: string) => void): void;
}

/**
 * Opens the folder for the run's state and takes the project's lock, until the program ends. Where the folder beside the
 * configuration cannot be used, one of this user's own elsewhere takes its place, which is said. Undefined where neither can be
 * written; that is said too, and keeps nobody from running.
 * @throws WatchdogError ALREADY_RUNNING
 */
export function claimProject(projectDirectory: string, complain: (text: string) => void): ProjectClaim | undefined {
  const running = findRunning(projectDirectory);
  if (running !== undefined) throw alreadyRunning(running);
  const { own, elsewhere } = statePlaces(projectDirectory);
  const beside: RunPlaces = { folder: own, socket: socketPath(projectDirectory) };
  const taken = take(own, beside, openStateFolder);
  const isBeside = dirname(beside.socket) === own;
  // A second lock, out of reach of what cleans the project's folder, so that there are never two.
  for (const folder of elsewhere) {
    const socket = `${folder}.sock`;
    const places = taken instanceof ProjectLock ? { folder: own, socket: isBeside ? beside.socket : socket } : { folder, socket };
    const second = take(folder, places, openElsewhere);
    if (!(second instanceof ProjectLock)) continue;
    process.once('exit', () => removeEmpty(folder));
    if (taken instanceof ProjectLock) {
      // The folder that is preferred may not be there.
      if (places.socket !== beside.socket) taken.move(places);
      return new Claim(places, { own: taken, second: { folder, lock: second }, elsewhere });
    }
    complain(
      `.watchdog cannot be used (${sayFileFault(taken)}); lock, socket, logs and crash cards of this run are in ${folder}`,
    );
    return new Claim(places, { own: second, elsewhere });
  }
  if (taken instanceof ProjectLock) return new Claim(beside, { own: taken, elsewhere });
  complain(
    `no lock and no journal, so a second watchdog could run here and a crash is not cleaned up after; no control socket, no log files and no crash cards: ${sayFileFault(taken)}`,
  );
  return undefined;
}

/** What a run holds. */
interface Held {
  /** The lock in the folder of its state. */
  readonly own: ProjectLock;
  /** The one out of reach of what cleans the project's folder. */
  readonly second?: { readonly folder: string; readonly lock: ProjectLock };
  readonly elsewhere: readonly string[];
}

class Claim implements ProjectClaim {
  readonly #second: Held['second'];
  readonly #elsewhere: readonly string[];
  #places: RunPlaces;
  #lock: ProjectLock;
  #hasComplained = false;
  /** Of the socket by which commands reach this run. */
  #socketInode: number | undefined;

  constructor(places: RunPlaces, { own, second, elsewhere }: Held) {
    this.#places = places;
    this.#lock = own;
    this.#second = second;
    this.#elsewhere = elsewhere;
  }

  get places(): RunPlaces {
    return this.#places;
  }

  keep(clock: Clock, restored: (text: string) => Promise<void>, complain: (text: string) => void): void {
    this.#socketInode = socketInode(this.#places.socket);
    const poll = (): void => {
      const lost = this.#lost();
      if (lost !== undefined) this.#restore(lost, restored, complain);
      clock.setTimer(poll, pollMs);
    };
    clock.setTimer(poll, pollMs);
    // In its own time, since nobody waits for it.
    clock.setTimer(() => {
      for (const root of this.#elsewhere.map(dirname)) forgetDeadRuns(root, clock.wallTime());
    }, pollMs);
  }

  /** What is not there any more, or not ours, as a message begins with it; undefined where all is. */
  #lost(): string | undefined {
    const { folder, socket } = this.#places;
    // A project that is moved away is not made again in its old place, where it or another may come.
    if (!existsSync(dirname(folder))) return undefined;
    if (!isOwn(folder)) return `${folder} was removed and is restored, with lock and control socket`;
    if (!this.#lock.isHeld) return `the lock in ${folder} was removed and is restored`;
    const inode = socketInode(socket);
    if (inode === undefined) return `the control socket ${socket} was removed and is restored`;
    const isOther = this.#socketInode !== undefined && inode !== this.#socketInode;
    return isOther ? `the control socket ${socket} was replaced by another and is restored` : undefined;
  }

  #restore(lost: string, restored: (text: string) => Promise<void>, complain: (text: string) => void): void {
    const { folder } = this.#places;
    this.#socketInode = undefined;
    try {
      openStateFolder(folder);
      if (!this.#lock.isHeld) {
        this.#lock = ProjectLock.acquire(folder, this.#places);
        release(this.#lock);
      }
      this.#listensAfter(restored(lost));
      this.#hasComplained = false;
    } catch (error) {
      if (this.#move()) {
        const now = this.#places.folder;
        this.#listensAfter(
          restored(
            `${folder} cannot be used any more (${sayFileFault(error)}); lock and control socket of this run are in ${now}`,
          ),
        );
      } else if (!this.#hasComplained) {
        complain(`${folder} was removed and cannot be restored: ${sayFileFault(error)}`);
        this.#hasComplained = true;
      }
    }
  }

  /** Knows the socket from then on: another in its place, as of a folder that was moved away and back, leads nowhere. */
  #listensAfter(restored: Promise<void>): void {
    void restored.then(() => {
      this.#socketInode = socketInode(this.#places.socket);
    });
  }

  /** Takes places elsewhere; false where there are none. */
  #move(): boolean {
    for (const folder of this.#elsewhere) {
      if (folder === this.#places.folder) continue;
      const places = { folder, socket: `${folder}.sock` };
      try {
        openElsewhere(folder);
        const second = this.#second?.folder === folder ? this.#second.lock : ProjectLock.acquire(folder, places);
        second.move(places);
        // Where its folder is still there, it would lead to the socket that is gone.
        this.#lock.release();
        release(second);
        this.#lock = second;
        this.#places = places;
        return true;
      } catch {
        // The next may do.
      }
    }
    return false;
  }
}

/** The number that the system gives a socket; undefined where there is none. */
function socketInode(path: string): number | undefined {
  try {
    const found = statSync(path);
    return found.isSocket() ? found.ino : undefined;
  } catch {
    return undefined;
  }
}

/** The lock of a folder, once that is opened, or what the system says. @throws WatchdogError ALREADY_RUNNING */
function take(folder: string, places: RunPlaces, open: (folder: string) => void): ProjectLock | Error {
  try {
    open(folder);
    const lock = ProjectLock.acquire(folder, places);
    release(lock);
    return lock;
  } catch (error) {
    if (error instanceof WatchdogError) throw error;
    return error as Error;
  }
}

function openElsewhere(folder: string): void {
  makePrivate(dirname(folder));
  makePrivate(folder);
}

function release(lock: ProjectLock): void {
  process.once('exit', () => lock.release());
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It holds the state of a run.
  }
}
