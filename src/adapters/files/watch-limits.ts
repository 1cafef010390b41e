import type { WatchListener } from '../../ports/file-watcher.js';
import { sayFileFault } from './fault-words.js';
import type { Scan, ScanBounds } from './tree-scan.js';
import type { WatchPaths } from './watch-paths.js';

const shortages: Readonly<Record<string, string>> = {
  ENOSPC: 'the system has no more watches (fs.inotify.max_user_watches)',
  // The system says the same of either.
  EMFILE: 'the system has no more watchers for this user (fs.inotify.max_user_instances), or no file descriptor is free',
};

/** What keeps a tree from being watched as a whole, each said once; and when that is over. */
export class WatchLimits {
  readonly #paths: WatchPaths;
  readonly #listener: WatchListener;
  readonly #bounds: ScanBounds;
  /** What the system was short of in this walk. */
  #shortage: string | undefined;
  #saidShortage = false;
  #saidUnread = false;
  #saidCut = false;
  #saidUnnamed = false;
  #saidFault = false;

  constructor(paths: WatchPaths, listener: WatchListener, bounds: ScanBounds) {
    this.#paths = paths;
    this.#listener = listener;
    this.#bounds = bounds;
  }

  /** Whether the system was short of something in this walk. */
  get isShort(): boolean {
    return this.#shortage !== undefined;
  }

  /** A walk begins: the system may have more by now. */
  begin(): void {
    this.#shortage = undefined;
  }

  /** The system does not report what happens in a folder. */
  refused({ code, message }: NodeJS.ErrnoException): void {
    this.#shortage ??= shortages[code ?? ''];
    // What is gone is waited for, and what may not be read is said when it is read.
    if (this.isShort || code === 'ENOENT' || code === 'EACCES' || this.#saidFault) return;
    this.#saidFault = true;
    this.#listener.failed(message);
  }

  /** Says what is new after a walk. Returns whether the tree has to be read again and again, since the system does not report all of it. */
  say({ isCut, unnamed, unread }: Scan): boolean {
    const wasLimited = this.#saidShortage || this.#saidUnread;
    if (isCut && !this.#saidCut) {
      const { folders, files } = this.#bounds;
      this.#listener.failed(
        `more than ${folders} folders or ${files} files; the rest is not watched, name fewer in watch.paths or leave some out with watch.ignore`,
      );
    }
    this.#saidCut ||= isCut;
    if (unnamed !== undefined && !this.#saidUnnamed) {
      this.#listener.failed(`the name of ${unnamed} is no UTF-8, so what is in that folder is not watched; rename it`);
    }
    this.#saidUnnamed ||= unnamed !== undefined;
    if (this.#shortage !== undefined && !this.#saidShortage) this.#listener.polled?.(this.#shortage);
    this.#saidShortage = this.isShort;
    const [first] = unread;
    if (first !== undefined && !this.#saidUnread) {
      this.#listener.failed(`${this.#paths.nameOf(first[0]) || '.'} cannot be read: ${sayFileFault(first[1])}`);
    }
    this.#saidUnread = first !== undefined;
    const isLimited = this.#saidShortage || this.#saidUnread;
    if (wasLimited && !isLimited && !this.#saidFault && !isCut && unnamed === undefined) this.#listener.recovered?.();
    return isLimited;
  }
}
