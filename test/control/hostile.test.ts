import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { nodeClock } from '../../src/adapters/node/clock.js';
import { serverSentEvents } from '../../src/client/server-sent-events.js';
import type { LogMessage } from '../../src/protocol/documents.js';
import { eventually } from '../fixtures/eventually.js';
import { ControlStage } from './control-stage.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What the program holds in buffers and objects, without what only waits to be collected. */
function bytesInUse(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function answers(control: ControlStage): Promise<void> {
  expect((await control.client.status([])).map(({ name }) => name)).toEqual(['api']);
}

/** Bodies about a terminal, of which few are right. */
const nearlyRight = fc
  .record(
    {
      name: fc.constantFrom('api', 'apii', '__proto__', ''),
      columns: fc.oneof(fc.nat(2000), fc.double(), fc.string()),
      rows: fc.oneof(fc.nat(2000), fc.constant(Number.MAX_SAFE_INTEGER)),
      parts: fc.array(fc.record({ text: fc.oneof(fc.string({ unit: 'binary' }), fc.constant(null)), pasted: fc.boolean() })),
    },
    { requiredKeys: ['name'] },
  )
  .map((body) => JSON.stringify(body));

/** Bytes of all kinds: noise, requests that are nearly right, right ones with wrong bodies, and several in a row. */
const anything = fc.array(
  fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc.string({ unit: 'binary', maxLength: 50 }).map((text) => Buffer.from(text)),
    fc
      .constantFrom('GET', 'POST', 'CONNECT', 'OPTIONS', 'PRI', 'get')
      .chain((method) =>
        fc
          .constantFrom(
            '/v1/status',
            '/v1/actions',
            '/v1/logs?follow=true',
            '/v1/events?follow=true',
            '/v1/screen',
            '/v1/terminal?name=api',
            '/v1/details?name=api',
            '/v1/crashes?name=api',
            '/v1/type',
            '/v1/resize',
            '//',
            '*',
            '/%',
            'http://[',
          )
          .chain((path) =>
            fc
              .constantFrom(
                '',
                'content-length: 5\r\n',
                'transfer-encoding: chunked\r\n',
                'expect: 100-continue\r\n',
                'upgrade: x\r\nconnection: upgrade\r\n',
                'content-length: -1\r\n',
              )
              .map((header) => Buffer.from(`${method} ${path} HTTP/1.1\r\nhost: x\r\n${header}\r\n`)),
          ),
      ),
    fc
      .tuple(fc.constantFrom('actions', 'type', 'resize'), fc.oneof(fc.json(), nearlyRight))
      .map(([path, text]) =>
        Buffer.from(`POST /v1/${path} HTTP/1.1\r\nhost: x\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`),
      ),
    fc
      .constantFrom('ffffffff\r\n', '0\r\n\r\n', '\r\n', '\0'.repeat(100), 'x: '.padEnd(20_000, 'y'))
      .map((text) => Buffer.from(text)),
  ),
  { minLength: 1, maxLength: 6 },
);

