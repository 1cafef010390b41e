import { plainLine } from '../../policy/words/plain-text.js';
import type { FileWatcher, WatchListener, WatchRequest } from '../../ports/file-watcher.js';
import { WatchPaths } from './watch-paths.js';

/** Watches files with chokidar, which is loaded by the first watch: most runs need none. */
export const chokidarWatcher: FileWatcher = {
  watch(request, listener) {
    const closing = new AbortController();
    open(request, listener, closing.signal).catch((error: Error) => listener.failed(error.message));
    return { [Symbol.dispose]: () => closing.abort() };
  },
};

async function open(request: WatchRequest, listener: WatchListener, closing: AbortSignal): Promise<void> {
  const [{ watch }, { default: match }] = await Promise.all([import('chokidar'), import('picomatch')]);
  if (closing.aborted) return;
  const paths = new WatchPaths(request, match);
  const watcher = watch([...paths.roots], {
    ignoreInitial: true,
    ignorePermissionErrors: true,
    ignored: (path, stats) => paths.ignores(path, stats === undefined ? 'unknown' : stats.isDirectory() ? 'folder' : 'file'),
  });
  closing.addEventListener('abort', () => {
    endThrottles(watcher);
    void watcher.close();
  });
  watcher.on('all', (event, path) => {
    if (!event.endsWith('Dir') && paths.wants(path) && !closing.aborted) listener.changed(plainLine(paths.nameOf(path)));
  });
  watcher.on('error', (error) => listener.failed(plainLine(error instanceof Error ? error.message : String(error))));
}

/** What chokidar 5 keeps of folders that it reads, by kind and path; it is not in its types. */
interface Throttling {
  readonly _throttled?: ReadonlyMap<string, ReadonlyMap<string, { clear(): void }>>;
}

// `close` forgets its throttles but leaves their timers, which would keep a program alive for up to a second.
function endThrottles(watcher: object): void {
  const { _throttled: throttled } = watcher as Throttling;
  for (const byPath of throttled?.values() ?? []) for (const throttle of [...byPath.values()]) throttle.clear();
}
