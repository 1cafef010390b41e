import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cleanEnvironment } from '../e2e/clean-environment.js';
import { projectFolder } from '../house/source-tree.js';
import { Example, textAt } from './example.js';

const poll = { interval: 100 };

describe('the example of', () => {
  it('a web application ships an order, and comes back with its orders when the database was killed', async () => {
    await using example = new Example('web-app');
    await example.givePort('DB_PORT');
    const api = `http://127.0.0.1:${await example.givePort('API_PORT')}`;
    expect(await example.run('up', '--detach')).toMatchObject({ code: 0 });
    expect(await example.run('wait', 'api', 'worker', '--for', 'healthy')).toMatchObject({ code: 0 });

    expect(await textAt(`${api}/orders`, 'POST')).toBe('{"number":1}\n');
    await expect.poll(() => textAt(`${api}/orders`), poll).toBe('[{"state":"shipped"}]\n');

    const before = await example.status('worker');
    process.kill((await example.status('db')).pid!, 'SIGKILL');
    await expect.poll(async () => (await example.status('worker')).startCount, poll).toBeGreaterThan(before.startCount);
    expect(await example.run('wait', 'api', 'worker', '--for', 'healthy')).toMatchObject({ code: 0 });
    await expect.poll(() => textAt(`${api}/orders`), poll).toBe('[{"state":"shipped"}]\n');
    expect(await textAt(`${api}/orders`, 'POST')).toBe('{"number":2}\n');
  });

  it('a monorepo builds a shared package again after a change, and restarts what uses it', async () => {
    await using example = new Example('monorepo');
    await example.givePort('API_PORT');
    const web = `http://127.0.0.1:${await example.givePort('WEB_PORT')}`;
    expect(await example.run('up', '--detach')).toMatchObject({ code: 0 });
    expect(await example.run('wait', 'web', '--for', 'healthy')).toMatchObject({ code: 0 });
    expect(await textAt(web)).toBe('<h1>Hello, world</h1>\n');
    const { startCount } = await example.status('web');

    example.edit('packages/shared/src/greeting.mjs', 'Hello', 'Good morning');
    await expect.poll(() => textAt(web), poll).toBe('<h1>Good morning, world</h1>\n');
    expect(await example.status('api')).toMatchObject({ state: 'running', startCount: 2, restartCount: 0 });
    expect(await example.status('web')).toMatchObject({ startCount });
  });

  it('one-shot work ends with 0, and with 1 before what follows on a failure', async () => {
    await using example = new Example('ci');
    const well = await example.run('up', '--exit-when-done');
    expect(well).toMatchObject({ code: 0 });
    expect(well.err).toContain('all have ended, 4 succeeded');
    expect(existsSync(join(example.folder, 'dist/sum.mjs'))).toBe(true);

    example.edit('src/sum.mjs', 'total + number', 'total - number');
    const failed = await example.run('up', '--exit-when-done');
    expect(failed).toMatchObject({ code: 1 });
    expect(failed.err).toContain('test');
    expect(failed.out).not.toContain('build |');
  });

  it('the library in a test suite passes', async () => {
    const child = spawn(process.execPath, ['--test'], {
      cwd: join(projectFolder, 'examples/library'),
      env: cleanEnvironment({ NODE_TEST_CONTEXT: undefined }),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    const [code] = await once(child, 'close');
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/pass 2[\s\S]*fail 0/) as string });
  });
});
