import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { logFileName } from './name.js';

/** Moves the file of a process one place on, `NAME.log` to `NAME.1.log` and so on, and removes those beyond `keep`. */
export async function rotateLogFiles(folder: string, stem: string, keep: number): Promise<void> {
  const rotations = (await readdir(folder)).flatMap((file) => rotationOf(file, stem) ?? []);
  // From the oldest on, so that none is overwritten. A number beyond `keep` is left from when more were kept.
  for (const rotation of rotations.sort((one, other) => other - one)) {
    const file = join(folder, logFileName(stem, rotation));
    if (rotation >= keep) await rm(file, { force: true });
    else await rename(file, join(folder, logFileName(stem, rotation + 1)));
  }
}

/** Which rotation of a stem's log a file is, 0 for the one that is written; undefined where it is none. */
export function rotationOf(file: string, stem: string): number | undefined {
  if (file === logFileName(stem, 0)) return 0;
  if (!file.startsWith(`${stem}.`)) return undefined;
  const number = /^(\d{1,6})\.log$/.exec(file.slice(stem.length + 1))?.[1];
  return number === undefined ? undefined : Number(number);
}

/**
 * Whether a file is one that another program, such as logrotate, has made of a file of a stem's log: `NAME.log.1`, `NAME.log-20261130`,
 * `NAME.1.log.2`, each perhaps compressed, as `NAME.1.log.gz`.
 */
export function isRotatedElsewhere(file: string, stem: string): boolean {
  return stemOf(file) === stem && rotationOf(file, stem) === undefined;
}

/** Whose log a file is by its name; undefined where it is none. */
export function stemOf(file: string): string | undefined {
  return /^(.*?)(?:\.\d{1,6})?\.log(?:[.-]\d[\d-]*)?(?:\.gz)?$/s.exec(file)?.[1];
}
