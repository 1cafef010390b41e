import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ContainerEngineClient } from '../../../src/adapters/engine/client.js';

/** An engine that calls itself `server` and knows one container, asked about it. */
async function inspectedBy(server: string | undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'wd-'));
  const socket = join(folder, 'engine.sock');
  const engine = createServer((_request, response) => {
    if (server !== undefined) response.setHeader('Server', server);
    response.end('{"Id": "a", "Name": "/redis", "State": {}, "Config": {"Image": "redis:7"}}');
  }).listen(socket);
  await once(engine, 'listening');
  try {
    const inspected = await new ContainerEngineClient({ socket, environment: {} }).inspect('redis');
    return { ...inspected, engine: inspected?.engine.replace(socket, 'SOCKET') };
  } finally {
    engine.close();
    rmSync(folder, { recursive: true });
  }
}

describe('A container is told with its engine', () => {
  it.each([
    ['Docker/27.1.1 (linux)', 'Docker 27.1.1 at SOCKET'],
    ['Libpod/4.3.1 (linux)', 'Podman 4.3.1 at SOCKET'],
    ['nginx', 'SOCKET'],
    [undefined, 'SOCKET'],
  ])('of which the header is %j: %s', async (server, engine) => {
    expect(await inspectedBy(server)).toMatchObject({ image: 'redis:7', engine });
  });
});
