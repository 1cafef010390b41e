import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { projectFolder } from '../house/source-tree.js';

// `npm run test:binary` tries the executable without Node that `npm run build:binary` made, where nobody has a Node.
const run = promisify(execFile);
const binary = join(projectFolder, 'dist/binary/watchdog');
const root = mkdtempSync(join(tmpdir(), 'wd-'));
const cwd = join(root, 'project');
mkdirSync(cwd);
const env = { HOME: root, PATH: '/usr/bin:/bin', SHELL: '/bin/sh' };
const watchdog = async (...args: string[]): Promise<string> => {
  const { stdout, stderr } = await run(binary, args, { cwd, env });
  return stdout + stderr;
};
const write = (name: string, text: string): void => writeFileSync(join(cwd, name), text);

/** What a process prints comes some moments after its start. */
async function untilLogged(...lines: readonly string[]): Promise<void> {
  for (let look = 0; look < 200; look += 1) {
    const logged = (await watchdog('logs')).split('\n');
    if (lines.every((line) => logged.includes(line))) return;
    await delay(50);
  }
  throw new Error(`not all of these lines came: ${lines.join(', ')}`);
}

try {
  assert.match(await watchdog('--version'), /^\d+\.\d+\.\d+\n$/);
  const [unpacked] = readdirSync(join(root, '.cache/watchdog'));
  assert.match(unpacked ?? '', /^[0-9a-f]{32}$/);
  for (const folder of ['.cache/watchdog', `.cache/watchdog/${unpacked}`])
    assert.equal(lstatSync(join(root, folder)).mode & 0o777, 0o700);

  // What runs a program of its own: a file of JavaScript that is read, and the run in the background.
  write('ecosystem.config.js', "module.exports = { apps: [{ name: 'web', script: 'server.js' }] };");
  assert.match(await watchdog('init'), /wrote watchdog\.yaml from ecosystem\.config\.js: 1 process/);
  const plain = { command: 'echo hello; exec sleep 600' };
  const tty = { command: 'test -t 1 && echo a terminal; exec sleep 600', tty: true };
  write('watchdog.yaml', JSON.stringify({ processes: { plain, tty } }));
  assert.match(await watchdog('check'), /is valid: 2 processes\n$/);
  assert.match(await watchdog('up', '--detach'), /watchdog runs in the background, pid \d+/);
  try {
    const rows = JSON.parse(await watchdog('status', '--json')) as { state: string }[];
    assert.deepEqual(
      rows.map(({ state }) => state),
      ['running', 'running'],
    );
    await untilLogged('plain | hello', 'tty   | a terminal');
    assert.match(await watchdog('restart', 'plain'), /^plain restarted, pid \d+\n$/);
  } finally {
    assert.equal(await watchdog('down'), 'everything is stopped, and the watchdog has ended\n');
  }
  const once = JSON.stringify({ processes: { work: { command: 'echo done', autoRestart: false } } });
  write('watchdog.yaml', once);
  assert.match(await watchdog('up', '--exit-when-done'), /^work \| done\n[\s\S]*1 succeeded\n$/);
  assert.match(await watchdog('mcp', '--print-config'), /"command": "watchdog"/);
  console.log('the executable without Node does what it should');
} finally {
  rmSync(root, { recursive: true, force: true });
}
