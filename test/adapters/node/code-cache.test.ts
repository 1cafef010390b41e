import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { Project } from '../../e2e/project.js';
import { runProgram, startProgram } from '../../e2e/run-program.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';

let caches: string;
beforeEach(async () => {
  const folder = await TemporaryFolder.make();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  caches = folder.path;
});

const code = (): string => join(caches, 'watchdog/code');
const kept = (): string[] => (existsSync(code()) ? readdirSync(code()).flatMap((build) => readdirSync(join(code(), build))) : []);
const help = () => runProgram(['--help'], caches, { XDG_CACHE_HOME: caches });

function keptFile(): string {
  const [build] = readdirSync(code());
  return join(code(), build!, '--help');
}

describe('what V8 compiled', () => {
  it('is kept for the next run of the same command, closed to all others', async () => {
    await help();
    expect(kept()).toEqual(['--help']);
    expect(statSync(keptFile()).mode & 0o777).toBe(0o600);
    expect(statSync(code()).mode & 0o777).toBe(0o700);
    // A run keeps it again only where it lasted twice as long as the one that did, as on a machine that became busy.
    let ino: number;
    do {
      ({ ino } = statSync(keptFile()));
      expect(await help()).toMatchObject({ code: 0, err: '' });
    } while (statSync(keptFile()).ino !== ino);
    await runProgram(['completion', 'bash'], caches, { XDG_CACHE_HOME: caches });
    expect(kept().sort()).toEqual(['--help', 'completion']);
  });

  it('is kept again by a run that goes on for longer, which compiles more', async () => {
    using project = new Project({ web: { command: 'sleep 600', autoRestart: false } });
    const shortly = new Project({ web: { command: 'true', autoRestart: false } });
    await runProgram(['up', '--exit-when-done'], shortly.folder, { XDG_CACHE_HOME: caches });
    shortly[Symbol.dispose]();
    const [build] = readdirSync(code());
    const file = join(code(), build!, 'up-headless');
    // As a run of a second keeps it; on a busy machine it may have lasted longer.
    const content = readFileSync(file);
    content.writeUInt32LE(1000, 4);
    content.writeUInt32LE(crc32(content.subarray(4)));
    writeFileSync(file, content);
    const { ino } = statSync(file);
    const longer = startProgram(['up', '--headless'], project.folder, { XDG_CACHE_HOME: caches });
    onTestFinished(() => void longer.child.kill('SIGKILL'));
    await expect.poll(() => statSync(file).ino).not.toBe(ino);
    // What is loaded after the children is a file of its own.
    await expect.poll(kept).toContain('up-headless-late');
    longer.child.kill('SIGTERM');
    await longer.ended;
  });

  it.each([
    ['with other bytes in it', (content: Buffer) => content.map((byte, at) => (at % 5000 === 2000 ? ~byte : byte))],
    ['cut off', (content: Buffer) => content.subarray(0, 100_000)],
    ['empty', () => Buffer.alloc(0)],
  ])('is made anew where the file is %s, and the program runs as ever', async (_how, damaged) => {
    await help();
    const good = readFileSync(keptFile());
    writeFileSync(keptFile(), damaged(good));
    expect(await help()).toMatchObject({ code: 0, err: '' });
    expect(Math.abs(statSync(keptFile()).size - good.length)).toBeLessThan(good.length / 2);
    expect(await help()).toMatchObject({ code: 0, err: '' });
  });

  it('is not kept of a command that failed, which compiled no more than its message needs', async () => {
    using project = new Project({ web: { command: 'sleep 600' } });
    const { code: status } = await runProgram(['status'], project.folder, { XDG_CACHE_HOME: caches });
    expect(status).not.toBe(0);
    expect(kept()).toEqual([]);
  });

  it('is neither read nor written where others can write', async () => {
    mkdirSync(code(), { recursive: true });
    chmodSync(join(caches, 'watchdog'), 0o777);
    expect(await help()).toMatchObject({ code: 0, err: '' });
    expect(kept()).toEqual([]);
  });

  it('is neither read nor written through a link', async () => {
    const elsewhere = join(caches, 'elsewhere');
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, join(caches, 'watchdog'));
    expect(await help()).toMatchObject({ code: 0, err: '' });
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it('is no condition: without a folder to keep it in the program is the same', async () => {
    writeFileSync(join(caches, 'file'), '');
    const elsewhere = await runProgram(['--help'], caches, { XDG_CACHE_HOME: join(caches, 'file/below') });
    expect(elsewhere).toMatchObject({ code: 0, err: '' });
  });

  it('is kept of the newest five builds only', async () => {
    await help();
    const others = Array.from({ length: 6 }, (_, index) => join(code(), `other${index}-v22.12.0`));
    const now = Date.now() / 1000;
    for (const [index, folder] of others.entries()) {
      mkdirSync(folder);
      utimesSync(folder, now - 60 * (index + 1), now - 60 * (index + 1));
    }
    await runProgram(['completion', 'bash'], caches, { XDG_CACHE_HOME: caches });
    expect(others.map(existsSync)).toEqual([true, true, true, true, false, false]);
    expect(kept()).toContain('completion');
  });

  it('goes when no build wrote to it for a month', async () => {
    await help();
    const [old, recent] = [join(code(), 'old-v22.12.0'), join(code(), 'recent-v22.12.0')];
    for (const folder of [old, recent]) mkdirSync(folder);
    const days = 24 * 60 * 60;
    utimesSync(old, Date.now() / 1000 - 31 * days, Date.now() / 1000 - 31 * days);
    await runProgram(['completion', 'bash'], caches, { XDG_CACHE_HOME: caches });
    expect([old, recent].map(existsSync)).toEqual([false, true]);
  });
});
