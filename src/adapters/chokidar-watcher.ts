import type { FileWatcher, WatchListener, WatchRequest } from '../ports/file-watcher.js';
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
  closing.addEventListener('abort', () => void watcher.close());
  watcher.on('all', (event, path) => {
    if (!event.endsWith('Dir') && paths.wants(path) && !closing.aborted) listener.changed(paths.nameOf(path));
  });
  watcher.on('error', (error) => listener.failed(error instanceof Error ? error.message : String(error)));
}
