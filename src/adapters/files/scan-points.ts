import { lstat, readlink, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { WatchPaths } from './watch-paths.js';

/** Folders in which only some names matter, with these: parents of what is watched, and those of targets of links; absolute. */
export type ScanPoints = Map<string, Set<string>>;

/** Watches the living parents of a root for the name that leads to it: what is not there may come, what is there may be replaced. */
export async function addParents(points: ScanPoints, paths: WatchPaths, root: string): Promise<void> {
  for (const [folder, name] of paths.parentsOf(root)) {
    const found = await stat(folder).catch(() => undefined);
    if (!found?.isDirectory()) continue;
    addPoint(points, folder, name);
    await addHops(points, join(folder, name), true);
  }
}

/** So many links may lead to one another, as the system follows them. */
const mostHops = 40;

/**
 * Watches whatever a link leads over for the name that leads on: each link of a chain may be pointed elsewhere, and what the last one
 * leads to may come, or be replaced.
 */
export async function addHops(points: ScanPoints, link: string, ofRoot = false): Promise<void> {
  let path = link;
  for (let hop = 0; hop < mostHops; hop += 1) {
    const target = await readlink(path).catch(() => undefined);
    if (target === undefined) return;
    path = resolve(dirname(path), target);
    const next = await lstat(path).catch(() => undefined);
    // A folder that is walked is watched by itself.
    if (next?.isDirectory() && !ofRoot) return;
    let name = path;
    // Of what is not there, the nearest living parent.
    while (dirname(name) !== name && !(await stat(dirname(name)).catch(() => undefined))?.isDirectory()) name = dirname(name);
    if (dirname(name) !== name) addPoint(points, await realpath(dirname(name)).catch(() => dirname(name)), basename(name));
  }
}

function addPoint(points: ScanPoints, folder: string, name: string): void {
  const names = points.get(folder);
  if (names === undefined) points.set(folder, new Set([name]));
  else names.add(name);
}
