import { existsSync } from 'node:fs';
import picomatch from 'picomatch';
import type { WatchRequest } from '../../ports/file-watcher.js';
import { scanTree } from './tree-scan.js';
import { WatchPaths } from './watch-paths.js';

/** Above so many folders, what is not found yet may still be there. */
const mostFolders = 10_000;

/** What a request for watching finds on the disk now, without watching it. */
export function previewWatch(request: WatchRequest) {
  const paths = new WatchPaths(request, picomatch);
  return {
    /** Whether there is anything that the path at this place of the request finds. */
    async finds(index: number): Promise<boolean> {
      const path = request.paths[index] ?? '';
      const one = new WatchPaths({ ...request, paths: [path] }, picomatch);
      const [root] = one.roots;
      if (root === undefined || !existsSync(root)) return false;
      if (!picomatch.scan(path).isGlob) return true;
      // One file is enough.
      const { folders, isCut } = await scanTree(one, { folders: mostFolders, files: 1 }, () => {});
      return isCut || [...folders.values()].some(({ files }) => files.size > 0);
    },
    /** The place in the request of the path that a change of the file at this absolute path counts for; -1 where it does not count. */
    watching: (path: string): number => paths.wantedAt(path),
  };
}
