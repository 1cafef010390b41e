import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { cleanEnvironment } from './clean-environment.js';
import { builtProgram } from './project.js';

/** What a finished run of the program has printed, and how it ended. */
export interface RunResult {
  readonly out: string;
  readonly err: string;
  readonly code: number | null;
  readonly signal: string | null;
}

/** Runs the built program to its end, without a terminal. @param above what it has open above the first three descriptors */
export async function runProgram(
  args: readonly string[],
  cwd: string,
  env: Record<string, string | undefined> = {},
  above: readonly ('ignore' | number)[] = [],
): Promise<RunResult> {
  const program = startProgram(args, cwd, env, above);
  return program.ended;
}

/** Starts the built program without a terminal. */
export function startProgram(
  args: readonly string[],
  cwd: string,
  env: Record<string, string | undefined> = {},
  above: readonly ('ignore' | number)[] = [],
) {
  const child = spawn(process.execPath, [builtProgram, ...args], {
    cwd,
    env: cleanEnvironment(env),
    stdio: ['ignore', 'pipe', 'pipe', ...above],
  }) as ChildProcessByStdio<null, Readable, Readable>;
  const printed = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    printed.err += text;
  });
  const ended = once(child, 'close').then(([code, signal]): RunResult => ({ ...printed, code, signal }));
  return { child, printed, ended };
}
