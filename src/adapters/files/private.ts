import { constants, writeFileSync } from 'node:fs';

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_RDONLY, O_RDWR, O_NONBLOCK, O_TRUNC, O_WRONLY } = constants;

/** For this user alone, whatever the umask. */
export const privateMode = 0o600;

/**
 * Flags to open files of ours with. None follows a link at the end of the path: in a folder that others could write to once, it
 * may lead to any file of this user. None waits for the other end either, where there is a pipe instead.
 */
export const privateFlags = {
  replace: O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_NONBLOCK,
  append: O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK,
  create: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW,
  read: O_RDONLY | O_NOFOLLOW | O_NONBLOCK,
} as const;

/** What `writeFile` and `writeFileSync` take to write a file of ours. */
export const privateWrite = { mode: privateMode, flag: privateFlags.replace as unknown as string };

/** Writes a file where there is none; leaves one alone that is there. @throws the system's error */
export function createPrivateFile(path: string, text: string): void {
  try {
    writeFileSync(path, text, { mode: privateMode, flag: privateFlags.create as unknown as string });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
