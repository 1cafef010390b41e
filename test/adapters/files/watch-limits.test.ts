import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';
import { type News, untilNews } from '../../fixtures/until-news.js';

/** In a user namespace of its own a program can be given fewer watches than the system has. */
function canLimit(): boolean {
  try {
    execFileSync('unshare', ['-Ur', 'sh', '-c', 'echo 5 > /proc/sys/user/max_inotify_watches'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A program that watches `folder` with so many of the system's watches or watchers, and what it says. */
function limited(folder: string, limit: 'watches' | 'instances', count: number) {
  const script = `echo ${count} > /proc/sys/user/max_inotify_${limit}; exec "$0" "$@"`;
  return watching('unshare', ['-Ur', 'sh', '-c', script, process.execPath, ...host, folder], {});
}

const host = [
  '--import',
  new URL('../../fixtures/strip-types.mjs', import.meta.url).href,
  fileURLToPath(new URL('watch-limits-host.ts', import.meta.url)),
];

/** The program that watches, once it does, and what it says. */
async function watching(command: string, args: readonly string[], user: { readonly uid?: number; readonly gid?: number }) {
  const run: ChildProcess = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], ...user });
  const news: News = new EventEmitter();
  const lines: string[] = [];
  let rest = '';
  run.stdout!.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop()!;
    lines.push(...parts);
    news.emit('news');
  });
  const until = (line: string) =>
    untilNews(
      news,
      () => lines.includes(line) || undefined,
      () => `"${line}" of ${JSON.stringify(lines)}`,
    );
  await until('watching');
  return {
    lines,
    until,
    set: (limit: 'watches' | 'instances', count: number) => run.stdin!.write(`${limit} ${count}\n`),
    /** Milliseconds of processor time that half a second of rest takes. */
    end: async () => {
      const closed = once(run, 'close');
      run.stdin!.end('\n');
      expect((await closed)[0]).toBe(0);
      return Number(lines.at(-1)!.replace('cpu ', ''));
    },
  };
}

describe.skipIf(!canLimit())('Where the system has too few', () => {
  it('watches, that is said once, what is watched goes on, and nothing spins', async () => {
    await using folder = await TemporaryFolder.make();
    for (let each = 0; each < 20; each += 1) mkdirSync(join(folder.path, `src/${each}`), { recursive: true });
    const run = await limited(folder.path, 'watches', 4);
    writeFileSync(join(folder.path, 'src/a.ts'), 'x');
    await run.until('changed src/a.ts');
    const cpuMs = await run.end();
    expect(run.lines.filter((line) => /^(polled|failed|recovered)/.test(line))).toEqual([
      'polled the system has no more watches (fs.inotify.max_user_watches)',
    ]);
    expect(cpuMs).toBeLessThan(250);
  });

  it('watches, what it does not report is found by polling, until there are enough', async () => {
    await using folder = await TemporaryFolder.make();
    for (let each = 0; each < 20; each += 1) mkdirSync(join(folder.path, `src/${each}`), { recursive: true });
    const run = await limited(folder.path, 'watches', 4);
    for (let each = 0; each < 20; each += 1) writeFileSync(join(folder.path, `src/${each}/a.ts`), 'x');
    for (let each = 0; each < 20; each += 1) await run.until(`changed src/${each}/a.ts`);
    run.set('watches', 100);
    await run.until('recovered');
    writeFileSync(join(folder.path, 'src/19/b.ts'), 'x');
    await run.until('changed src/19/b.ts');
    await run.end();
  });

  it('watchers, that is said once, and the program goes on', async () => {
    await using folder = await TemporaryFolder.make();
    mkdirSync(join(folder.path, 'src/sub'), { recursive: true });
    const run = await limited(folder.path, 'instances', 0);
    writeFileSync(join(folder.path, 'src/sub/a.ts'), 'x');
    await run.until('changed src/sub/a.ts');
    run.set('instances', 10);
    await run.until('recovered');
    await run.end();
    const said = run.lines.filter((line) => /^(polled|failed)/.test(line));
    expect(said).toEqual([expect.stringContaining('polled the system has no more watchers')]);
    expect(said[0]).toContain('fs.inotify.max_user_instances');
  });
});

describe('A folder that may not be read for a while', () => {
  const nobody = 65_534;

  it.each(['src', 'src/sub'])('%s is no change, is said once, and is watched again', async (name) => {
    await using folder = await TemporaryFolder.make();
    const user = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
    mkdirSync(join(folder.path, 'src/sub'), { recursive: true });
    writeFileSync(join(folder.path, 'src/sub/a.ts'), 'x');
    for (const path of ['', 'src', 'src/sub']) if (user.uid !== undefined) chownSync(join(folder.path, path), nobody, nobody);
    const run = await watching(process.execPath, [...host, folder.path], user);
    chmodSync(join(folder.path, name), 0o000);
    await run.until(`failed ${name} cannot be read: permission denied`);
    chmodSync(join(folder.path, name), 0o755);
    await run.until('recovered');
    expect(run.lines).toEqual(['watching', `failed ${name} cannot be read: permission denied`, 'recovered']);
    writeFileSync(join(folder.path, 'src/sub/a.ts'), 'xy');
    await run.until('changed src/sub/a.ts');
    await run.end();
  });
});
