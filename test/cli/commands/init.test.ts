import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
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
  it('writes what stands in the folder into a file that check accepts, says what is lost, and what comes next', async () => {
    await using folder = await folderWith({
      'package.json': '{"scripts": {"dev": "vite", "prepare": "husky"}}',
      'compose.yaml': 'services: {db: {image: redis}}',
    });
    expect(await runProgram(['init'], folder.path)).toMatchObject({
      code: 0,
      out: '',
      err: `No counterpart: package.json: scripts that are no processes of their own are left out: prepare
wrote watchdog.yaml from package.json and compose.yaml: 2 processes; look through it, then run: watchdog
`,
    });
    const check = await runProgram(['check'], folder.path);
    expect(check).toMatchObject({ code: 0, out: expect.stringMatching(/watchdog\.yaml is valid: 2 processes\n$/) });
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
  it('runs as it stands, with .env and a PORT for each, whether it is named or found', async () => {
    await using folder = await folderWith({
      Procfile: 'web: echo "$GREETING on $PORT"; exec sleep 600\nworker: echo "at $PORT"; exec sleep 600\n',
      '.env': 'GREETING=hello\nPORT=7000\n',
    });
    for (const args of [[], ['-f', 'Procfile']]) {
      const program = startProgram(args, folder.path);
      await expect.poll(() => program.printed.out, { timeout: 10_000 }).toContain('worker | at 7100\n');
      await expect.poll(() => program.printed.out, { timeout: 10_000 }).toContain('web    | hello on 7000\n');
      await expect
        .poll(async () => (await runProgram(['status', ...args], folder.path)).out, { timeout: 10_000 })
        .toMatch(/web +running/);
      program.child.kill('SIGTERM');
      expect((await program.ended).code).toBe(0);
    }
  });
});
