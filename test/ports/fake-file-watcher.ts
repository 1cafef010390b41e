import type { FileWatch, FileWatcher, WatchListener, WatchRequest } from '../../src/ports/file-watcher.js';

/** What is being watched. */
export interface FakeWatch extends Required<WatchListener> {
  readonly request: WatchRequest;
}

/** Files that change when the test says so. */
export class FakeFileWatcher implements FileWatcher {
  /** What is watched now, oldest first. */
  readonly watches: FakeWatch[] = [];
  /** Changes that are seen only by those who look. */
  readonly unseen: string[] = [];
  /** Whether there is more to come. */
  isBehind = false;

  watch(request: WatchRequest, listener: WatchListener): FileWatch {
    const watch: FakeWatch = {
      request,
      changed: (path, isWritten) => listener.changed(path, isWritten),
      gone: (path, isBack) => listener.gone?.(path, isBack),
      failed: (why) => listener.failed(why),
      polled: (why) => listener.polled?.(why),
      recovered: () => listener.recovered?.(),
    };
    this.watches.push(watch);
    const check = async (): Promise<void> => {
      for (const path of this.unseen.splice(0)) watch.changed(path, true);
    };
    const isBehind = (): boolean => this.isBehind;
    return {
      get isBehind() {
        return isBehind();
      },
      check,
      [Symbol.dispose]: () => void this.watches.splice(this.watches.indexOf(watch), 1),
    };
  }

  /** A file changes under the only watch. */
  change(path: string, isWritten = true): void {
    this.watches.at(-1)?.changed(path, isWritten);
  }
}
