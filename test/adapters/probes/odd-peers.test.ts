import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TlsOptions } from 'node:tls';
import { afterAll, describe, expect, it } from 'vitest';
import { NodeProbeRunner } from '../../../src/adapters/probes/runner.js';
import type { HttpProbe, ProbeResult } from '../../../src/ports/probe-runner.js';
import type { Spawner } from '../../../src/ports/spawner.js';
import { CheckServer } from '../../fixtures/check-servers.js';
import { httpProbe } from '../../fixtures/http-probe.js';
import { processorTime } from '../../fixtures/processor-time.js';

const noSpawner: Spawner = {
  spawn: () => {
    throw new Error('nothing is spawned here');
  },
};
const runner = new NodeProbeRunner(noSpawner);

function ask(url: string, probe: Partial<HttpProbe> = {}, signal = new AbortController().signal): Promise<ProbeResult> {
  return runner.run(httpProbe(url, probe), signal);
}

const answers = {
  'switches protocols': 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n',
  'switches protocols to none': 'HTTP/1.1 101 Switching Protocols\r\n\r\n',
  'sends nothing': '',
  'sends half of a status line': 'HTTP/1.1 20',
  'sends half of its headers': 'HTTP/1.1 200 OK\r\nx: y\r\n',
  'sends garbage': '\x00\xff\x80garbage\r\n\r\n',
  'greets as SMTP': '220 mail ready\r\n',
  'says it will go on': 'HTTP/1.1 100 Continue\r\n\r\n',
  'sends hints only': 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n',
  'sends less than it announced': 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc',
  'sends a negative length': 'HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\nabc',
  'sends two lengths': 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nabc',
  'sends a broken chunk': 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nabc',
  'sends no last chunk': 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n',
  'answers with status 999': 'HTTP/1.1 999 What\r\n\r\n',
} as const;

const endings: Readonly<Record<string, (socket: Socket) => void>> = {
  'and ends': (socket) => socket.end(),
  'and resets': (socket) => socket.resetAndDestroy(),
  'and stays silent': () => {},
};

const cases = Object.keys(answers).flatMap((answer) => Object.keys(endings).map((ending) => [answer, ending] as const));

