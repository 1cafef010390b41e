import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { findRunning } from '../adapters/files/running.js';
import { findFile } from '../config/read/find-file.js';
import { WatchdogError } from '../policy/words/errors.js';

/**
 * The folder of the project that a command is about: that of the first file named, or of the nearest configuration or living
 * watchdog, whose configuration may be gone. The configuration itself is not read, so that a run can be spoken to while somebody
 * edits it.
 * @throws WatchdogError CONFIG_INVALID where there is none
 */
export function projectFolder(files: readonly string[], from: string): string {
  const [file] = files;
  if (file !== undefined) {
    const path = resolve(from, file);
    if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true && findRunning(dirname(path)) === undefined) {
      throw new WatchdogError('CONFIG_INVALID', `there is no file ${path}`);
    }
    return dirname(path);
  }
  const found = findFile(resolve(from));
  const searched = 'file' in found ? foldersBelow(dirname(found.file), resolve(from)) : found.searched;
  const running = searched.find((folder) => findRunning(folder) !== undefined);
  if (running !== undefined) return running;
  if ('file' in found) return dirname(found.file);
  throw new WatchdogError(
    'CONFIG_INVALID',
    `no watchdog.yaml and no Procfile in ${resolve(from)} or above; go to the project's folder, or name its file with --file`,
  );
}

/** The folders from `from` upwards, the nearest first, that are nearer than `top`. */
function foldersBelow(top: string, from: string): readonly string[] {
  return from === top ? [] : [from, ...foldersBelow(top, dirname(from))];
}
