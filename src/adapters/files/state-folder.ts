import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createPrivateFile } from './private.js';
import { assertOwn, makePrivate } from './private-folder.js';

/** The folder beside the configuration in which a run keeps its state. */
export const stateFolderName = '.watchdog';

/** The folder in it that has the log files of the processes. */
export const logFolderName = 'logs';

/** What we write into the folder, and into that of the logs. */
const ownFile = /^(lock|\.gitignore|.+\.(json|log|sock))(\.[\w.-]+)?$/;

/**
 * Makes sure that a folder for the state of a run is there, is this user's, closed to all others, and ignored by git, and that nothing
 * replaces a file of ours that leads elsewhere or that a write would wait for. Nothing is written into it before that
 * is so.
 * @throws the system's error, or one that says what is wrong with the folder
 */
export function openStateFolder(folder: string): void {
  makePrivate(folder);
  const logs = join(folder, logFolderName);
  if (lstatSync(logs, { throwIfNoEntry: false }) !== undefined) {
    assertOwn(logs);
    // A folder there costs only the log of one process.
    clear(logs, () => {});
  }
  clear(folder, (name) => {
    throw new Error(`${join(folder, name)} is a folder, in the place of a file; move it away`);
  });
  createPrivateFile(join(folder, '.gitignore'), '*\n');
}

/** Removes links, pipes and devices in the place of files of ours. @param found notified of a folder in such a place */
function clear(folder: string, found: (name: string) => void): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!ownFile.test(entry.name)) continue;
    if (entry.isDirectory()) found(entry.name);
    else if (!entry.isFile() && !entry.isSocket()) rmSync(join(folder, entry.name), { force: true });
  }
}
