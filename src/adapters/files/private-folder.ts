import { chmodSync, lstatSync, mkdirSync } from 'node:fs';

/**
 * Makes sure that a folder is there, is this user's, and is closed to all others.
 * @throws the system's error, or one that says whose the folder is
 */
export function makePrivate(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  assertOwn(folder);
  chmodSync(folder, 0o700);
}

/**
 * Refuses a folder of another user: in a shared place such as /tmp anybody could have put a socket of their own there.
 * @throws an error that says whose the folder is, or the system's
 */
export function assertOwn(folder: string): void {
  const { uid } = lstatSync(folder);
  const own = process.getuid?.() ?? uid;
  if (uid !== own) throw new Error(`${folder} belongs to user ${uid}, not to user ${own}`);
  if (!lstatSync(folder).isDirectory()) throw new Error(`${folder} is not a folder`);
}
