// An end-to-end test that starts the real program, waits until it is healthy, and leaves nothing behind.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { after, before, it } from 'node:test';
import { Watchdog } from 'watchdog-tui';

const watchdog = new Watchdog({ reaper: true });
let url;

before(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  watchdog.register({
    name: 'server',
    command: process.execPath,
    args: ['server.mjs'],
    cwd: import.meta.dirname,
    env: { PORT: String(port) },
    healthCheck: async () => (await fetch(url)).ok,
    restartDelay: 10,
  });
  const healthy = once(watchdog, 'health_ok');
  assert.ok(await watchdog.start('server'), watchdog.getStatus('server').reason);
  await healthy;
});

after(() => watchdog.shutdown());

it('counts its visitors', async () => {
  await fetch(`${url}/visit`);
  assert.equal(await textOf('/visit'), '2');
});

it('forgets them when it crashes, and is up again', async () => {
  const healthy = once(watchdog, 'health_ok');
  await assert.rejects(fetch(`${url}/crash`));
  await healthy;
  assert.equal(await textOf('/'), '0');
  assert.equal(watchdog.getStatus('server').restartCount, 1);
});

async function textOf(path) {
  return (await (await fetch(url + path)).text()).trim();
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}
