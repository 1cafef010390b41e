import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

/** Descriptors of ours that the system would hand to every child. */
const leaking = new Set<number>();

/** From now on no child gets this descriptor, which was opened without close-on-exec, until `closedDescriptor`. */
export function keepDescriptor(descriptor: number): void {
  leaking.add(descriptor);
}

/** The descriptor is closed, or about to be: its number means nothing any more. */
export function closedDescriptor(descriptor: number): void {
  leaking.delete(descriptor);
}

/** What a child's first descriptors are to be, each as Node takes it. */
export type Stdio = readonly ('pipe' | 'ignore' | number)[];

/**
 * Node's `spawn`, where the child gets nothing but the descriptors that it was given: /dev/null stands in the place of those of ours
 * that would be inherited. Whatever this program starts while terminals may be open is started by it.
 * @throws what Node's throws
 */
export function spawnAlone(
  command: string,
  args: readonly string[],
  { stdio, ...options }: Omit<SpawnOptions, 'stdio'> & { readonly stdio: Stdio },
): ChildProcess {
  const masked = [...leaking].filter((descriptor) => (stdio[descriptor] ?? 'ignore') === 'ignore' && descriptor > 2);
  if (masked.length === 0) return spawn(command, args, { ...options, stdio: [...stdio] });
  const nothing = openSync('/dev/null', 'r');
  try {
    const last = Math.max(stdio.length - 1, ...masked);
    // Above the first three, `ignore` opens nothing and leaves the number as it is.
    const all = Array.from({ length: last + 1 }, (_, at) => (masked.includes(at) ? nothing : (stdio[at] ?? 'ignore')));
    return spawn(command, args, { ...options, stdio: all });
  } finally {
    closeSync(nothing);
  }
}
