import { readlinkSync } from 'node:fs';
import { threadId } from 'node:worker_threads';

/** `watchdog-NAMESPACE-PID-THREAD`; the main thread has the number 0. */
const shape = /^watchdog-(\d+)-(\d+)-\d+$/;

/**
 * The name of the folder of this program's control groups. The reaper of a thread that ends takes all that is in its folder, so each
 * thread has its own. A pid is one process only in the namespace that it was given in, and programs of several can share a control group.
 */
export function ownFolderName(): string {
  return `watchdog-${pidNamespace()}-${process.pid}-${threadId}`;
}

/** Whether a folder of this name is of some watchdog's control groups. */
export function isFolderName(name: string): boolean {
  return shape.test(name);
}

/** The pid of the watchdog that made a folder of this name; undefined where it is of another pid namespace, or of no watchdog. */
export function makerOf(name: string): string | undefined {
  const [, namespace, pid] = shape.exec(name) ?? [];
  return namespace === pidNamespace() ? pid : undefined;
}

/** The number of the pid namespace that this program is in. */
function pidNamespace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
  } catch {
    return '0';
  }
}
