// A test suite that brings up what it needs: a database stand-in and an API on it. Run it with: node --test
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, test } from 'node:test';
import { ProcessState, Watchdog, WatchdogError } from 'watchdog-tui';

const watchdog = new Watchdog({ handleSignals: false });
const [dbPort, apiPort] = [await freePort(), await freePort()];
const apiUrl = `http://127.0.0.1:${apiPort}/`;

const api = `
const { connect } = require('node:net');
require('node:http').createServer((request, response) => {
  connect(process.env.DB_PORT, '127.0.0.1').on('error', () => response.writeHead(503).end()).pipe(response);
}).listen(process.env.PORT, '127.0.0.1');`;

before(async () => {
  watchdog
    .register({
      name: 'db',
      command: 'node',
      args: [
        '-e',
        `require('node:net').createServer((peer) => peer.on('error', () => {}).end('42')).listen(${dbPort}, '127.0.0.1')`,
      ],
      env: process.env,
      healthCheck: { tcp: dbPort, interval: '100ms' },
    })
    .register({
      name: 'api',
      command: 'node',
      args: ['-e', api],
      env: { DB_PORT: String(dbPort), PORT: String(apiPort) },
      dependsOn: { db: 'healthy' },
      healthCheck: async ({ pid }) => pid !== null && (await fetch(apiUrl)).ok,
      restartDelay: 50,
    });
  watchdog.up();
  await watchdog.waitFor(['db', 'api'], 'healthy', { timeout: 30_000 });
});
after(() => watchdog.shutdown());

void test('the API answers with what the database says', async () => {
  assert.equal(await (await fetch(apiUrl)).text(), '42');
});

void test('the API comes back when it was killed', async () => {
  const { pid } = watchdog.getStatus('api') ?? {};
  assert.ok(typeof pid === 'number');
  const backoff = new Promise<number>((resolve) => watchdog.once('backoff', ({ delayMs }) => resolve(delayMs)));
  process.kill(pid, 'SIGKILL');
  assert.equal(await backoff, 50);
  await watchdog.waitFor('api', 'healthy', { timeout: 30_000 });
  assert.equal(await (await fetch(apiUrl)).text(), '42');
});

void test('what cannot work fails at once, with its reason', async () => {
  watchdog.register({ name: 'typo', command: 'no-such-program' });
  assert.equal(await watchdog.start('typo'), false);
  assert.equal(watchdog.getStatus('typo')?.state, ProcessState.FAILED);
  await assert.rejects(watchdog.waitFor('typo', 'running'), (error) => {
    return error instanceof WatchdogError && error.code === 'ACTION_FAILED' && /command not found/.test(error.message);
  });
  assert.equal(await watchdog.unregister('typo'), true);
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
