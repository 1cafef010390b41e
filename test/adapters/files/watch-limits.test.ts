import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
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
async function limited(folder: string, limit: 'watches' | 'instances', count: number) {
  const stripTypes = new URL('../../fixtures/strip-types.mjs', import.meta.url).href;
  const host = fileURLToPath(new URL('watch-limits-host.ts', import.meta.url));
  const script = `echo ${count} > /proc/sys/user/max_inotify_${limit}; exec "$0" "$@"`;
  const program = ['-Ur', 'sh', '-c', script, process.execPath, '--import', stripTypes, host, folder];
  const run: ChildProcess = spawn('unshare', program, { stdio: ['pipe', 'pipe', 'inherit'] });
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
    expect(run.lines.filter((line) => line.startsWith('failed'))).toEqual([
      'failed the system has no more watches (fs.inotify.max_user_watches); not all is watched',
    ]);
    expect(cpuMs).toBeLessThan(250);
  });

  it('watchers, that is said once, and the program goes on', async () => {
    await using folder = await TemporaryFolder.make();
    mkdirSync(join(folder.path, 'src/sub'), { recursive: true });
    const run = await limited(folder.path, 'instances', 0);
    await run.end();
    const failed = run.lines.filter((line) => line.startsWith('failed'));
    expect(failed).toHaveLength(1);
    expect(failed[0]).toContain('fs.inotify.max_user_instances');
  });
});
