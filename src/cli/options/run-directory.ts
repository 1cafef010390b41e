import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder beside the configuration in which a run keeps its state. */
export const runDirectoryName = '.watchdog';

/** The folder in it that has the log files of the processes. */
export const logFolderName = 'logs';

/** Whether a watchdog has run for a project before. */
export function hasRun(projectDirectory: string): boolean {
  return existsSync(join(projectDirectory, runDirectoryName));
}

/**
 * Makes sure that the run's folder is there, closed to other users and ignored by git.
 * @throws the system's error where it cannot be made
 */
export function openRunDirectory(projectDirectory: string): string {
  const directory = join(projectDirectory, runDirectoryName);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  writeFileSync(join(directory, '.gitignore'), '*\n');
  return directory;
}
