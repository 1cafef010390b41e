import { plainLine } from '../../policy/words/plain-text.js';
import type { FileWatch, FileWatcher, WatchListener, WatchRequest } from '../../ports/file-watcher.js';
import type { ScanBounds } from './tree-scan.js';
import { TreeWatch } from './tree-watch.js';
import { WatchPaths } from './watch-paths.js';

/** What one request may watch: above that, a link or a path leads where nobody meant to go. */
const usualBounds: ScanBounds = { folders: 10_000, files: 100_000 };

/** Watches files with the system's events. */
export const systemWatcher: FileWatcher = { watch: (request, listener) => watchFiles(request, listener, usualBounds) };

/** Watches files within bounds of one's own. */
export function watchFiles(request: WatchRequest, listener: WatchListener, bounds: ScanBounds): FileWatch {
  const closing = new AbortController();
  const from = Date.now();
  const failed = (message: string): void => listener.failed(plainLine(message));
  const changed = (path: string, isWritten: boolean): void => listener.changed(plainLine(path), isWritten);
  const gone = (path: string, isBack: boolean): void => listener.gone?.(plainLine(path), isBack);
  const polled = (why: string): void => listener.polled?.(plainLine(why));
  const recovered = (): void => listener.recovered?.();
  let watch: TreeWatch | undefined;
  const opening = open(request, { changed, gone, failed, polled, recovered }, bounds, from, closing.signal, (made) => {
    watch = made;
  }).catch((error: Error) => {
    failed(error.message);
    return undefined;
  });
  return {
    get isBehind() {
      return watch?.isBehind ?? false;
    },
    check: async () => (await opening)?.check(),
    [Symbol.dispose]: () => closing.abort(),
  };
}

// The matcher of globs is loaded by the first watch: most runs need none.
async function open(
  request: WatchRequest,
  listener: WatchListener,
  bounds: ScanBounds,
  from: number,
  closing: AbortSignal,
  made: (watch: TreeWatch) => void,
): Promise<TreeWatch | undefined> {
  const { default: match } = await import('picomatch');
  if (closing.aborted) return undefined;
  const watch = new TreeWatch(new WatchPaths(request, match), listener, bounds);
  closing.addEventListener('abort', () => watch[Symbol.dispose](), { once: true });
  made(watch);
  await watch.begin(from);
  return watch;
}
