import { join } from 'node:path';
import { type Scan, type ScannedFolder, sizeIn } from './tree-scan.js';

/** A file that is new, changed or gone. */
interface Changed {
  readonly path: string;
  /** Whether something was written into it for certain. */
  readonly isWritten: boolean;
}

/** What has changed between two readings of a tree. */
export function* changedFiles(before: Scan, now: Scan): Iterable<Changed> {
  yield* changedKeys(before.roots, now.roots, (path) => path);
  for (const folder of new Set([...before.folders.keys(), ...now.folders.keys()])) {
    const [then, here] = [before.folders.get(folder), now.folders.get(folder)];
    if (then !== here) yield* changedKeys(filesOf(then), filesOf(here), (name) => join(folder, name));
  }
}

function filesOf(folder: ScannedFolder | undefined): ReadonlyMap<string, string> {
  return folder?.files ?? new Map();
}

function* changedKeys(
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
  pathOf: (key: string) => string,
): Iterable<Changed> {
  for (const [key, signature] of now) {
    const earlier = before.get(key);
    const isWritten = sizeIn(signature) > 0 && (earlier === undefined || sizeIn(earlier) !== sizeIn(signature));
    if (earlier !== signature) yield { path: pathOf(key), isWritten };
  }
  for (const key of before.keys()) if (!now.has(key)) yield { path: pathOf(key), isWritten: false };
}
