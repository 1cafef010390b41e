import { existsSync, rmdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { forgetDeadRuns } from '../../adapters/files/dead-runs.js';
import { sayFileFault } from '../../adapters/files/fault-words.js';
import { makePrivate } from '../../adapters/files/private-folder.js';
import { alreadyRunning, ProjectLock, type RunPlaces } from '../../adapters/files/project-lock.js';
import { findRunning } from '../../adapters/files/running.js';
import { socketPath, statePlaces } from '../../adapters/files/socket-path.js';
import { openStateFolder } from '../../adapters/files/state-folder.js';
import { WatchdogError } from '../../policy/words/errors.js';
import type { Clock } from '../../ports/clock.js';

/** Milliseconds between two looks whether the folder, the lock and the socket are still there. */
const lookMs = 1000;

/** What a run has taken of a project until the program ends. */
export interface ProjectClaim {
  /** Where the run keeps its state, and is reached. */
  readonly places: RunPlaces;
  /**
   * Puts folder and lock back whenever they were removed, as `git clean -fdx` does, and has `restored` do the rest.
   * Clears away, once, what runs that were killed have left elsewhere.
   * `complain` hears, once, where that cannot be done.
   */
  lookAfter(clock: Clock, restored: () => void, complain: (text: string) => void): void;
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
  const fault = taken instanceof ProjectLock ? undefined : taken;
  // A second lock, out of reach of what cleans the project's folder, so that there are never two.
  for (const folder of elsewhere) {
    const places = fault === undefined ? beside : { folder, socket: `${folder}.sock` };
    const second = take(folder, places, openElsewhere);
    if (!(second instanceof ProjectLock)) continue;
    process.once('exit', () => removeEmpty(folder));
    if (fault === undefined) return new Claim(places, own, elsewhere, taken as ProjectLock);
    complain(
      `watchdog: .watchdog cannot be used (${sayFileFault(fault)}); lock, socket, logs and crash cards of this run are in ${folder}`,
    );
    return new Claim(places, folder, elsewhere, second);
  }
  if (fault === undefined) return new Claim(beside, own, elsewhere, taken as ProjectLock);
  complain(
    `watchdog: no lock and no journal, so a second watchdog could run here and a crash is not cleaned up after; no control socket, no log files and no crash cards: ${sayFileFault(fault)}`,
  );
  return undefined;
}

class Claim implements ProjectClaim {
  readonly places: RunPlaces;
  readonly #folder: string;
  /** Where the second locks of all projects are. */
  readonly #roots: readonly string[];
  #lock: ProjectLock;
  #hasComplained = false;

  constructor(places: RunPlaces, folder: string, elsewhere: readonly string[], lock: ProjectLock) {
    this.places = places;
    this.#folder = folder;
    this.#roots = elsewhere.map(dirname);
    this.#lock = lock;
  }

  lookAfter(clock: Clock, restored: () => void, complain: (text: string) => void): void {
    const look = (): void => {
      if (!this.#lock.isHeld || !existsSync(this.places.socket)) this.#restore(restored, complain);
      clock.setTimer(look, lookMs);
    };
    clock.setTimer(look, lookMs);
    // In its own time, since nobody waits for it.
    clock.setTimer(() => {
      for (const root of this.#roots) forgetDeadRuns(root, clock.wallTime());
    }, lookMs);
  }

  #restore(restored: () => void, complain: (text: string) => void): void {
    try {
      openStateFolder(this.#folder);
      if (!this.#lock.isHeld) {
        this.#lock = ProjectLock.acquire(this.#folder, this.places);
        release(this.#lock);
      }
      restored();
      this.#hasComplained = false;
    } catch (error) {
      if (!this.#hasComplained) complain(`watchdog: ${this.#folder} was removed and cannot be put back: ${sayFileFault(error)}`);
      this.#hasComplained = true;
    }
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
