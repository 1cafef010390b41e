import { describe, expect, it } from 'vitest';
import { checkTcp } from '../../../src/adapters/probes/tcp.js';
import { CheckServer } from '../../fixtures/check-servers.js';

const never = new AbortController().signal;

describe('a tcp check', () => {
  it.each([
    ['localhost', '127.0.0.1'],
    ['localhost', '::1'],
    ['127.0.0.1', '127.0.0.1'],
    ['::1', '::1'],
  ])('of %s is well when the port takes the connection at %s, and hangs up', async (host, listening) => {
    await using server = await CheckServer.tcp(() => {}, listening);
    expect(await checkTcp({ kind: 'tcp', host, port: server.port }, never)).toEqual({ ok: true, message: 'connected' });
    await server.idle();
  });

  it('fails where nothing listens', async () => {
    const server = await CheckServer.tcp(() => {});
    const { port } = server;
    await server[Symbol.asyncDispose]();
    expect(await checkTcp({ kind: 'tcp', host: 'localhost', port }, never)).toEqual({ ok: false, message: 'connection refused' });
  });

  it('ends with its abort', async () => {
    await using server = await CheckServer.tcp(() => {});
    const result = await checkTcp({ kind: 'tcp', host: '127.0.0.1', port: server.port }, AbortSignal.abort());
    expect(result.ok).toBe(false);
  });
});
