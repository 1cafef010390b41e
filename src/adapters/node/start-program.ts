import { type ChildProcess, type SpawnOptions, type SpawnSyncOptions, spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { limitInProc } from './limit-in-proc.js';

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
 * Node's `spawn`, where the child gets nothing but the descriptors that it was given: /dev/null replaces those of ours
 * that would be inherited. Whatever this program starts is started by it, or by one of the two below.
 * @throws what Node's throws
 */
export function spawnAlone(
  command: string,
  args: readonly string[],
  { stdio, ...options }: Omit<SpawnOptions, 'stdio'> & { readonly stdio: Stdio },
): ChildProcess {
  return withMasked(stdio, (all) => spawn(command, args, { ...options, stdio: all }));
}

/**
 * Runs a program to its end while nothing else happens, and returns what it printed; empty where it cannot be run.
 * @param options `input` is what it reads; `timeout` is in milliseconds
 */
export function runAlone(
  command: string,
  args: readonly string[],
  options: Pick<SpawnSyncOptions, 'cwd' | 'env' | 'input' | 'timeout'> = {},
): string {
  return withMasked(['pipe', 'pipe', 'ignore'], (stdio) => {
    const { stdout } = spawnSync(command, args, { ...options, stdio, encoding: 'utf8', maxBuffer: mostOutput });
    return stdout ?? '';
  });
}

const mostOutput = 64 * 1024 * 1024;

/** Runs a program as `runAlone` does, but without blocking, and resolves with what it wrote to stdout. @param timeout in milliseconds */
export function readAlone(
  command: string,
  args: readonly string[],
  options: Pick<SpawnOptions, 'env' | 'timeout'> = {},
): Promise<string> {
  return new Promise((resolve) => {
    const child = spawnAlone(command, args, { ...options, stdio: ['ignore', 'pipe', 'ignore'] });
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    child.once('error', () => resolve(''));
    child.once('close', () => resolve(text));
  });
}

/** The flag of a descriptor, as Linux shows it, that closes it where another program is executed. */
const closeOnExec = 0o2000000;

/** A child gets an entry for each descriptor below the highest, so a number above this is left as it is. */
const mostMasked = 1024;

/** The numbers below which those of a child are: the system takes none at or above the limit, which may be lowered at any time. */
function maskedBound(): number {
  return Math.min(mostMasked, (limitInProc() ?? Number.POSITIVE_INFINITY) / 2);
}

let isChecked = false;

/**
 * What the parent of this program has left open for it, above the first three: nothing of ours, and nothing for what we start. Node
 * closes only the lowest of them. Where the system does not show its descriptors there is nothing to do.
 */
function keepInherited(): void {
  if (isChecked) return;
  isChecked = true;
  try {
    for (const name of readdirSync('/proc/self/fd')) if (Number(name) > 2 && isHandedOn(name)) leaking.add(Number(name));
  } catch {
    // No /proc.
  }
}

function isHandedOn(descriptor: string): boolean {
  try {
    const flags = /^flags:\s*(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'latin1'))?.[1];
    return flags !== undefined && (Number.parseInt(flags, 8) & closeOnExec) === 0;
  } catch {
    return false; // That by which the folder was read.
  }
}

/** Gives `start` the descriptors of a child, with those of ours that would be inherited replaced by /dev/null. */
function withMasked<T>(stdio: Stdio, start: (stdio: ('pipe' | 'ignore' | number)[]) => T): T {
  keepInherited();
  const bound = leaking.size === 0 ? 0 : maskedBound();
  const masked = [...leaking].filter((descriptor) => {
    return descriptor > 2 && descriptor < bound && (stdio[descriptor] ?? 'ignore') === 'ignore';
  });
  if (masked.length === 0) return start([...stdio]);
  const nothing = openSync('/dev/null', 'r');
  try {
    const last = Math.max(stdio.length - 1, ...masked);
    // Above the first three, `ignore` opens nothing and leaves the number as it is.
    return start(Array.from({ length: last + 1 }, (_, at) => (masked.includes(at) ? nothing : (stdio[at] ?? 'ignore'))));
  } finally {
    closeSync(nothing);
  }
}
