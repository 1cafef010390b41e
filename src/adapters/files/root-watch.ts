import type { Scan, ScannedFolder } from './tree-scan.js';
import { isWithin } from './watch-paths.js';

/** Knows which roots of a request were there and are not. */
export class RootWatch {
  readonly #seen = new Set<string>();
  readonly #gone = new Set<string>();

  /** Which roots are gone since the last walk, or back. */
  compare(roots: readonly string[], { folders, roots: files }: Scan): readonly (readonly [root: string, isBack: boolean])[] {
    const changed: (readonly [string, boolean])[] = [];
    for (const root of roots) {
      const isThere = folders.has(root) || files.has(root);
      if (isThere && this.#gone.delete(root)) changed.push([root, true]);
      if (isThere) this.#seen.add(root);
      else if (this.#seen.delete(root)) {
        this.#gone.add(root);
        changed.push([root, false]);
      }
    }
    return changed;
  }
}

/**
 * A reading with what was known before in the place of what the system does not say now, for want of a permission or a descriptor: that is no
 * change. What is below an unread folder is as unknown as the folder.
 */
export function withUnread(before: Scan, now: Scan): Scan {
  if (now.unread.size === 0) return now;
  const isUnread = (path: string): boolean => [...now.unread.keys()].some((unread) => isWithin(path, unread));
  return {
    ...now,
    folders: new Map([...now.folders, ...[...before.folders].filter(([path]) => isUnread(path))]),
    roots: new Map([...now.roots, ...[...before.roots].filter(([path]) => isUnread(path))]),
  };
}

/** What stood in roots that are gone: a build that makes them again is one change, which comes when they are back. */
export function goneFolders(roots: readonly string[], before: Scan, now: Scan): readonly (readonly [string, ScannedFolder])[] {
  const gone = roots.filter((root) => before.folders.has(root) && !now.folders.has(root) && !now.roots.has(root));
  return [...before.folders].filter(([path]) => gone.some((root) => isWithin(path, root)));
}
