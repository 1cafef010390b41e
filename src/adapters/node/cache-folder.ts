import { existsSync, lstatSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { makeFolder } from './make-folder.js';

/**
 * Where a build keeps what its next starts need not make again; undefined where that cannot be: what others can write there would be
 * run. It need not be there yet.
 * @param environment as it was at the start of the program
 * @param build distinguishes this build from any other
 */
export function cacheFolder({ XDG_CACHE_HOME }: NodeJS.ProcessEnv, build: string): string | undefined {
  if (typeof crc32 !== 'function') return undefined; // Before Node 20.15.
  const usual = process.platform === 'darwin' ? join(homedir(), 'Library/Caches') : join(homedir(), '.cache');
  let folder = XDG_CACHE_HOME?.startsWith('/') ? XDG_CACHE_HOME : usual;
  try {
    makeFolder(folder, 0o700);
    requireOwn(folder);
    for (const name of ['watchdog', 'code']) {
      folder = join(folder, name);
      if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
      requireOwn(folder);
    }
    return join(folder, `${build}-${process.version}`);
  } catch {
    return undefined;
  }
}

let used: string | undefined;

/** From now on this program keeps what it made in this folder; undefined for nowhere. */
export function keepIn(folder: string | undefined): void {
  used = folder;
}

/** Where this program keeps what its next starts need not make again; undefined for nowhere, as where it was not built. */
export function keptIn(): string | undefined {
  return used;
}

function requireOwn(folder: string): void {
  const { uid, mode } = lstatSync(folder);
  if (uid !== process.geteuid?.() || (mode & 0o022) !== 0) throw new Error(`${folder} can be written by others`);
}
