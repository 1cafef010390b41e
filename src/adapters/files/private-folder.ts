import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { makeFolder } from '../node/make-folder.js';

const othersBits = 0o077;

/**
 * Makes sure that a folder is there, is this user's, and is closed to all others.
 * @throws the system's error, or one that says whose the folder is
 */
export function makePrivate(folder: string): void {
  make(folder);
  assertOwn(folder);
  if ((lstatSync(folder).mode & othersBits) !== 0) chmodSync(folder, 0o700);
}

/**
 * Refuses a folder of another user: in a shared place such as /tmp anybody could have put a socket of their own there.
 * @throws an error that says whose the folder is, or the system's
 */
export function assertOwn(folder: string): void {
  const stats = lstatSync(folder);
  const own = process.getuid?.() ?? stats.uid;
  if (stats.uid !== own) throw new Error(`${folder} belongs to user ${stats.uid}, not to user ${own}`);
  if (!stats.isDirectory()) throw new Error(`${folder} is not a folder${stats.isSymbolicLink() ? ' but a link' : ''}`);
}

/** Whether there is a folder, and it is this user's. */
export function isOwn(folder: string): boolean {
  try {
    assertOwn(folder);
    return true;
  } catch {
    return false;
  }
}

function make(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') makeFolder(folder, 0o700);
    else if (code !== 'EEXIST') throw error;
  }
}
