import { describe, expect, it } from 'vitest';
import { untilDead } from '../fixtures/alive.js';
import { EmbeddingProgram } from '../fixtures/embedding-program.js';
import { KillList } from '../fixtures/process-tree.js';

/** Starts a child that is deaf to SIGTERM and one that has sent a descendant to a session of its own, and prints all pids. */
const starting = (options: string): string => `
import { Watchdog } from 'watchdog-tui';
const watchdog = new Watchdog(${options});
const deaf = 'trap "" TERM; sleep 600 & echo pids $$ $!; wait; wait';
watchdog.register({ name: 'deaf', command: deaf, shell: true });
watchdog.register({ name: 'scattered', command: 'setsid sleep 600 & echo pids $$ $!; exec sleep 600', shell: true });
const pids = [];
const printed = new Promise((resolve) => watchdog.on('stdout', ({ data }) => {
  pids.push(...data.trim().split(' ').slice(1));
  if (pids.length === 4) resolve();
}));
watchdog.up();
await printed;
`;

const inWorker = (last: string, options = ''): string => `
import { Worker, isMainThread, parentPort } from 'node:worker_threads';
if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url));
  worker.once('message', async (pids) => {
    process.stdout.write(pids + '\\n');
    ${last}
  });
} else {
  ${starting(options).replace("import { Watchdog } from 'watchdog-tui';", "const { Watchdog } = await import('watchdog-tui');")}
  parentPort.postMessage(pids.join(' '));
  parentPort.once('message', () => process.exit(0));
}`;

const inMain = (last: string, options = ''): string =>
  `${starting(options)}\nprocess.stdout.write(pids.join(' ') + '\\n');\n${last}`;

describe('What a host program leaves behind when it ends without a shutdown', () => {
  // Most of the time they wait for a reaper that lets the deaf one have its two seconds.
  it.concurrent.each([
    ['it exits', inMain('process.exit(3);')],
    ['it exits, without a reaper', inMain('process.exit(3);', '{ reaper: false }')],
    ['it throws', inMain("setImmediate(() => { throw new Error('the fault of the host'); });")],
    ['it rejects, without a reaper', inMain("Promise.reject(new Error('the fault of the host'));", '{ reaper: false }')],
    ['it is killed', inMain("process.kill(process.pid, 'SIGKILL');")],
    ['it aborts', inMain('process.abort();')],
    ['its worker thread exits, without a reaper', inWorker('worker.postMessage(1);', '{ reaper: false }')],
    ['its worker thread is terminated', inWorker('await worker.terminate();')],
    ['it is killed while a worker thread supervises', inWorker("process.kill(process.pid, 'SIGKILL');")],
  ])('is nothing where %s', async (_how, source) => {
    using program = new EmbeddingProgram();
    const { out, code, signal } = await program.run(source);
    const pids = out.trim().split(' ').map(Number);
    const children = new KillList();
    for (const pid of pids) children.add(pid);
    try {
      expect(pids).toHaveLength(4);
      expect({ code, signal }).not.toEqual({ code: null, signal: null });
      for (const pid of pids) await untilDead(pid);
    } finally {
      children.killAll();
    }
  });

  it('has cost nothing before the first child, and needs one listener however many watchdogs there are', async () => {
    using program = new EmbeddingProgram();
    const { out } = await program.run(`
      import { readFileSync } from 'node:fs';
      import { Watchdog } from 'watchdog-tui';
      const children = () => readFileSync('/proc/self/task/' + process.pid + '/children', 'utf8').trim().split(' ').filter(Boolean).length;
      const seen = () => children() + ' ' + process.listenerCount('exit');
      const watchdogs = Array.from({ length: 12 }, () => new Watchdog());
      for (const watchdog of watchdogs) watchdog.register({ name: 'a', command: 'sleep', args: ['600'] });
      const before = seen();
      await Promise.all(watchdogs.map((watchdog) => watchdog.start('a')));
      // The child with which control groups were tried was killed, and dies when the system comes to it.
      while (children() > 24) await new Promise((resolve) => setTimeout(resolve, 5));
      const during = seen();
      await Promise.all(watchdogs.map((watchdog) => watchdog.shutdown()));
      console.log([before, during, process.listenerCount('exit')].join(', '));
    `);
    // What the control groups need stays until the end.
    expect(out).toMatch(/^0 0, 24 1, [01]\n$/);
  });
});
