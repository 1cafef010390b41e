import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ContainerEngineClient } from '../../../src/adapters/engine/client.js';
import { askEngine } from '../../../src/adapters/engine/request.js';
import type { EngineFault } from '../../../src/ports/container-engine.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';

describe('A question to an engine', () => {
  async function asked(answer: RequestListener): Promise<unknown> {
    await using folder = await TemporaryFolder.make();
    const socket = join(folder.path, 'engine.sock');
    const engine = createServer(answer).listen(socket);
    await once(engine, 'listening');
    try {
      const question = { method: 'GET', path: '/', limitMs: 300 } as const;
      return await askEngine({ socket, environment: {} }, question).catch(
        (error: EngineFault) => `${error.kind}: ${error.message}`,
      );
    } finally {
      engine.closeAllConnections();
      engine.close();
    }
  }

  it.each<[string, RequestListener]>([
    ['says nothing', () => {}],
    ['begins and says no more', (_request, response) => void response.write('{')],
    ['says a little again and again', (_request, response) => void setInterval(() => response.write(' '), 50).unref()],
  ])('is over at its limit, where it %s', async (_what, answer) => {
    expect(await asked(answer)).toBe('silent: the container engine did not answer within 300ms');
  });

  it('where there is none says where, and no more', async () => {
    await using folder = await TemporaryFolder.make();
    const socket = join(folder.path, 'engine.sock');
    const answer = askEngine({ socket, environment: {} }, { method: 'GET', path: '/', limitMs: 300 });
    await expect(answer).rejects.toMatchObject({ kind: 'away', message: `no container engine at ${socket}` });
  });

  it('that is refused is answered in the words of the engine, without controls', async () => {
    const refuse: RequestListener = (_request, response) => void response.writeHead(500).end('{"message": "no \\u001b[31mway"}');
    expect(await asked(refuse)).toBe('refused: no way');
    expect(await asked((_request, response) => void response.writeHead(502).end('<html>'))).toBe(
      'refused: the container engine answered with status 502',
    );
  });
});

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

describe('A container is reported with its engine', () => {
  it.each([
    ['Docker/27.1.1 (linux)', 'Docker 27.1.1 at SOCKET'],
    ['Libpod/4.3.1 (linux)', 'Podman 4.3.1 at SOCKET'],
    ['nginx', 'SOCKET'],
    [undefined, 'SOCKET'],
  ])('of which the header is %j: %s', async (server, engine) => {
    expect(await inspectedBy(server)).toMatchObject({ image: 'redis:7', engine });
  });
});
