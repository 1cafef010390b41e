// What a user waits for on a machine whose cores all have other work.
import { type ChildProcess, spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { measure as quit } from './quit.js';
import { measure as restart } from './restart.js';
import type { Row } from './row.js';
import { measure as stopOne } from './stop-one.js';

/** The restart after an exit, a stop, and the quit, while every core works for others. */
export async function measure(): Promise<readonly Row[]> {
  const loops: ChildProcess[] = cpus().map(() => spawn('sh', ['-c', 'while :; do :; done'], { stdio: 'ignore' }));
  try {
    const when = ', all cores busy';
    return [...(await restart(when)), ...(await stopOne(when)), ...(await quit(when))];
  } finally {
    for (const loop of loops) loop.kill('SIGKILL');
  }
}
