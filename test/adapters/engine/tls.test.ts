import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer as createPlainServer } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findEngine } from '../../../src/adapters/engine/address.js';
import { ContainerEngineClient } from '../../../src/adapters/engine/client.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl) process.stderr.write('skipped: no openssl, which makes the certificates of the tests\n');

/** Makes a folder as DOCKER_CERT_PATH names it: one certificate that is its own authority, for both sides. */
function makeCertificates(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', join(folder, 'key.pem')];
  const names = ['-subj', '/CN=engine', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  execFileSync('openssl', ['req', '-x509', ...key, ...names, '-days', '2', '-out', join(folder, 'cert.pem')], { stdio: 'pipe' });
  copyFileSync(join(folder, 'cert.pem'), join(folder, 'ca.pem'));
}

async function listening(server: Server): Promise<number> {
  server.on('request', (_request, answer) => answer.end('[{"Id":"a","Names":["/redis"],"State":"running"}]'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const listed = [expect.objectContaining({ id: 'a', names: ['redis'] })];

function list(environment: Record<string, string>) {
  return new ContainerEngineClient({ socket: null, environment }).list();
}

describe('an engine behind tcp://', () => {
  it('is asked without TLS where none is wanted', async () => {
    const server = createPlainServer();
    const port = await listening(server);
    await expect(list({ DOCKER_HOST: `tcp://127.0.0.1:${port}` })).resolves.toEqual(listed);
    server.close();
  });
});

describe.skipIf(!hasOpenssl)('an engine behind TLS', () => {
  let folder: TemporaryFolder;
  let certificates: string;
  let server: Server;
  let port: number;

  beforeAll(async () => {
    folder = await TemporaryFolder.make();
    certificates = join(folder.path, 'certificates');
    makeCertificates(certificates);
    const [ca, cert, key] = ['ca.pem', 'cert.pem', 'key.pem'].map((name) => readFileSync(join(certificates, name)));
    server = createServer({ ca, cert, key, requestCert: true, rejectUnauthorized: true });
    port = await listening(server);
  });
  afterAll(async () => {
    server.close();
    await folder[Symbol.asyncDispose]();
  });

  it.each(['localhost', '127.0.0.1'])('at %s is known, and knows us, by the certificates of DOCKER_CERT_PATH', async (host) => {
    const wanted = { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: certificates };
    await expect(list({ DOCKER_HOST: `tcp://${host}:${port}`, ...wanted })).resolves.toEqual(listed);
    await expect(list({ DOCKER_HOST: `https://${host}:${port}`, ...wanted })).resolves.toEqual(listed);
  });

  it('is asked with the certificates of its docker context', async () => {
    const hashed = createHash('sha256').update('far').digest('hex');
    const meta = join(folder.path, '.docker/contexts/meta', hashed);
    mkdirSync(meta, { recursive: true });
    writeFileSync(join(meta, 'meta.json'), JSON.stringify({ Endpoints: { docker: { Host: `tcp://127.0.0.1:${port}` } } }));
    const tls = join(folder.path, '.docker/contexts/tls', hashed, 'docker');
    mkdirSync(tls, { recursive: true });
    for (const name of ['ca.pem', 'cert.pem', 'key.pem']) copyFileSync(join(certificates, name), join(tls, name));
    await expect(list({ HOME: folder.path, DOCKER_CONTEXT: 'far' })).resolves.toEqual(listed);
  });

  it('without a known authority is refused', async () => {
    const others = join(folder.path, 'others');
    makeCertificates(others);
    const asked = list({ DOCKER_HOST: `tcp://127.0.0.1:${port}`, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: others });
    await expect(asked).rejects.toThrow(
      /^the container engine at 127\.0\.0\.1:\d+ does not answer: the certificate is signed by itself/,
    );
    await expect(list({ DOCKER_HOST: `https://127.0.0.1:${port}` })).rejects.toThrow('the certificate is signed by itself');
  });

  it('is found fault with where the certificates are not whole', () => {
    const half = join(folder.path, 'half');
    makeCertificates(half);
    const found = () =>
      findEngine({
        socket: null,
        environment: { DOCKER_HOST: 'tcp://far:2376', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: half },
      });
    const where = 'the container engine at tcp://far:2376 (DOCKER_HOST) cannot be asked';
    rmSync(join(half, 'key.pem'));
    expect(found()).toEqual({ fault: `${where}: ${join(half, 'key.pem')} cannot be read (ENOENT)` });
    rmSync(join(half, 'cert.pem'));
    expect(found()).toMatchObject({ host: 'far', tls: { ca: expect.any(Buffer) } });
    rmSync(join(half, 'ca.pem'));
    expect(found()).toEqual({ fault: `${where}: ${join(half, 'ca.pem')} cannot be read (ENOENT)` });
  });
});
