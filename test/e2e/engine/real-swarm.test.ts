import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Project, shows } from '../project.js';
import { runProgram } from '../run-program.js';
import { engineSocket, skipped, testImage } from './engine.js';

if (skipped !== undefined) process.stderr.write(`skipped: ${skipped}\n`);

const socket = `unix://${engineSocket}`;
const stack = 'wdswarm';
const loop = 'while :; do sleep 1; done';

const processes = {
  db: { command: `echo db up; ${loop}`, healthCheck: { exec: 'test -e /bin/sh', interval: '1s' } },
  api: { command: `echo "api has $API_KEY"; ${loop}`, env: { API_KEY: 'not-this-one' }, dependsOn: { db: 'healthy' } },
  web: { command: '/bin/sh', args: ['-c', `echo "$$0 up"; ${loop}`, 'web'], dependsOn: ['api'] },
};
const defaults = { deploy: { image: testImage }, stop: { grace: '1s' } };

async function docker(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { stdout } = await promisify(execFile)('docker', ['-H', socket, ...args], { env: { ...process.env, ...env } });
  return stdout;
}

/** Why there is no Swarm; undefined where there is one. */
let without: string | undefined;

describe.skipIf(skipped !== undefined)('on a real Swarm', () => {
  beforeAll(async () => {
    await docker(['swarm', 'init', '--advertise-addr', '127.0.0.1']).catch(({ message }: Error) => {
      if (!message.includes('already part of a swarm')) without = message;
    });
    if (without !== undefined) process.stderr.write(`skipped: no Swarm can be made of the engine: ${without}\n`);
  });

  afterAll(async () => {
    await docker(['stack', 'rm', stack]).catch(() => {});
    await docker(['swarm', 'leave', '--force']).catch(() => {});
  });

  it('an exported project of three processes comes up healthy in the dashboard, and is restarted and stopped there', async (test) => {
    test.skip(without !== undefined, without);
    using source = new Project(processes, { defaults });
    const { code } = await runProgram(['export', 'compose', '-o', 'out'], source.folder);
    expect(code).toBe(0);
    const file = `${source.folder}/out/stack.yaml`;
    await docker(['stack', 'deploy', '--resolve-image', 'never', '--detach=true', '-c', file, stack], { API_KEY: 'the key' });

    using project = new Project({}, { containers: { stack, socket, listInterval: '1s' } });
    await using terminal = project.open();
    for (const name of ['api', 'db', 'web']) {
      const row = shows(`▤ ${stack}_${name}`, /running +healthy .* 1\/1/);
      await terminal.until(row, `${name} healthy`);
    }
    terminal.press('g');
    await terminal.until((screen) => screen.some((line) => line.includes(`${stack}_api.1 | api has the key`)), 'the log of api');
    const began = (await docker(['service', 'ps', '-q', '-f', 'desired-state=running', `${stack}_api`])).trim();
    terminal.press('r');
    await terminal.until(shows(`▤ ${stack}_api`, /running +healthy .* 1\/1/), 'api restarted');
    await expect
      .poll(async () => (await docker(['service', 'ps', '-q', '-f', 'desired-state=running', `${stack}_api`])).trim())
      .not.toBe(began);
    terminal.press('x');
    await terminal.until(shows(`▤ ${stack}_api`, 'stopped'), 'api stopped');
    terminal.press('s');
    await terminal.until(shows(`▤ ${stack}_api`, /running +healthy .* 1\/1/), 'api started');
  });
});
