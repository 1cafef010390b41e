import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import type { SpawnSpec } from '../../ports/spawner.js';

/** Where a program is searched for whose environment has no PATH. */
const defaultPath = '/usr/bin:/bin';

/** The permissions to execute, of whomever. */
const anyExecute = 0o111;

/**
 * Checks whether the folder can be entered, and finds what the system would execute then, in the same places.
 * @returns the system's error code where it could not; undefined where it can
 */
export function whyNotExecutable({
  command,
  cwd,
  env,
}: Pick<SpawnSpec, 'command' | 'cwd' | 'env'>): 'ENOENT' | 'EACCES' | undefined {
  if (!canEnter(cwd)) return 'ENOENT';
  const folders = command.includes('/') ? [''] : (env.PATH ?? defaultPath).split(delimiter);
  const faults = folders.map((folder) => faultOf(resolve(cwd, join(folder, command))));
  if (faults.includes(undefined)) return undefined;
  // As execvp(3): one that may not be executed is only the answer if no other folder has one that may.
  return faults.includes('EACCES') ? 'EACCES' : 'ENOENT';
}

function canEnter(folder: string): boolean {
  try {
    accessSync(folder, constants.X_OK);
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}

function faultOf(path: string): 'ENOENT' | 'EACCES' | undefined {
  try {
    const stats = statSync(path);
    // The superuser may access anything, but not execute what nobody may.
    if (!stats.isFile() || (stats.mode & anyExecute) === 0) return 'EACCES';
    accessSync(path, constants.X_OK);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? 'EACCES' : 'ENOENT';
  }
}
