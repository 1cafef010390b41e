import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findEngine, parseEngineAddress } from '../../../src/adapters/engine/address.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';

describe('the engine', () => {
  it('is the one that the configuration names, whatever the environment says', () => {
    expect(findEngine({ socket: '/a.sock', environment: { DOCKER_HOST: 'unix:///b.sock' } })).toEqual({
      name: '/a.sock',
      socketPath: '/a.sock',
    });
  });

  it('else is that of DOCKER_HOST', () => {
    expect(findEngine({ socket: null, environment: { DOCKER_HOST: 'tcp://[::1]:2375' } })).toEqual({
      name: '[::1]:2375',
      host: '::1',
      port: 2375,
    });
  });

  it('that the user named and that cannot be asked is found fault with, not passed over', () => {
    expect(findEngine({ socket: null, environment: { DOCKER_HOST: 'ssh://me@host' } })).toEqual({
      fault:
        'the container engine at ssh://me@host (DOCKER_HOST) cannot be asked: only unix://, tcp:// and https:// with a port can',
    });
  });

  it('else is that of the current docker context', async () => {
    await using home = await TemporaryFolder.make();
    const docker = join(home.path, '.docker');
    const hashed = createHash('sha256').update('colima').digest('hex');
    mkdirSync(join(docker, 'contexts/meta', hashed), { recursive: true });
    writeFileSync(join(docker, 'config.json'), '{"currentContext": "colima"}');
    const meta = { Name: 'colima', Endpoints: { docker: { Host: 'unix:///c.sock' } } };
    writeFileSync(join(docker, 'contexts/meta', hashed, 'meta.json'), JSON.stringify(meta));
    expect(findEngine({ socket: null, environment: { HOME: home.path } })).toEqual({ name: '/c.sock', socketPath: '/c.sock' });
    expect(findEngine({ socket: null, environment: { HOME: home.path, DOCKER_CONTEXT: 'default' } })).not.toMatchObject({
      socketPath: '/c.sock',
    });
  });

  it('else is at a usual place where there is a socket: rootless Podman', async () => {
    await using home = await TemporaryFolder.make();
    const runtime = join(home.path, 'run');
    mkdirSync(join(runtime, 'podman'), { recursive: true });
    writeFileSync(join(runtime, 'docker.sock'), 'no socket');
    const server = createServer().listen(join(runtime, 'podman/podman.sock'));
    await once(server, 'listening');
    try {
      const found = findEngine({ socket: null, environment: { HOME: home.path, XDG_RUNTIME_DIR: runtime } });
      // Where this machine has an engine of its own, that comes first.
      if (!('socketPath' in found) || found.socketPath !== '/var/run/docker.sock') {
        expect(found).toMatchObject({ socketPath: join(runtime, 'podman/podman.sock') });
      }
    } finally {
      server.close();
    }
  });

  it.each(['docker', 'tcp://host', 'http://host:99999999', 'npipe:////./pipe/docker', ''])('is not at %j', (written) => {
    expect(parseEngineAddress(written, 'test')).toHaveProperty('fault');
  });
});
