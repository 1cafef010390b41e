/** Which files to watch. */
export interface WatchRequest {
  /** What the paths are relative to; absolute. */
  readonly directory: string;
  /** Files, folders with all that is in them, and globs. What does not exist yet is watched for. */
  readonly paths: readonly string[];
  /** Globs and paths to leave out, relative to the folder; node_modules, .git, .watchdog and swap files of editors are left out anyway. */
  readonly ignore: readonly string[];
}

/** Notified of changes. */
export interface WatchListener {
  /**
   * A file was added, changed or removed; its path is relative to the request's folder. One save may be reported several times.
   * @param isWritten whether something was written into it for certain, since it is new and not empty, or has another size
   */
  changed(path: string, isWritten: boolean): void;
  /** A path of the request that was there is gone, or is there again; as `changed` names paths. Until then it is waited for. */
  gone?(path: string, isBack: boolean): void;
  /** Not all of it is known any more, or ever was; in words. */
  failed(message: string): void;
  /** The system reports not all of it, so that it is read again and again and changes come late; in words, why. */
  polled?(why: string): void;
  /** What was said by `failed` and `polled` is over: all of it is watched, and every change until now was reported. */
  recovered?(): void;
}

/** A watch of files, until it is disposed. */
export interface FileWatch extends Disposable {
  /** Whether something has happened that is not read and reported yet. */
  readonly isBehind: boolean;
  /** Reads now what is watched, and reports every change so far; resolves then. */
  check(): Promise<void>;
}

/** Watches files and folders for changes. */
export interface FileWatcher {
  /** Reports every change from the call on, until it is disposed. Files that are there already are not reported. */
  watch(request: WatchRequest, listener: WatchListener): FileWatch;
}
