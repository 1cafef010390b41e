import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EmbeddingProgram } from '../fixtures/embedding-program.js';

/** A program with one process of every kind of trouble: noisy, crashing, checked by http, watched, never found, stubborn. */
const busy = `
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Watchdog } from 'watchdog-tui';
const server = createServer((_, answer) => answer.end()).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const http = 'http://127.0.0.1:' + server.address().port;
const watchdog = new Watchdog({ handleSignals: false });
watchdog.register({ name: 'noisy', command: 'echo out; echo err >&2; exec sleep 600', shell: true, watch: { paths: ['../temp'] } });
watchdog.register({ name: 'crashing', command: 'false', restartDelay: 10, circuit: { threshold: 2 } });
watchdog.register({ name: 'later', command: 'false', restartDelay: '10m', backoff: { max: '10m' } });
watchdog.register({ name: 'checked', command: 'sleep', args: ['600'], healthCheck: { http, interval: 20 } });
watchdog.register({ name: 'asked', command: 'sleep', args: ['600'], healthCheck: async () => true });
watchdog.register({ name: 'typo', command: 'no-such-program' });
watchdog.register({ name: 'stubborn', command: 'trap "" TERM; sleep 600 & wait; wait', shell: true, stop: { grace: 100 } });
const opened = new Promise((resolve) => watchdog.once('circuit_open', resolve));
const healthy = new Promise((resolve) => watchdog.once('health_ok', resolve));
const written = new Promise((resolve) => watchdog.once('stdout', resolve));
watchdog.up();
await Promise.all([opened, healthy, written]);
`;

describe('a Watchdog in another program', () => {
  it('prints nothing, writes no files, and lets the program end after its shutdown', async () => {
    using program = new EmbeddingProgram();
    const result = await program.run(`${busy}
      await watchdog.shutdown();
      server.close();
      // Whatever else kept the program alive would keep this test waiting.
    `);
    expect(result).toEqual({ out: '', err: '', code: 0, signal: null });
    const entries = ['work', 'home', 'temp'].flatMap((name) => readdirSync(join(program.folder, name)));
    expect(entries).toEqual([]);
  });

  it('leaves no handle open: not even one that would let the program end', async () => {
    using program = new EmbeddingProgram();
    const { out } = await program.run(`${busy}
      await watchdog.shutdown();
      server.closeAllConnections();
      server.close();
      const open = () => process.getActiveResourcesInfo().filter((name) => /Process|Timeout|FSEvent|FSReq|Signal/.test(name));
      // What still reads a file ends by itself, later on a busy machine; a handle stays.
      const deadline = performance.now() + 20_000;
      do await new Promise((resolve) => setImmediate(resolve));
      while (open().length > 0 && performance.now() < deadline);
      console.log(JSON.stringify(open()));
    `);
    expect(out).toBe('[]\n');
  });

  it('ends a program that it was only made in', async () => {
    using program = new EmbeddingProgram();
    const source = "import { Watchdog } from 'watchdog-tui'; new Watchdog().register({ name: 'a', command: 'x' });";
    expect(await program.run(source)).toEqual({ out: '', err: '', code: 0, signal: null });
  });

  it('leaves signals alone with handleSignals: false, and else listens only until its shutdown', async () => {
    using program = new EmbeddingProgram();
    const count = "['SIGINT', 'SIGTERM', 'SIGQUIT', 'SIGHUP'].map((signal) => process.listenerCount(signal)).join('')";
    const { out, code, signal } = await program.run(
      `import { Watchdog } from 'watchdog-tui';
      const counts = [];
      const note = () => counts.push(${count});
      const heedful = new Watchdog(); note();
      await heedful.shutdown(); note();
      const heedless = new Watchdog({ handleSignals: false });
      heedless.register({ name: 'short', command: 'sleep', args: ['1'] });
      await heedless.start('short'); note();
      console.log(counts.join(' '));`,
      (_out, kill) => kill('SIGTERM'),
    );
    expect({ out, code, signal }).toEqual({ out: '1111 0000 0000\n', code: null, signal: 'SIGTERM' });
  });

  it('writes the journal that it is asked for, and nothing else', async () => {
    using program = new EmbeddingProgram();
    const { err } = await program.run(`import { Watchdog } from 'watchdog-tui';
      const watchdog = new Watchdog({ journal: process.cwd() });
      watchdog.register({ name: 'a', command: 'true', autoRestart: false });
      await watchdog.start('a');
      await watchdog.shutdown();`);
    expect(err).toBe('');
    expect(readdirSync(join(program.folder, 'work')).filter((name) => name !== 'journal.json')).toEqual([]);
  });
});
