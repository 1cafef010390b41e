import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import type { SpawnSpec } from '../../ports/spawner.js';

/** Where a program is searched for whose environment has no PATH. */
const defaultPath = '/usr/bin:/bin';

/** The permissions to execute, of whomever. */
const anyExecute = 0o111;

/** What the system says of a program that it cannot execute. */
type Refusal = 'ENOENT' | 'EACCES' | 'ELOOP';

type WantedProgram = Pick<SpawnSpec, 'command' | 'cwd' | 'env'>;

/**
 * Checks whether the folder can be entered, and finds what the system would execute then, in the same places.
 * @returns the system's error code where it could not; undefined where it can
 */
export function whyNotExecutable(program: WantedProgram): Refusal | undefined {
  if (!canEnter(program.cwd)) return 'ENOENT';
  const faults = placesOf(program).map(faultOf);
  if (faults.includes(undefined)) return undefined;
  // As execvp(3): one that may not be executed is only the answer if no other folder has one that may.
  return faults.includes('EACCES') ? 'EACCES' : (faults.find((fault) => fault === 'ELOOP') ?? 'ENOENT');
}

/** The file that the system would execute; undefined where there is none. */
export function findExecutable(program: WantedProgram): string | undefined {
  return placesOf(program).find((path) => faultOf(path) === undefined);
}

function placesOf({ command, cwd, env }: WantedProgram): readonly string[] {
  const folders = command.includes('/') ? [''] : (env.PATH ?? defaultPath).split(delimiter);
  return folders.map((folder) => resolve(cwd, join(folder, command)));
}

function canEnter(folder: string): boolean {
  try {
    accessSync(folder, constants.X_OK);
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}

function faultOf(path: string): Refusal | undefined {
  try {
    const stats = statSync(path);
    // The superuser may access anything, but not execute what nobody may.
    if (!stats.isFile() || (stats.mode & anyExecute) === 0) return 'EACCES';
    accessSync(path, constants.X_OK);
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EACCES' || code === 'ELOOP' ? code : 'ENOENT';
  }
}
