import { existsSync } from 'node:fs';
import { shellDescriptorLimit } from '../node/descriptors.js';

/** A program and its arguments. */
export type CommandLine = readonly [file: string, args: readonly string[]];

const prlimit = '/usr/bin/prlimit';
let wrap: ((line: CommandLine) => CommandLine) | undefined;

/** Whether children are started through a program that gives them the limits of the user's shell back, which then finds the executable. */
export function isLimited(): boolean {
  wrap ??= makeWrap();
  return wrap !== asItIs;
}

/**
 * Gives a child the soft limit of file descriptors that the user's shell has. Node raises its own to the hard limit, and with a
 * million descriptors some programs close each of them at their start, and some break.
 */
export function withUserLimits(line: CommandLine): CommandLine {
  wrap ??= makeWrap();
  return wrap(line);
}

function makeWrap(): (line: CommandLine) => CommandLine {
  const soft = shellDescriptorLimit();
  if (soft === undefined) return asItIs;
  // It leaves the environment alone, which a shell does not quite; both are the child in the end, by exec.
  if (existsSync(prlimit)) return ([file, args]) => [prlimit, [`--nofile=${soft}:`, '--', file, ...args]];
  return ([file, args]) => ['/bin/sh', ['-c', 'ulimit -S -n "$0"; exec "$@"', String(soft), file, ...args]];
}

function asItIs(line: CommandLine): CommandLine {
  return line;
}
