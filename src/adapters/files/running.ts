import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isOwn } from './private-folder.js';
import { type LockHolder, ProjectLock } from './project-lock.js';
import { type StatePlaces, statePlaces } from './socket-path.js';
import { logFolderName } from './state-folder.js';

/** The living watchdog of a project, by its lock; undefined where none runs. Its socket may not be open yet. Never throws. */
export function findRunning(projectDirectory: string): LockHolder | undefined {
  let places: StatePlaces;
  try {
    places = statePlaces(projectDirectory);
  } catch {
    return undefined; // The folder is gone.
  }
  for (const folder of [places.own, ...places.elsewhere]) {
    const holder = isOwn(folder) ? ProjectLock.holderOf(folder) : undefined;
    if (holder !== undefined) return { ...holder, ...movedPlaces(holder, folder) };
  }
  return undefined;
}

/** Where a run is now whose project's folder was moved or renamed under it, with the state in it. */
function movedPlaces({ places }: LockHolder, folder: string): Pick<LockHolder, 'places'> {
  if (places === undefined || places.folder === folder || existsSync(places.socket)) return {};
  const socket = join(folder, basename(places.socket));
  return existsSync(socket) ? { places: { folder, socket } } : {};
}

/**
 * The folder with the state of the run of a project, or of the last one: where its watchdog says, else beside the configuration, else
 * the one elsewhere that has logs.
 */
export function stateFolderOf(projectDirectory: string): string {
  const { own, elsewhere } = statePlaces(projectDirectory);
  const last = [own, ...elsewhere].find((folder) => isOwn(folder) && existsSync(join(folder, logFolderName)));
  return findRunning(projectDirectory)?.places?.folder ?? last ?? own;
}
