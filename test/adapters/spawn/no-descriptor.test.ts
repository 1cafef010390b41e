import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('a tree is signalled though no file descriptor is left to read it, and nothing is called gone before it was read', async () => {
  const stripTypes = new URL('../../fixtures/strip-types.mjs', import.meta.url).href;
  const host = fileURLToPath(new URL('no-descriptor-host.ts', import.meta.url));
  const program = ['-c', 'ulimit -n 64; exec "$0" "$@"', process.execPath, '--import', stripTypes, host];
  const run = spawn('/bin/sh', program, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  run.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  expect((await once(run, 'close'))[0]).toBe(0);
  expect(said.trim().split('\n')).toEqual(['no descriptor is left', 'exited', 'descriptors are there again', 'gone']);
}, 60_000);
