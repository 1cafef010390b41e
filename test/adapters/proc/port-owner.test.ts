import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { programOf } from '../../../src/adapters/proc/port-owner.js';
import { findProcess, hasProc } from '../../../src/adapters/proc/table.js';

it.runIf(hasProc).each([
  ['nginx: master process /usr/sbin/nginx', 'cat'],
  ['php-fpm: master process (/etc/php/fpm.conf)', 'cat'],
  ['cat: idle', 'cat'],
  ['/opt/my app/server', 'server'],
])('A program with the title "%s" is called %s', async (title, name) => {
  const child = spawn('cat', [], { argv0: title, stdio: ['pipe', 'pipe', 'ignore'] });
  try {
    child.stdin.write('up\n');
    await once(child.stdout, 'data');
    expect(programOf(findProcess(child.pid!)!)).toBe(name);
  } finally {
    child.stdin.end();
  }
});
