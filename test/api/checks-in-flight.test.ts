import { describe, expect, it } from 'vitest';
import { Watchdog } from '../../src/api/watchdog.js';
import { CheckServer } from '../fixtures/check-servers.js';

/** A watchdog with one process, up, whose check hangs at a server. */
async function withHangingCheck(use: (watchdog: Watchdog, server: CheckServer) => Promise<void>): Promise<void> {
  let asked: (() => void) | undefined;
  const arrived = new Promise<void>((resolve) => {
    asked = resolve;
  });
  await using server = await CheckServer.http(() => asked?.());
  const watchdog = new Watchdog({ handleSignals: false });
  try {
    watchdog.register({ name: 'api', command: 'sleep', args: ['600'], healthCheck: { http: server.url, timeout: '10m' } });
    expect(await watchdog.start('api')).toBe(true);
    await arrived;
    await use(watchdog, server);
  } finally {
    await watchdog.shutdown();
  }
}

describe('a check in flight', () => {
  it.each(['stop', 'restart', 'kill'] as const)('is hung up on by a %s', (what) =>
    withHangingCheck(async (watchdog, server) => {
      const before = server.connections;
      const idle = server.idle();
      expect(await watchdog[what]('api')).toBe(true);
      await idle;
      expect(before).toBe(1);
    }),
  );

  it('is hung up on by the shutdown', () =>
    withHangingCheck(async (watchdog, server) => {
      await watchdog.shutdown();
      await server.idle();
      expect(server.open).toBe(0);
    }));

  it('is never beside another of the same probe, however slow the server', async () => {
    const watchdog = new Watchdog({ handleSignals: false });
    let [now, most, answered] = [0, 0, 0];
    await using server = await CheckServer.http((_request, response) => {
      now += 1;
      most = Math.max(most, now);
      // Far longer than the interval.
      setTimeout(() => {
        now -= 1;
        response.end();
      }, 60);
    });
    const enough = new Promise<void>((resolve) => {
      watchdog.on('health_ok', () => {
        answered += 1;
        if (answered === 4) resolve();
      });
    });
    watchdog.register({ name: 'api', command: 'sleep', args: ['600'], healthCheck: { http: server.url, interval: 5 } });
    await watchdog.start('api');
    await enough;
    await watchdog.shutdown();
    expect(most).toBe(1);
  });

  it('of a command is ended with all that it started', async () => {
    const watchdog = new Watchdog({ handleSignals: false });
    await using server = await CheckServer.tcp(() => {});
    // The command's grandchild holds a connection, which the server sees end.
    const grandchild = `${process.execPath} -e "require('node:net').connect(${server.port}, '127.0.0.1').resume()"`;
    watchdog.register({
      name: 'api',
      command: 'sleep',
      args: ['600'],
      healthCheck: { exec: `(${grandchild}) & wait`, timeout: '10m' },
    });
    await watchdog.start('api');
    await server.connected();
    const idle = server.idle();
    await watchdog.stop('api');
    await idle;
    await watchdog.shutdown();
    expect(server.connections).toBe(1);
  });
});
