import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { createPrivateFile } from './private-file.js';
import { assertOwn, makePrivate } from './private-folder.js';

/** The folder beside the configuration in which a run keeps its state. */
export const stateFolderName = '.watchdog';

/** The folder in it that has the log files of the processes. */
export const logFolderName = 'logs';

/**
 * Makes sure that a folder for the state of a run is there, is this user's, closed to all others, and ignored by git. Nothing is
 * written into it before that is so.
 * @throws the system's error, or one that says what is wrong with the folder
 */
export function openStateFolder(folder: string): void {
  makePrivate(folder);
  const logs = join(folder, logFolderName);
  if (lstatSync(logs, { throwIfNoEntry: false }) !== undefined) assertOwn(logs);
  createPrivateFile(join(folder, '.gitignore'), '*\n');
}
