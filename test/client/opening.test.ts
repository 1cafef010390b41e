import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ProjectLock } from '../../src/adapters/files/project-lock.js';
import { socketPath } from '../../src/adapters/files/socket-path.js';
import { ControlClient } from '../../src/client/client.js';
import { statFields } from '../fixtures/proc-stat.js';
import { TemporaryFolder } from '../fixtures/temporary-folder.js';

it('a command waits for the socket of a watchdog whose lock lives, and for none where no lock does', async () => {
  await using folder = await TemporaryFolder.make();
  const client = new ControlClient(folder.path);
  const since = performance.now();
  await expect(client.status([])).rejects.toMatchObject({ code: 'NOT_RUNNING' });
  expect(performance.now() - since).toBeLessThan(4500); // It waits five seconds for one that opens.
  mkdirSync(join(folder.path, '.watchdog'), { mode: 0o700 });
  const lock = ProjectLock.acquire(join(folder.path, '.watchdog'));
  const status = client.status([]);
  const server = createServer((_request, response) => response.end('[]'));
  setTimeout(() => server.listen(socketPath(folder.path)), 300);
  expect(await status).toEqual([]);
  server.close();
  const path = socketPath(folder.path);
  const hasty = new ControlClient(folder.path, () => ({ path, pid: process.pid }), 50);
  await expect(hasty.status([])).rejects.toMatchObject({
    code: 'NOT_RUNNING',
    message: `the watchdog here, pid ${process.pid}, does not listen at ${path}; kill ${process.pid} ends it with its processes`,
  });
  server.closeAllConnections();
  lock.release();
});

it('a watchdog that is suspended before it has opened its socket is said to be that', async () => {
  await using folder = await TemporaryFolder.make();
  const watchdog = spawn('sleep', ['600']);
  onTestFinished(() => void watchdog.kill('SIGKILL'));
  watchdog.kill('SIGSTOP');
  const { pid } = watchdog;
  const client = new ControlClient(folder.path, () => ({ path: socketPath(folder.path), pid }));
  await expect.poll(() => statFields(pid!)?.[0]).toBe('T');
  await expect(client.status([])).rejects.toMatchObject({ code: 'SUSPENDED' });
});