describe('a check of a peer that', () => {
  it.each(cases)('%s %s settles at its abort at the latest', async (answer, ending) => {
    const abort = new AbortController();
    await using server = await CheckServer.tcp((socket) =>
      socket.once('data', () => {
        socket.write(answers[answer as keyof typeof answers], 'latin1', () => endings[ending]?.(socket));
        // An end, or the abort, whichever comes first: the peer has said all that it will say.
        if (ending === 'and stays silent') setTimeout(() => abort.abort(), 50);
      }),
    );
    expect(await ask(server.url, { contains: 'never there' }, abort.signal)).toMatchObject({ ok: false });
    await server.idle();
  });

  it('switches protocols is judged by that status', async () => {
    await using server = await CheckServer.tcp((socket) =>
      socket.once('data', () => socket.write(answers['switches protocols'])),
    );
    expect(await ask(server.url)).toEqual({ ok: false, message: 'HTTP 101', httpStatus: 101 });
    expect(await ask(server.url, { status: [[101, 101]] })).toEqual({ ok: true, message: 'HTTP 101', httpStatus: 101 });
  });

  it.each([
    ['204 No Content', {}, { contains: 'hello' }, 'HTTP 204, but the body does not contain "hello"'],
    ['304 Not Modified', {}, { matches: 'hel+o' }, 'HTTP 304, but the body does not match "hel+o"'],
    ['200 OK', { method: 'HEAD' }, { contains: 'hello' }, 'HTTP 200, but the body does not contain "hello"'],
  ])('sends a body after %s, where there is none, is judged without it (%j)', async (status, how, asked, message) => {
    await using server = await CheckServer.tcp((socket) =>
      socket.once('data', () => socket.write(`HTTP/1.1 ${status}\r\ncontent-length: 5\r\n\r\nhello`)),
    );
    expect(await ask(server.url, { ...how, ...asked })).toMatchObject({ ok: false, message });
    await server.idle();
  });

  it('streams without end is well as soon as the text has come, also across two chunks and characters', async () => {
    await using server = await CheckServer.http((_request, response) => {
      const text = Buffer.from('data: grüße\n');
      response.write(text.subarray(0, 9), () => response.write(text.subarray(9)));
    });
    expect(await ask(server.url, { contains: 'grüße' })).toEqual({ ok: true, message: 'HTTP 200', httpStatus: 200 });
    await server.idle();
  });

  it('sends its body byte by byte does not keep everything else waiting', async () => {
    const pieces = '1\r\nx\r\n'.repeat(200_000);
    await using server = await CheckServer.tcp((socket) =>
      socket.once('data', () =>
        socket.end(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${pieces}1\r\no\r\n1\r\nk\r\n0\r\n\r\n`),
      ),
    );
    const took = await processorTime(async () => {
      expect(await ask(`http://127.0.0.1:${server.port}/`, { contains: 'ok' })).toMatchObject({ ok: true });
    });
    expect(took).toBeLessThan(1500);
  });

  it('speaks TLS on a plain check is reported as that', async () => {
    await using server = await CheckServer.tcp((socket) =>
      socket.once('data', () => socket.end(Buffer.from([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46]))),
    );
    expect(await ask(server.url)).toEqual({ ok: false, message: 'the port speaks TLS; write https://' });
  });

  it('hangs up during the handshake of a TLS check is reported as that', async () => {
    for (const hangUp of [(socket: Socket) => socket.end(), (socket: Socket) => socket.resetAndDestroy()]) {
      await using server = await CheckServer.tcp((socket) => socket.once('data', () => hangUp(socket)));
      expect(await ask(server.url.replace('http:', 'https:'))).toEqual({
        ok: false,
        message: 'connection closed during the TLS handshake',
      });
    }
  });

  it('hangs up or answers 400, and does not speak TLS, is judged by that', async () => {
    await using deaf = await CheckServer.tcp((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect(await ask(deaf.url)).toEqual({ ok: false, message: 'connection reset' });
    await using picky = await CheckServer.tcp((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    );
    expect(await ask(picky.url)).toEqual({ ok: false, message: 'HTTP 400', httpStatus: 400 });
    expect(await ask(picky.url, { status: [[400, 400]] })).toEqual({ ok: true, message: 'HTTP 400', httpStatus: 400 });
    await deaf.idle();
    await picky.idle();
  });

  it('speaks plain HTTP on a TLS check is reported as that', async () => {
    await using server = await CheckServer.http((_request, response) => response.end());
    expect(await ask(server.url.replace('http:', 'https:'))).toEqual({
      ok: false,
      message: 'the port does not speak TLS; write http://',
    });
  });

  it('takes connections and hangs up is well by tcp', async () => {
    await using server = await CheckServer.tcp((socket) => socket.destroy());
    const signal = new AbortController().signal;
    expect(await runner.run({ kind: 'tcp', host: 'localhost', port: server.port }, signal)).toMatchObject({ ok: true });
  });
});

describe('a check over https', () => {
  const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];

  function certify(name: string): void {
    const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`];
    const how = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    execFileSync('openssl', ['req', '-x509', ...how, '-keyout', key, '-out', cert, ...subject], { stdio: 'ignore' });
  }

  async function withServer(name: string, test: (url: string) => Promise<void>, options: TlsOptions = {}): Promise<void> {
    certify(name);
    const server = createTlsServer({ ...options, key: readFileSync(key), cert: readFileSync(cert) }, (_request, response) =>
      response.end('ok'),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      await test(`https://localhost:${(server.address() as AddressInfo).port}/`);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  }

  it('takes a certificate of its own with ca or insecure, and says what to do without', async () => {
    await withServer('localhost', async (url) => {
      expect(await ask(url)).toEqual({
        ok: false,
        message: 'the certificate is signed by itself; name it in ca, or set insecure: true',
      });
      expect(await ask(url, { ca: cert })).toMatchObject({ ok: true });
      expect(await ask(url, { insecure: true })).toMatchObject({ ok: true });
      expect(await ask(url.replace('https:', 'HTTPS:'), { ca: cert })).toMatchObject({ ok: true });
    });
  });

  it('says that a certificate is not the one in ca', async () => {
    certify('localhost');
    const other = join(folder, 'other.pem');
    copyFileSync(cert, other);
    await withServer('localhost', async (url) => {
      const message = 'the certificate is signed by itself, and is not the one in ca';
      expect(await ask(url, { ca: other })).toEqual({ ok: false, message });
    });
  });

  it('says that a server wants a certificate of its client', async () => {
    const message = 'the server wants a certificate of its client, and checks have none';
    await withServer('localhost', async (url) => expect(await ask(url, { ca: cert })).toEqual({ ok: false, message }), {
      requestCert: true,
    });
  });

  it('that was written as http says so, where the server hangs up', async () => {
    await withServer('localhost', async (url) => {
      expect(await ask(url.replace('https:', 'http:'))).toEqual({ ok: false, message: 'the port speaks TLS; write https://' });
    });
  });

  it('that was written as http says so, where the server answers 400 as most do', async () => {
    await withServer('localhost', async (url) => {
      await using server = await CheckServer.tcp((socket) =>
        socket.once('data', (first) => {
          if (first[0] !== 0x16) return socket.end('HTTP/1.0 400 Bad Request\r\n\r\nThis is an HTTPS server.\n');
          const behind = connect(Number(new URL(url).port), '127.0.0.1');
          behind.write(first);
          return socket.pipe(behind).pipe(socket);
        }),
      );
      expect(await ask(server.url)).toEqual({
        ok: false,
        message: 'HTTP 400, the port speaks TLS; write https://',
        httpStatus: 400,
      });
      await server.idle();
    });
  });

  it('names whom a certificate is for', async () => {
    await withServer('other.example', async (url) => {
      expect(await ask(url, { ca: cert })).toEqual({ ok: false, message: 'the certificate is for other.example, not localhost' });
    });
  });

  it('fails in words when its file of certificates is not there, or is none', async () => {
    const none = join(folder, 'none.pem');
    expect(await ask('https://localhost:1/', { ca: none })).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^the file of ca cannot be read: ENOENT/),
    });
    certify('localhost');
    for (const text of ['no certificate', '', readFileSync(key)]) {
      writeFileSync(none, text);
      const { message } = await ask('https://localhost:1/', { ca: none });
      expect(message).toBe('the file of ca cannot be read: it has no certificate in PEM');
    }
    writeFileSync(none, '-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n');
    expect(await ask('https://localhost:1/', { ca: none })).toMatchObject({ ok: false });
  });
});
