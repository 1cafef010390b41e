import { closeSync, fstatSync, linkSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WatchdogError } from '../../policy/words/errors.js';
import { ownBirth, type ProcessBirth, stillRuns } from '../proc/birth.js';
import { privateFlags, privateWrite } from './private.js';

/** Where the holder of a lock keeps its state, and is reached. */
export interface RunPlaces {
  readonly folder: string;
  readonly socket: string;
}

/** What a lock says of its holder; one of an earlier version says no places. */
export interface LockHolder extends ProcessBirth {
  readonly places?: RunPlaces;
}

/** How often the lock may change while it is being taken. */
const mostTries = 1000;

/**
 * The right to supervise a project, held by one program at a time as a file that names it. Whoever finds the lock of a dead
 * holder takes it over.
 */
export class ProjectLock {
  readonly #file: string;
  #text: string;

  private constructor(file: string, text: string) {
    this.#file = file;
    this.#text = text;
  }

  /**
   * Takes the lock in `directory`.
   * @param places written into it, for those who look for its holder
   * @throws WatchdogError ALREADY_RUNNING where a living program holds it; the system's error where the folder cannot be written
   */
  static acquire(directory: string, places?: RunPlaces): ProjectLock {
    const file = join(directory, 'lock');
    const text = holderText(places);
    withWritten(file, text, (written) => claim(file, written));
    return new ProjectLock(file, text);
  }

  /** Says from now on that the holder has other places. @throws the system's error, or one that says that it is not held any more */
  move(places: RunPlaces): void {
    if (!this.isHeld) throw new Error(`${this.#file} is not held any more`);
    const text = holderText(places);
    withWritten(this.#file, text, (written) => linkOver(written, this.#file));
    this.#text = text;
  }

  /** The holder of the lock in a folder, where it lives. Never throws. */
  static holderOf(directory: string): LockHolder | undefined {
    try {
      const text = readText(join(directory, 'lock'));
      const holder = text === undefined ? undefined : parseHolder(text);
      return holder !== undefined && stillRuns(holder) ? holder : undefined;
    } catch {
      return undefined; // Nothing that we may read is nothing that we can speak to.
    }
  }

  /** Whether the file is there and is ours; true where that cannot be found out now. */
  get isHeld(): boolean {
    try {
      return readText(this.#file) === this.#text;
    } catch {
      return true;
    }
  }

  /** Gives it back. Safe to call twice, and at the very end of the program, since it never throws. */
  release(): void {
    try {
      if (readText(this.#file) === this.#text) rmSync(this.#file, { force: true });
    } catch {
      // The lock of a dead program binds nobody, and an exception here would keep the program alive.
    }
  }
}

function holderText(places: RunPlaces | undefined): string {
  return `${JSON.stringify({ ...ownBirth(), ...(places && { places }) })}\n`;
}

function withWritten(file: string, text: string, use: (written: string) => void): void {
  const written = `${file}.${process.pid}.new`;
  writeFileSync(written, text, privateWrite);
  try {
    use(written);
  } finally {
    rmSync(written, { force: true });
  }
}

/**
 * Makes `file` ours, in the words of `written`. A link is made by one contender only, and never shows half a file. A dead holder's
 * lock is replaced by the holder of the claim to it, which is a lock of its own that is named after that holder; while the claim is
 * held nobody else replaces it, so two never win.
 */
function claim(file: string, written: string): void {
  for (let tries = 0; tries < mostTries; tries += 1) {
    if (link(written, file)) return;
    const found = readText(file);
    if (found === undefined) continue; // Released a moment ago.
    const holder = parseHolder(found);
    if (holder !== undefined && stillRuns(holder)) throw alreadyRunning(holder);
    const claimFile = `${file}.${holder === undefined ? 'broken' : `${holder.pid}-${holder.startTime}`}`;
    claim(claimFile, written);
    try {
      if (readText(file) === found) {
        linkOver(written, file);
        return;
      }
    } finally {
      rmSync(claimFile, { force: true });
    }
  }
  throw new Error(`${file} changes again and again`);
}

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function linkOver(from: string, to: string): void {
  const another = `${from}.over`;
  linkSync(from, another);
  renameSync(another, to);
}

/** The text of a file; undefined where there is none. Of a link, a pipe or the like, which no holder has made, none either: ''. */
function readText(file: string): string | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(file, privateFlags.read);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (code === 'ELOOP' || code === 'EMLINK' || code === 'ENXIO') return '';
    throw error;
  }
  try {
    return fstatSync(descriptor).isFile() ? readFileSync(descriptor, 'utf8') : '';
  } finally {
    closeSync(descriptor);
  }
}

function parseHolder(text: string): LockHolder | undefined {
  try {
    const { pid, startTime, bootId, places } = JSON.parse(text) as Partial<LockHolder>;
    if (pid === undefined || startTime === undefined || bootId === undefined) return undefined;
    return { pid, startTime, bootId, ...(arePlaces(places) && { places }) };
  } catch {
    return undefined; // Empty after a power cut, or written by another program.
  }
}

function arePlaces(places: unknown): places is RunPlaces {
  const { folder, socket } = (places ?? {}) as Partial<RunPlaces>;
  return typeof folder === 'string' && typeof socket === 'string';
}

/** Says that a living program supervises the project. */
export function alreadyRunning({ pid }: Pick<ProcessBirth, 'pid'>): WatchdogError {
  return new WatchdogError(
    'ALREADY_RUNNING',
    `already running for this project, pid ${pid}; see it with: watchdog attach; end it there with q, or from here with: watchdog down`,
  );
}
