import { lstatSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { assertOwn } from './private-folder.js';
import { ProjectLock } from './project-lock.js';

/** A run that is just starting has its folder before it has its lock. */
const youngestMs = 60_000;
/** At one start; what is more is left to the next. */
const mostAtOnce = 500;

/**
 * Removes what runs that were killed have left among the second locks and sockets of all projects. A folder that holds more than a
 * lock has the logs and crash cards of a run, and stays. Never throws.
 * @param root the folder of this user's own in which they are
 * @param wallTime milliseconds since 1970
 */
export function forgetDeadRuns(root: string, wallTime: number): void {
  try {
    assertOwn(root);
    for (const name of readdirSync(root).slice(0, mostAtOnce)) {
      if (/^[0-9a-f]{16}$/.test(name)) forgetLock(join(root, name), wallTime);
      else if (/^[0-9a-f]{16}\.sock$/.test(name)) forgetSocket(join(root, name), wallTime);
    }
  } catch {
    // What cannot be cleaned up is in nobody's way.
  }
}

function forgetLock(folder: string, wallTime: number): void {
  try {
    if (!isOld(folder, wallTime) || !holdsOnlyLock(folder) || ProjectLock.holderOf(folder) !== undefined) return;
    const aside = `${folder}.${process.pid}.dead`;
    renameSync(folder, aside);
    // Another may have taken it before it was out of the way.
    if (ProjectLock.holderOf(aside) !== undefined) {
      renameSync(aside, folder);
      return;
    }
    for (const name of readdirSync(aside)) rmSync(join(aside, name), { force: true });
    rmdirSync(aside);
  } catch {
    // Another start was faster.
  }
}

function holdsOnlyLock(folder: string): boolean {
  return readdirSync(folder).every((name) => name === 'lock' || name.startsWith('lock.'));
}

/** A socket is one of a living run as long as the lock beside it is. */
function forgetSocket(socket: string, wallTime: number): void {
  try {
    if (isOld(socket, wallTime) && ProjectLock.holderOf(socket.slice(0, -'.sock'.length)) === undefined) rmSync(socket);
  } catch {
    // Another start was faster.
  }
}

function isOld(path: string, wallTime: number): boolean {
  return wallTime - lstatSync(path).mtimeMs > youngestMs;
}
