import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WatchdogError } from '../../policy/words/errors.js';
import { ownBirth, type ProcessBirth, stillRuns } from '../proc/birth.js';

/**
 * The right to supervise a project, held by one program at a time as a file that names it. Whoever finds the lock of a dead
 * holder takes it over.
 */
export class ProjectLock {
  readonly #file: string;
  readonly #text: string;

  private constructor(file: string, text: string) {
    this.#file = file;
    this.#text = text;
  }

  /**
   * Takes the lock in `directory`.
   * @throws WatchdogError ALREADY_RUNNING where a living program holds it; the system's error where the folder cannot be written
   */
  static acquire(directory: string): ProjectLock {
    const file = join(directory, 'lock');
    const text = `${JSON.stringify(ownBirth())}\n`;
    const written = `${file}.${process.pid}.new`;
    writeFileSync(written, text, { mode: 0o600 });
    try {
      claim(file, written);
    } finally {
      rmSync(written, { force: true });
    }
    return new ProjectLock(file, text);
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

/**
 * Makes `file` ours, in the words of `written`. A link is made by one contender only, and never shows half a file. A dead holder's
 * lock is replaced by whoever holds the claim to it, which is a lock of its own that is named after that holder; while the claim is
 * held nobody else replaces it, so two never win.
 */
function claim(file: string, written: string): void {
  for (;;) {
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

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseHolder(text: string): ProcessBirth | undefined {
  try {
    const { pid, startTime, bootId } = JSON.parse(text) as Partial<ProcessBirth>;
    return pid === undefined || startTime === undefined || bootId === undefined ? undefined : { pid, startTime, bootId };
  } catch {
    return undefined; // Empty after a power cut, or written by somebody else.
  }
}

function alreadyRunning({ pid }: ProcessBirth): WatchdogError {
  return new WatchdogError(
    'ALREADY_RUNNING',
    `watchdog: already running for this project, pid ${pid}; end it there with q, or from here with: watchdog down`,
  );
}
