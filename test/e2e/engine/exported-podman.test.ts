import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { exportKubernetes } from '../../../src/config/export/kubernetes/project.js';
import { fileOf, parseForExport } from '../../config/export/shop.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';
import { podmanSkipped, podmanSocket, testImage } from './engine.js';

if (podmanSkipped !== undefined) process.stderr.write(`skipped: ${podmanSkipped}\n`);

// Without ports, since the network of the tests has none, and without an init container, for which Podman 4 takes twenty seconds.
const project = `
name: wdtest
defaults: {deploy: {image: "localhost/${testImage}"}, stop: {grace: 1s}}
processes:
  wdtest-api:
    command: "echo \\"$GREETING with $API_KEY\\"; while :; do sleep 1; done"
    env: {GREETING: 'it''s "up" for $5', API_KEY: not-this-one}
`;

async function podman(...args: string[]): Promise<string> {
  return (await promisify(execFile)('podman', ['--url', `unix://${podmanSocket}`, ...args])).stdout;
}

describe.skipIf(podmanSkipped !== undefined)('An export for Kubernetes on a real Podman', () => {
  it('runs with its environment and its secrets', async () => {
    await using folder = await TemporaryFolder.make();
    const file = join(folder.path, 'kubernetes.yaml');
    writeFileSync(file, fileOf(exportKubernetes(parseForExport(project)), 'kubernetes.yaml'));
    const secret = join(folder.path, 'secret');
    writeFileSync(secret, JSON.stringify({ API_KEY: Buffer.from('the key').toString('base64') }));
    await podman('secret', 'create', 'wdtest-api-secret', secret);
    try {
      await podman('kube', 'play', '--network', 'none', file);
      const log = await podman('logs', 'wdtest-api-pod-0-wdtest-api');
      expect(log).toBe('it\'s "up" for $5 with the key\n');
    } finally {
      await podman('kube', 'down', file);
      await podman('secret', 'rm', 'wdtest-api-secret');
    }
  });
});
