import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { checkHttp } from '../../../src/adapters/probes/http.js';
import type { HttpProbe, ProbeResult } from '../../../src/ports/probe-runner.js';
import { CheckServer } from '../../fixtures/check-servers.js';
import { httpProbe } from '../../fixtures/http-probe.js';
import { processorTime } from '../../fixtures/processor-time.js';

function ask(url: string, probe: Partial<HttpProbe> = {}, signal = new AbortController().signal): Promise<ProbeResult> {
  return checkHttp(httpProbe(url, probe), signal);
}

describe('an http check', () => {
  it.each([
    [200, [[200, 399]], true],
    [204, [[204, 204]], true],
    [302, [[200, 399]], true],
    [302, [[200, 299]], false],
    [
      500,
      [
        [200, 299],
        [500, 500],
      ],
      true,
    ],
    [503, [[200, 399]], false],
  ] as const)('of a server that answers %d, accepting %j, is well: %s', async (status, accepted, ok) => {
    await using server = await CheckServer.http((_request, response) => response.writeHead(status, { location: '/else' }).end());
    expect(await ask(server.url, { status: accepted })).toEqual({ ok, message: `HTTP ${status}`, httpStatus: status });
    // A redirect that was followed would be a second connection.
    expect(server.connections).toBe(1);
  });

  it('sends its method and headers', async () => {
    await using server = await CheckServer.http(({ method, headers }, response) =>
      response.writeHead(method === 'HEAD' && headers['x-a'] === 'b' ? 200 : 400).end(),
    );
    expect(await ask(server.url, { method: 'HEAD', headers: { 'x-a': 'b' } })).toMatchObject({ ok: true });
  });

  it.each(['127.0.0.1', '::1'])('finds localhost at %s', async (host) => {
    await using server = await CheckServer.http((_request, response) => response.end(), host);
    expect(await ask(server.url)).toMatchObject({ ok: true });
  });

  it.each([
    [{ contains: 'ok' }, true, 'HTTP 200'],
    [{ contains: 'no' }, false, 'HTTP 200, but the body does not contain "no"'],
    [{ matches: '^all is ok\\.$' }, true, 'HTTP 200'],
    [{ matches: '^ok' }, false, 'HTTP 200, but the body does not match "^ok"'],
    [{ contains: 'ok', matches: 'grüße' }, false, 'HTTP 200, but the body does not match "grüße"'],
  ])('looks into the body: %j', async (probe, ok, message) => {
    await using server = await CheckServer.http((_request, response) => {
      response.write('all is ');
      response.end('ok.');
    });
    expect(await ask(server.url, probe)).toMatchObject({ ok, message });
  });
});

describe('an http check of a server that', () => {
  it('is not there fails at once', async () => {
    const server = await CheckServer.http(() => {});
    const { url } = server;
    await server[Symbol.asyncDispose]();
    expect(await ask(url)).toEqual({ ok: false, message: 'connection refused' });
  });

  it('resets the connection fails', async () => {
    await using server = await CheckServer.tcp((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect(await ask(server.url)).toEqual({ ok: false, message: 'connection reset' });
  });

  it('resets it in the middle of the body fails', async () => {
    await using server = await CheckServer.tcp((socket) =>
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc', () => socket.resetAndDestroy());
      }),
    );
    expect(await ask(server.url, { contains: 'abcd' })).toMatchObject({ ok: false });
  });

  it('floods headers fails, and is hung up on', async () => {
    await using server = await CheckServer.tcp((socket) => {
      const line = `x-flood: ${'y'.repeat(1000)}\r\n`;
      const flood = (): void => {
        while (socket.writable && socket.write(line));
      };
      socket.write('HTTP/1.1 200 OK\r\n');
      socket.on('drain', flood);
      flood();
    });
    expect(await ask(server.url)).toEqual({ ok: false, message: 'answer with too many headers' });
    await server.idle();
  });

  it('does not speak http fails', async () => {
    await using server = await CheckServer.tcp((socket) => socket.end('SSH-2.0-x\r\n'));
    expect(await ask(server.url)).toMatchObject({ ok: false });
  });

  it('sends a body without end is judged by its first MiB, and hung up on', async () => {
    await using server = await CheckServer.http((_request, response) => {
      const flood = (): void => {
        while (response.writable && response.write('all is ok, '.repeat(1000)));
      };
      response.on('drain', flood);
      flood();
    });
    expect(await ask(server.url)).toMatchObject({ ok: true });
    expect(await ask(server.url, { contains: 'is ok' })).toMatchObject({ ok: true });
    expect(await ask(server.url, { contains: 'nowhere' })).toMatchObject({ ok: false });
    await server.idle();
  });

  it('is judged by an expression that would backtrack for ever answers within the second', async () => {
    await using server = await CheckServer.http((_request, response) => response.end(`${'a'.repeat(100_000)}!`));
    const judge = async (): Promise<void> => expect(await ask(server.url, { matches: '^(a+)+$' })).toMatchObject({ ok: false });
    expect(await processorTime(judge)).toBeLessThan(1000);
  });

  it.each([
    ['hangs', () => {}],
    ['answers slowly', (_request: IncomingMessage, response: ServerResponse) => void response.write('a')],
  ])('%s is hung up on by an abort', async (_what, answer) => {
    let asked: (() => void) | undefined;
    const arrived = new Promise<void>((resolve) => {
      asked = resolve;
    });
    await using server = await CheckServer.http((request, response) => {
      answer(request, response);
      asked?.();
    });
    const abort = new AbortController();
    const result = ask(server.url, { contains: 'never' }, abort.signal);
    await arrived;
    abort.abort();
    expect(await result).toMatchObject({ ok: false });
    await server.idle();
  });
});

describe('an http check that was aborted before it began', () => {
  it('asks nothing', async () => {
    await using server = await CheckServer.http((_request, response) => response.end());
    expect(await ask(server.url, {}, AbortSignal.abort())).toMatchObject({ ok: false });
    expect(server.connections).toBe(0);
  });
});