describe('the control server lives and answers others', () => {
  it('whatever bytes arrive', async () => {
    await using control = await ControlStage.open();
    control.stage.register({ tty: true });
    await control.stage.start();
    await fc.assert(
      fc.asyncProperty(anything, fc.boolean(), async (pieces, isAbrupt) => {
        const socket = await control.raw();
        socket.resume();
        for (const piece of pieces) {
          socket.write(piece);
          await turn();
        }
        if (isAbrupt) socket.destroy();
        else socket.end();
        await answers(control);
        socket.destroy();
      }),
      { numRuns: 300 },
    );
    expect(control.downs).toBe(0);
    await eventually(() => expect(control.listeners).toBe(0));
  });

  it('while a client says nothing, or only half; such a client is dropped', async () => {
    await using control = await ControlStage.open({ headMs: 150, requestMs: 250, pollMs: 20 });
    control.stage.register();
    const halves = ['', 'GET /v1/sta', 'POST /v1/actions HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n{"a'];
    const sockets = await Promise.all(halves.map(() => control.raw()));
    const closed = sockets.map(async (socket, index) => {
      socket.resume();
      socket.write(halves[index]!);
      await once(socket, 'close');
    });
    await answers(control);
    await Promise.all(closed);
    await answers(control);
  });

  it('while many hold on to connections with nothing, or half a request; the idlest makes room for the next command', async () => {
    const most = 8;
    await using control = await ControlStage.open({ connections: most, headMs: 600_000, requestMs: 600_000 });
    control.stage.register();
    const halves = ['', 'GET /v1/sta', 'POST /v1/actions HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n{"a'];
    let open = 0;
    for (let count = 0; count < 60; count += 1) {
      const socket = await control.raw();
      open += 1;
      socket.resume();
      socket.on('error', () => {});
      socket.once('close', () => {
        open -= 1;
      });
      socket.write(halves[count % halves.length]!);
      if (count % 10 === 9) await answers(control);
    }
    await eventually(() => expect(open).toBeLessThanOrEqual(most));
    await answers(control);
  });

  it('while streams and waits take every place that they can have, and refuses further ones of these in words', async () => {
    await using control = await ControlStage.open({ connections: 4 });
    control.stage.register();
    const paths = ['events?follow=true', 'logs?follow=true', 'wait?name=api&for=running', 'screen'];
    const sockets = await Promise.all(paths.map(() => control.raw()));
    for (const [index, socket] of sockets.entries()) {
      socket.on('error', () => {});
      socket.write(`GET /v1/${paths[index]} HTTP/1.1\r\nhost: x\r\n\r\n`);
      if (index < 2) await once(socket.resume(), 'data');
    }
    const [refusal] = await once(sockets[3]!, 'data');
    expect(String(refusal)).toMatch(/^HTTP\/1.1 503 .*serves as many clients as it has file descriptors for; end one/s);
    sockets[3]!.destroy();
    for (let count = 0; count < 5; count += 1) await answers(control);
    expect((await control.client.act({ action: 'start', names: ['api'], reader: 'line' }))[0]).toMatchObject({ ok: true });
    await once(sockets[2]!, 'data'); // What was waited for.
    sockets[0]!.destroy();
    await eventually(async () => {
      const screen = new AbortController();
      await control.client.screen(screen.signal).next();
      screen.abort();
    });
    for (const socket of sockets) socket.destroy();
  });

  it('and says so to a command that comes while all places are taken by commands', async () => {
    await using control = await ControlStage.open({ connections: 2 });
    control.stage.register({ name: 'api', dependsOn: { db: 'healthy' } }).register({ name: 'db', healthCheck: { tcp: 5432 } });
    const sockets = await Promise.all([1, 2].map(() => control.raw()));
    const starts = vi.spyOn(control.stage.watchdog, 'start');
    const body = '{"action":"start","names":["api"]}';
    for (const socket of sockets)
      socket.write(`POST /v1/actions HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
    await eventually(() => expect(starts).toHaveBeenCalledTimes(2));
    await expect(control.client.status([])).rejects.toThrow(/as many clients as it has file descriptors for/);
    sockets[0]!.destroy();
    await eventually(() => control.client.status([]));
    sockets[1]!.destroy();
  });

  it('while a thousand clients come at once, and a thousand more stay', async () => {
    await using control = await ControlStage.open();
    control.stage.register();
    const staying = await Promise.all(Array.from({ length: 1000 }, () => control.raw()));
    const asked = Array.from({ length: 1000 }, () => control.ask('GET', '/v1/status'));
    expect((await Promise.all(asked)).every(({ status }) => status === 200)).toBe(true);
    await answers(control);
    for (const socket of staying) socket.destroy();
  });
});

describe('a reader of a stream', () => {
  it('that vanishes leaves nothing behind', async () => {
    await using control = await ControlStage.open();
    control.stage.register();
    const sockets: Socket[] = [];
    for (let count = 0; count < 20; count += 1) {
      const socket = await control.raw();
      sockets.push(socket);
      socket.write('GET /v1/logs?follow=true HTTP/1.1\r\nhost: x\r\n\r\n');
    }
    await eventually(() => expect(control.listeners).toBe(20));
    for (const socket of sockets) socket.destroy();
    await eventually(() => expect(control.listeners).toBe(0));
  });

  it('of logs that reads nothing costs no memory, and gets what it missed when it reads again', async () => {
    await using control = await ControlStage.open();
    control.stage.register();
    await control.stage.start();
    const logs = control.client.logs({ names: [], follow: true });
    const seen: LogMessage[] = [(await logs.next()).value];
    while (seen.at(-1)?.event !== 'live') seen.push((await logs.next()).value);
    const before = bytesInUse();
    const chunk = `${'x'.repeat(1023)}\n`.repeat(64);
    for (let mebibytes = 0; mebibytes < 200; mebibytes += 1) {
      for (let piece = 0; piece < 16; piece += 1) control.stage.spawner.last.print(chunk);
      await turn();
      await control.client.status([]);
    }
    // What the log itself keeps is at most 8 MiB; the reader's share must be small beside the 200 that were written.
    expect(bytesInUse() - before).toBeLessThan(60 * 1024 * 1024);
    let missed: LogMessage | undefined;
    for await (const message of logs) {
      if (message.event !== 'missed') continue;
      missed = message;
      break;
    }
    expect(missed?.data).toMatchObject({ name: 'api', lines: expect.any(Number) });
  });

  it.each(['/v1/screen', '/v1/terminal?name=api'])(
    'of %s that reads nothing while processes flood has one frame waiting, no more are made, and others are answered',
    async (path) => {
      await using control = await ControlStage.open();
      control.setTimer = (fn) => nodeClock.setTimer(fn, 0); // As many frames as there can be.
      const { stage } = control;
      stage.register({ tty: true });
      for (let count = 0; count < 40; count += 1) stage.watchdog.register({ name: `p${count}`, command: 'p', restartDelay: 0 });
      for (const { name } of stage.watchdog.snapshots()) await stage.start(name);
      const readers = await Promise.all(Array.from({ length: 10 }, () => control.raw()));
      for (const reader of readers) reader.pause().write(`GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`);
      const [terminal, ...others] = stage.spawner.children;
      // Every frame finds all rows and all logs changed.
      const flood = async (frames: number): Promise<void> => {
        for (let frame = 0; frame < frames; frame += 1) {
          const rows = Array.from(
            { length: 24 },
            (_, y) => `\x1b[${y + 1};1H\x1b[38;5;${frame % 200}m${String(frame).padEnd(79, 'x')}`,
          );
          terminal!.print(rows.join(''));
          for (const other of others) other.print(`${frame}\n`);
          stage.clock.advance(100);
          await turn();
          if (frame % 100 === 0) expect(await control.client.status(['api'])).toHaveLength(1);
        }
      };
      // Each frame reads the terminals, until the readers are full.
      const looks = vi.spyOn(stage.watchdog, 'terminal');
      const looksIn = async (frames: number): Promise<number> => {
        looks.mockClear();
        await flood(frames);
        return looks.mock.calls.length;
      };
      await expect.poll(() => looksIn(100)).toBe(0);
      expect(await looksIn(500)).toBe(0);
      for (const reader of readers) reader.destroy();
      await eventually(() => expect(control.listeners).toBe(0));
    },
  );

  it('of events that reads nothing gets the number of those that it missed', async () => {
    await using control = await ControlStage.open();
    control.stage.register();
    const socket = await control.raw();
    socket.pause();
    socket.write('GET /v1/events?follow=true HTTP/1.1\r\nhost: x\r\n\r\n');
    await answers(control);
    const many = 50_000;
    for (let count = 0; count < many; count += 1) {
      control.stage.watchdog.emit('health_ok', { name: 'api' });
      if (count % 1000 === 0) await turn();
    }
    const received: unknown[] = [];
    let missed = 0;
    async function* afterHead(): AsyncGenerator<Buffer> {
      for await (const piece of socket as AsyncIterable<Buffer>) yield unchunked(piece);
    }
    for await (const { event, data } of serverSentEvents(afterHead())) {
      if (event === 'missed') missed += (data as { events: number }).events;
      else received.push(data);
      if (missed + received.length === many + 1) break;
    }
    expect(missed).toBeGreaterThan(many / 2);
  });
});

/** What is left of an answer without its head and the sizes of its chunks. */
function unchunked(piece: Buffer): Buffer {
  const text = piece.toString('latin1').replace(/^HTTP.*?\r\n\r\n/s, '');
  return Buffer.from(text.replace(/(?:^|\r\n)[0-9a-f]+\r\n/g, '').replace(/\r\n/g, ''), 'latin1');
}
