// What a user waits for on a machine whose cores all have other work.
import { type ChildProcess, spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { measure as quit } from './quit.js';
import { measure as restart } from './restart.js';
import type { Row } from './row.js';

/** The restart after an exit, and the quit, while every core works for others. */
export async function measure(): Promise<readonly Row[]> {
  const loops: ChildProcess[] = cpus().map(() => spawn('sh', ['-c', 'while :; do :; done'], { stdio: 'ignore' }));
  try {
    return [...(await restart(', all cores busy')), ...(await quit(', all cores busy'))];
  } finally {
    for (const loop of loops) loop.kill('SIGKILL');
  }
}
