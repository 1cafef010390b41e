import type { WatchConfig } from '../../config/schema/process-config.js';
import type { WatchMemory } from '../../policy/process/watch-loop.js';
import type { FileWatch } from '../../ports/file-watcher.js';
import type { ProcessSnapshot } from '../snapshot/process.js';
import type { GonePaths } from './gone-paths.js';

/** Changes that become one restart. */
export interface Burst {
  /** The first path, and when it changed in monotonic milliseconds. */
  readonly path: string;
  readonly at: number;
  /** Whether something was written into each of its files for certain. */
  readonly isWritten: boolean;
}

/** What is watched for one process. */
export interface Watched {
  readonly config: WatchConfig;
  readonly cwd: string;
  readonly handle: FileWatch;
  /** Not all of it can be watched. */
  isBlind: boolean;
  /** Monotonic milliseconds of its last start. */
  startedAt: number;
  /** Monotonic milliseconds of its last change. */
  changedAt: number;
  burst: (Burst & { readonly timer: Disposable }) | undefined;
  memory: WatchMemory;
  /** A restart that waits for its delay. */
  delayed: Disposable | undefined;
  readonly gone: GonePaths;
  /** Ends the pause; undefined where there is none. */
  pause: Disposable | undefined;
}

/** A restart that waits for its delay is not needed any more. */
export function endDelay(watched: Watched): void {
  watched.delayed?.[Symbol.dispose]();
  watched.delayed = undefined;
}

/** Whether a change can restart it now. A start that is still to come reads the new files anyway. */
export function isRestartable(snapshot: ProcessSnapshot | undefined): boolean {
  if (snapshot?.desired !== 'up') return false;
  const { state } = snapshot;
  return state === 'running' || state === 'backoff' || state === 'completed' || state === 'failed';
}
