import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { findPortHolders, parseSocketTable } from '../../../src/adapters/proc/port-holders.js';
import { Watchdog } from '../../../src/api/watchdog.js';
import { CheckServer } from '../../fixtures/check-servers.js';
import { freePort } from '../../fixtures/free-port.js';

/** A program that listens on a port of localhost, says so, and ends after `ms` or never. */
function listener(port: number, ms?: number): string[] {
  const end = ms === undefined ? '' : `setTimeout(() => process.exit(0), ${ms})`;
  return ['-e', `require('node:net').createServer().listen(${port}, '127.0.0.1', () => { console.log('up'); ${end} })`];
}

async function withWatchdog(use: (watchdog: Watchdog) => Promise<void>): Promise<void> {
  const watchdog = new Watchdog({ handleSignals: false });
  try {
    await use(watchdog);
  } finally {
    await watchdog.shutdown();
  }
}

describe('a process with ports', () => {
  it('starts when they are free', () =>
    withWatchdog(async (watchdog) => {
      const port = await freePort();
      watchdog.register({ name: 'api', command: process.execPath, args: listener(port), ports: [port] });
      expect(await watchdog.start('api')).toBe(true);
    }));

  it('fails at once where another process holds one, who is named, and is not tried again', () =>
    withWatchdog(async (watchdog) => {
      const port = await freePort();
      const other = spawn(process.execPath, listener(port), { stdio: ['ignore', 'pipe', 'ignore'] });
      try {
        await once(other.stdout, 'data');
        const errors: string[] = [];
        watchdog.on('error', ({ error }) => errors.push(error.message));
        watchdog.register({ name: 'api', command: 'true', ports: [await freePort(), port] });
        expect(await watchdog.start('api')).toBe(false);
        const said = `port ${port} is held by pid ${other.pid} (node), not ours`;
        expect(watchdog.getStatus('api')).toMatchObject({ state: 'failed', reason: `failed: ${said}`, nextStartInMs: null });
        expect(errors).toEqual([said]);
      } finally {
        other.kill('SIGKILL');
      }
    }));

  it('fails where another process of ours holds one, which is named', () =>
    withWatchdog(async (watchdog) => {
      const port = await freePort();
      watchdog.register({ name: 'my web', command: process.execPath, args: listener(port) });
      watchdog.register({ name: 'api', command: 'true', ports: [port] });
      const up = once(watchdog, 'stdout');
      await watchdog.start('my web');
      await up;
      expect(await watchdog.start('api')).toBe(false);
      expect(watchdog.getStatus('api')?.reason).toMatch(/is held by pid \d+ \(node\), of my web$/);
    }));

  it('waits for one that an earlier child of its own left behind holding it', () =>
    withWatchdog(async (watchdog) => {
      const port = await freePort();
      // A group scope leaves alone what has left the group, as this descendant does.
      const leaver = `setsid ${process.execPath} -e ${quoted(listener(port, 400)[1]!)} & sleep 600`;
      watchdog.register({ name: 'api', command: leaver, shell: true, ports: [port], stop: { scope: 'group' } });
      const up = once(watchdog, 'stdout');
      await watchdog.start('api');
      await up;
      const startedAt = performance.now();
      expect(await watchdog.restart('api')).toBe(true);
      expect(performance.now() - startedAt).toBeGreaterThan(200);
      expect(watchdog.getStatus('api')?.startCount).toBe(2);
    }));
});

describe('who holds a port', () => {
  it.each(['127.0.0.1', '::1', '::'])('is found at %s', async (host) => {
    await using server = await CheckServer.tcp(() => {}, host);
    expect(await findPortHolders([1, server.port])).toEqual([{ port: server.port, pids: [process.pid] }]);
  });

  it('is none once it is free, though connections of it linger', async () => {
    const port = await freePort();
    expect(await findPortHolders([port])).toEqual([]);
  });

  it('is read from the table of sockets of those that listen', () => {
    const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 41 1 0000000000000000 100 0 0 10 0
   1: 0100007F:0BB8 0100007F:9C40 01 00000000:00000000 00:00000000 00000000  1000        0 42 1 0000000000000000 20 4 30 10 -1
   2: 00000000000000000000000001000000:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 43 1
`;
    expect(parseSocketTable(table)).toEqual([
      { inode: '41', port: 3000 },
      { inode: '43', port: 8080 },
    ]);
  });
});

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
