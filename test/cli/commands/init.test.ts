import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProgram, startProgram } from '../../e2e/run-program.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';

async function folderWith(files: Readonly<Record<string, string>>): Promise<TemporaryFolder> {
  const folder = await TemporaryFolder.make();
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(folder.path, name, '..'), { recursive: true });
    writeFileSync(join(folder.path, name), text);
  }
  return folder;
}

const written = (folder: TemporaryFolder): string => readFileSync(join(folder.path, 'watchdog.yaml'), 'utf8');

describe('init', () => {
  it('writes what is in the folder into a file that check accepts, says what is lost, and what comes next', async () => {
    await using folder = await folderWith({
      'package.json': '{"scripts": {"dev": "vite", "prepare": "husky"}}',
      'compose.yaml': 'services: {db: {image: redis}}',
    });
    expect(await runProgram(['init'], folder.path)).toMatchObject({
      code: 0,
      out: '',
      err: `wrote watchdog.yaml from package.json and compose.yaml: 2 processes; review it, then run: watchdog
  starts          dev, db
  no counterpart  package.json: scripts left out, as they are no processes of their own: prepare
`,
    });
    const check = await runProgram(['check'], folder.path);
    expect(check).toMatchObject({ code: 0, out: expect.stringMatching(/watchdog\.yaml is valid: 2 processes\n$/) });
  });

  it('prints what it would write with --dry-run, and writes nothing', async () => {
    await using folder = await folderWith({
      'package.json': '{"scripts": {"dev": "vite", "build": "vite build", "lint": "x"}}',
    });
    const { code, out, err } = await runProgram(['init', '--dry-run'], folder.path);
    expect({ code, err }).toEqual({
      code: 0,
      err: `would write watchdog.yaml from package.json: 2 processes
  starts          dev
  off             build
  no counterpart  package.json: scripts left out, as they are no processes of their own: lint
`,
    });
    expect(out).toContain('processes:\n  # npm run dev is: vite\n  dev:\n    command: npm run dev\n');
    expect(existsSync(join(folder.path, 'watchdog.yaml'))).toBe(false);
  });

  it('prints no control and nothing that turns text around, whatever the files of other tools hold', async () => {
    const evil = '\x1b]0;EVIL\x07\x9b31m\u202e';
    await using folder = await folderWith({
      'package.json': JSON.stringify({ scripts: { [`dev${evil}`]: `vite ${evil}`, start: evil } }),
      'compose.yaml': JSON.stringify({ services: { [`a${evil}`]: { image: evil, [`no${evil}`]: 1 } }, [`no${evil}`]: 1 }),
    });
    for (const args of [['init', '--dry-run'], ['init']]) {
      const { code, out, err } = await runProgram(args, folder.path);
      expect({ args, code }).toEqual({ args, code: 0 });
      expect(`${out}${err}`).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f\u202e]/);
    }
  });

  it('is suggested by every command in a folder with files of other tools', async () => {
    const told = async (files: Readonly<Record<string, string>>) => {
      await using folder = await folderWith(files);
      const { code, err } = await runProgram(['check'], folder.path);
      expect(code).toBe(78);
      return err;
    };
    expect(await told({ 'mprocs.yaml': 'procs: {}' })).toContain(
      'mprocs.yaml: watchdog does not run it as it is; make a watchdog.yaml with: watchdog init --from mprocs.yaml\n',
    );
    expect(await told({ 'supervisord.conf': '', 'compose.yaml': '' })).toContain(
      'supervisord.conf, compose.yaml: watchdog does not run them as they are; make',
    );
    expect(await told({ Makefile: '' })).toContain(
      'Makefile is not read: a Makefile is a program that only its own tool can run; make it a process: command: make TARGET\n',
    );
  });

  it('evaluates a file of JavaScript only after it has said so, and for a limited time', async () => {
    await using folder = await folderWith({
      'ecosystem.config.js': 'console.log("noise"); module.exports = { apps: [{ script: "a.js", name: process.env.NAME }] };',
    });
    const { code, err } = await runProgram(['init'], folder.path, { NAME: 'api' });
    expect(code).toBe(0);
    expect(err).toMatch(/^watchdog: runs ecosystem\.config\.js with node to read its exports, for at most 10s\n/);
    expect(written(folder)).toContain('  api:\n    command: node\n    args: [ a.js ]\n');
    await using broken = await folderWith({ 'ecosystem.config.mjs': 'export default { apps: nothing };' });
    expect(await runProgram(['init'], broken.path)).toMatchObject({
      code: 78,
      err: expect.stringContaining('ecosystem.config.mjs: cannot be run: nothing is not defined'),
    });
  });

  it('never overwrites, and then ends with 1', async () => {
    for (const name of ['watchdog.yaml', 'watchdog.yml']) {
      await using folder = await folderWith({ [name]: 'mine', Procfile: 'web: x' });
      const { code, err } = await runProgram(['init'], folder.path);
      expect({ code, err }).toEqual({
        code: 1,
        err: `watchdog: ${name} is there already and is not overwritten; move it away to make a new one\n`,
      });
      expect(readFileSync(join(folder.path, name), 'utf8')).toBe('mine');
    }
  });

  it('takes the file that is named, and prefers what says which processes there are to scripts', async () => {
    await using folder = await folderWith({
      'package.json': '{"scripts": {"dev": "vite"}}',
      Procfile: 'web: x',
      'deploy/shop.yaml': 'services: {db: {image: redis}}',
    });
    await runProgram(['init', '--from', 'deploy/shop.yaml'], folder.path);
    expect(written(folder)).toContain('docker compose -f deploy/shop.yaml up');
    await using other = await folderWith({ 'package.json': '{"scripts": {"dev": "vite"}}', Procfile: 'web: x' });
    expect((await runProgram(['init'], other.path)).err).toContain('wrote watchdog.yaml from Procfile: 1 process;');
  });

  it('writes the file that is named with -f, from what is in its folder, and overwrites none', async () => {
    await using folder = await folderWith({ 'apps/shop/Procfile': 'web: x', 'watchdog.yaml': 'processes: {}\n' });
    const made = await runProgram(['init', '-f', 'apps/shop/dev.yaml'], folder.path);
    expect(made).toMatchObject({
      code: 0,
      err: expect.stringMatching(
        /^wrote apps\/shop\/dev\.yaml from apps\/shop\/Procfile: 1 process; .*: watchdog -f apps\/shop\/dev\.yaml\n/,
      ),
    });
    expect((await runProgram(['-f', 'apps/shop/dev.yaml', 'check'], folder.path)).out).toContain('dev.yaml is valid: 1 process');
    const again = await runProgram(['-f', 'apps/shop/dev.yaml', 'init'], folder.path);
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('dev.yaml is there already and is not overwritten') });
    expect((await runProgram(['init', '-f', 'a', '-f', 'b'], folder.path)).code).toBe(64);
  });

  it('writes an example where there is nothing to read', async () => {
    await using folder = await TemporaryFolder.make();
    const { code, err } = await runProgram(['init'], folder.path);
    expect(code).toBe(0);
    expect(err).toMatch(/^wrote watchdog\.yaml, with an example to fill in, since there is no package\.json, Procfile/);
    expect((await runProgram(['check'], folder.path)).out).toMatch(/is valid: 0 processes\n$/);
    writeFileSync(
      join(folder.path, 'watchdog.yaml'),
      written(folder)
        .replace(' {} #', ' #')
        .replaceAll(/^ {2}# /gm, '  '),
    );
    expect((await runProgram(['check'], folder.path)).out).toMatch(/is valid: 2 processes\n$/);
  });

  it('refuses what it cannot read with 78 and the place, and writes nothing', async () => {
    await using folder = await folderWith({ Procfile: 'web x\n' });
    const broken = await runProgram(['init'], folder.path);
    expect(broken).toMatchObject({ code: 78, out: '', err: expect.stringContaining('Procfile:1:1: this line names no process') });
    const missing = await runProgram(['init', '--from', 'nope.yaml'], folder.path);
    expect(missing).toMatchObject({ code: 78, err: expect.stringContaining('nope.yaml: there is no such file') });
    expect(() => written(folder)).toThrow();
    expect((await runProgram(['init', 'extra'], folder.path)).code).toBe(64);
  });

  it.skipIf(process.getuid?.() === 0)('says so where it cannot write', async () => {
    await using folder = await folderWith({ Procfile: 'web: x\n' });
    chmodSync(folder.path, 0o500);
    const { code, err } = await runProgram(['init'], folder.path);
    chmodSync(folder.path, 0o700);
    expect(code).toBe(1);
    expect(err).toContain('watchdog.yaml cannot be written');
  });
});

describe('a Procfile', () => {
  it('runs as it is, with .env and a PORT for each, whether it is named or found', async () => {
    await using folder = await folderWith({
      Procfile: 'web: echo "$GREETING on $PORT"; exec sleep 600\nworker: echo "at $PORT"; exec sleep 600\n',
      '.env': 'GREETING=hello\nPORT=7000\n',
    });
    for (const args of [[], ['-f', 'Procfile']]) {
      const program = startProgram(args, folder.path);
      await expect.poll(() => program.printed.out).toContain('worker | at 7100\n');
      await expect.poll(() => program.printed.out).toContain('web    | hello on 7000\n');
      await expect.poll(async () => (await runProgram(['status', ...args], folder.path)).out).toMatch(/web +running/);
      program.child.kill('SIGTERM');
      expect((await program.ended).code).toBe(0);
    }
  });
});
