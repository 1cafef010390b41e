import { execFileSync, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { chmodSync, mkdirSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { systemWatcher, watchFiles } from '../../../src/adapters/files/watcher.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';
import { type News, untilNews } from '../../fixtures/until-news.js';

function write(folder: string, path: string, text = ''): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** Watches a folder and waits until it does: a file that is written again and again is reported at last. */
async function watched(folder: string, paths: readonly string[], ignore: readonly string[], first: string) {
  const reported = new Set<string>();
  const written = new Map<string, boolean>();
  const news: News = new EventEmitter();
  const listener = {
    changed: (path: string, isWritten: boolean) => {
      reported.add(path);
      written.set(path, isWritten);
      news.emit('news');
    },
    failed: (message: string) => expect.fail(message),
  };
  const handle = systemWatcher.watch({ directory: folder, paths, ignore }, listener);
  const until = (path: string) =>
    untilNews(
      news,
      () => reported.has(path) || undefined,
      () => `a change of ${path}, reported: ${[...reported].join()}`,
    );
  const untilTold = async (path: string, save: () => void) => {
    reported.clear();
    const again = setInterval(save, 100);
    await until(path).finally(() => clearInterval(again));
  };
  await untilTold(first, () => write(folder, first, String(Math.random())));
  // The same may be reported once more on a busy machine.
  const check = () => handle.check();
  await check();
  reported.clear();
  return { reported, written, until, untilTold, check, [Symbol.dispose]: () => handle[Symbol.dispose]() };
}

describe('Watching files', () => {
  it('reports new, changed and removed files below a folder, and not what is left out', async () => {
    await using folder = await TemporaryFolder.make();
    write(folder.path, 'src/a.ts');
    write(folder.path, 'src/b.ts');
    using watch = await watched(folder.path, ['src'], ['**/*.test.ts', 'src/made'], 'src/a.ts');
    for (const path of ['src/a.test.ts', 'src/made/x.ts', 'src/node_modules/x.js', 'src/.git/x', 'other/x.ts', 'src/deep/c.ts']) {
      write(folder.path, path);
    }
    await watch.until('src/deep/c.ts');
    rmSync(join(folder.path, 'src/b.ts'));
    await watch.until('src/b.ts');
    expect([...watch.reported].filter((path) => !path.startsWith('src/a.ts')).sort()).toEqual(['src/b.ts', 'src/deep/c.ts']);
  });

  it('reports files whose names are no UTF-8, and those with a line end', async () => {
    await using folder = await TemporaryFolder.make();
    write(folder.path, 'src/a.ts');
    using watch = await watched(folder.path, ['src'], [], 'src/a.ts');
    const odd = Buffer.concat([Buffer.from(join(folder.path, 'src/')), Buffer.from([0xff, 0xfe]), Buffer.from('.ts')]);
    await watch.untilTold('src/\u{fffd}\u{fffd}.ts', () => writeFileSync(odd, String(Math.random())));
    rmSync(odd);
    await watch.until('src/\u{fffd}\u{fffd}.ts');
    await watch.untilTold('src/b c.ts', () => write(folder.path, 'src/b\nc.ts', String(Math.random())));
  });

  it('is behind from an event on until it is reported', async () => {
    await using folder = await TemporaryFolder.make();
    write(folder.path, 'src/a.ts');
    const news: News = new EventEmitter();
    const behind: boolean[] = [];
    const request = { directory: folder.path, paths: ['src'], ignore: [] };
    using handle = systemWatcher.watch(request, {
      changed: () => {
        behind.push(handle.isBehind);
        news.emit('news');
      },
      failed: (message) => expect.fail(message),
    });
    await handle.check();
    write(folder.path, 'src/b.ts', 'x');
    await untilNews(
      news,
      () => behind.length > 0 || undefined,
      () => 'a change',
    );
    expect(behind[0]).toBe(true);
    await handle.check();
    await expect.poll(() => handle.isBehind).toBe(false);
  });

  it('says whether something was written into a file for certain', async () => {
    await using folder = await TemporaryFolder.make();
    write(folder.path, 'src/a.ts');
    for (const name of ['grows', 'touched', 'goes']) write(folder.path, `src/${name}`, 'text');
    using watch = await watched(folder.path, ['src'], [], 'src/a.ts');
    write(folder.path, 'src/new', 'text');
    write(folder.path, 'src/empty');
    write(folder.path, 'src/grows', 'more text');
    utimesSync(join(folder.path, 'src/touched'), new Date(), new Date(0));
    rmSync(join(folder.path, 'src/goes'));
    const expected = { new: true, empty: false, grows: true, touched: false, goes: false };
    for (const [name, isWritten] of Object.entries(expected)) {
      await watch.until(`src/${name}`);
      expect([name, watch.written.get(`src/${name}`)]).toEqual([name, isWritten]);
    }
  });

  it('reports nothing of what editors write beside a file that is not saved yet', async () => {
    await using folder = await TemporaryFolder.make();
    write(folder.path, 'src/a.ts');
    using watch = await watched(folder.path, ['src', 'src/**/*'], [], 'src/a.ts');
    const names = ['.a.ts.swp', '.a.ts.swo', '.a.ts.swpx', '4913', 'a.ts~', '#a.ts#', 'a.ts___jb_tmp___', 'a.ts___jb_old___'];
    for (const name of [...names, '.a.ts.kate-swp', '.goutputstream-X1', '.~lock.a.ods#', '.DS_Store'])
      write(folder.path, `src/${name}`);
    symlinkSync('me@host.1234:5678', join(folder.path, 'src/.#a.ts'));
    for (const name of ['a.swift', 'swp', '.swt', 'a#b', '#c', '~d']) {
      write(folder.path, `src/${name}`);
      await watch.until(`src/${name}`);
    }
    expect([...watch.reported].sort()).toEqual(['#c', '.swt', 'a#b', 'a.swift', 'swp', '~d'].map((name) => `src/${name}`));
  });

  it.runIf(process.platform === 'linux')('says of a folder whose name is no UTF-8 that it is not watched', async () => {
    await using folder = await TemporaryFolder.make();
    mkdirSync(Buffer.concat([Buffer.from(`${folder.path}/`), Buffer.from([0x66, 0xfc, 0x72])]));
    const failed = new Promise<string>((resolve, reject) => {
      const watch = systemWatcher.watch(
        { directory: folder.path, paths: ['.'], ignore: [] },
        { changed: reject, failed: resolve },
      );
      onTestFinished(() => watch[Symbol.dispose]());
    });
    expect(await failed).toMatch(/^the name of \S+\/f\ufffdr is no UTF-8, so what is in that folder is not watched; rename it$/);
  });

  it('knows globs', async () => {
    await using folder = await TemporaryFolder.make();
    write(folder.path, 'src/a.ts');
    using watch = await watched(folder.path, ['src/**/*.{ts,tsx}'], [], 'src/a.ts');
    for (const path of ['src/a.css', 'src/deep/b.tsx']) write(folder.path, path);
    await watch.until('src/deep/b.tsx');
    expect(watch.reported.has('src/a.css')).toBe(false);
  });

  it('reports a single file again and again when an editor replaces it by another one', async () => {
    await using folder = await TemporaryFolder.make();
    write(folder.path, 'watchdog.yaml');
    using watch = await watched(folder.path, ['watchdog.yaml'], [], 'watchdog.yaml');
    for (let save = 0; save < 3; save += 1) {
      await watch.untilTold('watchdog.yaml', () => {
        write(folder.path, '.watchdog.yaml.swp', String(save));
        renameSync(join(folder.path, '.watchdog.yaml.swp'), join(folder.path, 'watchdog.yaml'));
      });
      expect([...watch.reported]).toEqual(['watchdog.yaml']);
    }
  });
});

describe('What is watched may', () => {
  it('be removed, which is reported when it is made again, as a folder and below a glob, as often as one likes', async () => {
    await using folder = await TemporaryFolder.make();
    write(folder.path, 'dist/deep/m.js', '0');
    using asFolder = await watched(folder.path, ['dist', 'beside.js'], [], 'dist/deep/m.js');
    using asGlob = await watched(folder.path, ['dist/**/*.js'], [], 'dist/deep/m.js');
    for (let build = 1; build <= 4; build += 1) {
      for (const watch of [asFolder, asGlob]) watch.reported.clear();
      rmSync(join(folder.path, 'dist'), { recursive: true });
      if (build % 2 === 0) {
        // A change beside it, which comes after the removal, shows that this was seen and not reported.
        write(folder.path, 'beside.js', String(build));
        await asFolder.until('beside.js');
        expect([...asFolder.reported, ...asGlob.reported].filter((path) => path !== 'beside.js')).toEqual([]);
      }
      for (const watch of [asFolder, asGlob]) watch.reported.clear();
      // Whole at once: a file that is made and then written may be reported twice, the second time after the next removal.
      write(folder.path, 'next/deep/m.js', String(build));
      renameSync(join(folder.path, 'next'), join(folder.path, 'dist'));
      await Promise.all([asFolder.until('dist/deep/m.js'), asGlob.until('dist/deep/m.js')]);
      await Promise.all([asFolder.check(), asGlob.check()]);
    }
  });

  it('go and come back, which is reported of folders, files and where globs begin', async () => {
    await using folder = await TemporaryFolder.make();
    for (const path of ['src/a.ts', 'lib/b.ts', 'one.json']) write(folder.path, path, 'text');
    const reported: string[] = [];
    const news: News = new EventEmitter();
    const listener = {
      changed: () => {},
      gone: (path: string, isBack: boolean) => {
        reported.push(`${path} ${isBack ? 'back' : 'gone'}`);
        news.emit('news');
      },
      failed: (message: string) => expect.fail(message),
    };
    using handle = systemWatcher.watch(
      { directory: folder.path, paths: ['src', 'lib/**/*.ts', 'one.json', 'none'], ignore: [] },
      listener,
    );
    await handle.check();
    for (const path of ['src', 'lib', 'one.json']) {
      const says = async (word: string) =>
        untilNews(
          news,
          () => reported.includes(`${path} ${word}`) || undefined,
          () => `${path} ${word}, reported: ${reported.join()}`,
        );
      renameSync(join(folder.path, path), join(folder.path, 'elsewhere'));
      await says('gone');
      renameSync(join(folder.path, 'elsewhere'), join(folder.path, path));
      await says('back');
    }
    expect(reported).toHaveLength(6);
  });

  it('not be there yet, with its parents, nor have a folder that is renamed to it', async () => {
    await using folder = await TemporaryFolder.make();
    write(folder.path, 'src/a.ts');
    using watch = await watched(folder.path, ['src', 'build/out/x'], [], 'src/a.ts');
    write(folder.path, 'build/out/x/main.js');
    await watch.until('build/out/x/main.js');
    renameSync(join(folder.path, 'build'), join(folder.path, 'old'));
    watch.reported.clear();
    write(folder.path, 'new/out/x/other.js');
    renameSync(join(folder.path, 'new'), join(folder.path, 'build'));
    await watch.until('build/out/x/other.js');
    watch.reported.clear();
    write(folder.path, 'build/out/x/other.js', 'more');
    await watch.until('build/out/x/other.js');
  });

  it('hold links back to its parents, and is walked once', async () => {
    await using folder = await TemporaryFolder.make();
    write(folder.path, 'src/a.ts');
    for (const name of ['pkg-a', 'pkg-b']) {
      mkdirSync(join(folder.path, 'src', name));
      symlinkSync('..', join(folder.path, 'src', name, 'root'));
      symlinkSync('../..', join(folder.path, 'src', name, 'top'));
    }
    using watch = await watched(folder.path, ['src'], [], 'src/a.ts');
    write(folder.path, 'src/pkg-b/c.ts');
    await watch.until('src/pkg-b/c.ts');
    expect([...watch.reported].filter((path) => path.length > 'src/pkg-b/root/top/src/pkg-a'.length)).toEqual([]);
  });

  it('be a link that is pointed elsewhere: that is a change, and the new target is watched', async () => {
    await using folder = await TemporaryFolder.make();
    write(folder.path, 'releases/1/app.js', 'one');
    write(folder.path, 'releases/2/app.js', 'two');
    const link = join(folder.path, 'current');
    symlinkSync('releases/1', link);
    using watch = await watched(folder.path, ['current'], [], 'current/app.js');
    symlinkSync('releases/2', `${link}.new`);
    renameSync(`${link}.new`, link);
    await watch.until('current/app.js');
    watch.reported.clear();
    write(folder.path, 'releases/2/app.js', 'two again');
    await watch.until('current/app.js');
  });

  it('be reached over a chain of links, of which any may be pointed elsewhere, and hold links to what is not there yet', async () => {
    await using folder = await TemporaryFolder.make();
    for (const name of ['one', 'other']) write(folder.path, `${name}/app.js`, name);
    write(folder.path, 'src/a.ts');
    const link = (target: string, name: string): void => symlinkSync(target, join(folder.path, name));
    link('one', 'last');
    link('last', 'middle');
    link('middle', 'first');
    link('../later/settings.json', 'src/settings.json');
    link('coming', 'named');
    using watch = await watched(folder.path, ['src', 'first/app.js', 'named'], [], 'src/a.ts');
    link('other', 'last.new');
    renameSync(join(folder.path, 'last.new'), join(folder.path, 'last'));
    await watch.until('first/app.js');
    watch.reported.clear();
    write(folder.path, 'other/app.js', 'changed');
    await watch.until('first/app.js');
    write(folder.path, 'later/settings.json', '{}');
    await watch.until('src/settings.json');
    write(folder.path, 'coming', 'it came');
    await watch.until('named');
  });

  it('hold links to files and folders elsewhere, whose changes count', async () => {
    await using folder = await TemporaryFolder.make();
    write(folder.path, 'src/a.ts');
    write(folder.path, 'shared/lib/b.ts');
    write(folder.path, 'shared/c.ts');
    symlinkSync('../shared/lib', join(folder.path, 'src/lib'));
    symlinkSync('../shared/c.ts', join(folder.path, 'src/c.ts'));
    using watch = await watched(folder.path, ['src'], [], 'src/a.ts');
    write(folder.path, 'shared/lib/b.ts', 'more');
    await watch.until('src/lib/b.ts');
    write(folder.path, 'shared/c.ts', 'more');
    await watch.until('src/c.ts');
    rmSync(join(folder.path, 'src/c.ts'));
    symlinkSync('../shared/lib/b.ts', join(folder.path, 'src/c.ts'));
    watch.reported.clear();
    write(folder.path, 'shared/lib/b.ts', 'and more');
    await watch.until('src/c.ts');
  });

  it('hold sockets and pipes, which come and go with those who use them and are no change', async () => {
    await using folder = await TemporaryFolder.make();
    using files = await watched(folder.path, ['src'], [], 'src/a.ts');
    execFileSync('mkfifo', [join(folder.path, 'src/pipe')]);
    const server = createServer().listen(join(folder.path, 'src/app.sock'));
    await once(server, 'listening');
    await files.check();
    server.close();
    await once(server, 'close');
    await files.check();
    expect([...files.reported]).toEqual([]);
    await files.untilTold('src/b.ts', () => write(folder.path, 'src/b.ts', String(Math.random())));
  });

  it('get other modes and be read, which is no change', async () => {
    await using folder = await TemporaryFolder.make();
    write(folder.path, 'src/a.ts');
    write(folder.path, 'src/b.ts');
    using watch = await watched(folder.path, ['src'], [], 'src/a.ts');
    chmodSync(join(folder.path, 'src/b.ts'), 0o755);
    write(folder.path, 'src/last.ts');
    await watch.until('src/last.ts');
    expect(watch.reported.has('src/b.ts')).toBe(false);
  });

  it('be larger than one request may watch, which is said once while the rest is watched', async () => {
    await using folder = await TemporaryFolder.make();
    for (let index = 0; index < 10; index += 1) write(folder.path, `src/${index}/a.ts`);
    const failures: string[] = [];
    const news: News = new EventEmitter();
    const failed = (message: string): void => {
      failures.push(message);
      news.emit('news');
    };
    const listener = { changed: () => {}, failed };
    using _handle = watchFiles({ directory: folder.path, paths: ['src'], ignore: [] }, listener, { folders: 5, files: 100 });
    await untilNews(
      news,
      () => failures.length > 0 || undefined,
      () => 'the word of the bound',
    );
    expect(failures).toEqual([expect.stringMatching(/^more than 5 folders or 100 files; the rest is not watched/)]);
  });
});

describe('Files that are watched', () => {
  it('are read on request, so that a save just before is reported by then', async () => {
    await using folder = await TemporaryFolder.make();
    write(folder.path, 'src/a.ts', 'one');
    write(folder.path, 'src/deep/b.ts', 'one');
    const reported: string[] = [];
    const listener = { changed: (path: string) => void reported.push(path), failed: (message: string) => expect.fail(message) };
    using watch = systemWatcher.watch({ directory: folder.path, paths: ['src'], ignore: [] }, listener);
    await watch.check();
    expect(reported).toEqual([]);
    for (const path of ['src/a.ts', 'src/deep/b.ts', 'src/new.ts']) {
      write(folder.path, path, `two ${path}`);
      await watch.check();
      expect(reported).toContain(path);
    }
    watch[Symbol.dispose]();
    await watch.check();
  });

  it('get what was changed after the call and before they were read first', async () => {
    await using folder = await TemporaryFolder.make();
    write(folder.path, 'src/a.ts');
    // The system's stamps of files lag behind the clock by some milliseconds.
    await new Promise((resolve) => setTimeout(resolve, 20));
    const reported: string[] = [];
    const listener = { changed: (path: string) => void reported.push(path), failed: (message: string) => expect.fail(message) };
    using watch = systemWatcher.watch({ directory: folder.path, paths: ['src'], ignore: [] }, listener);
    writeUntilLater(folder.path, 'src/b.ts');
    await watch.check();
    expect(reported).toEqual(['src/b.ts']);
  });

  it('are not changed where the clock was set back since they were saved, or is behind that of their server', async () => {
    await using folder = await TemporaryFolder.make();
    write(folder.path, 'src/a.ts');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 3_600_000 });
    onTestFinished(() => void vi.useRealTimers());
    const reported: string[] = [];
    const listener = { changed: (path: string) => void reported.push(path), failed: (message: string) => expect.fail(message) };
    using watch = systemWatcher.watch({ directory: folder.path, paths: ['src'], ignore: [] }, listener);
    await watch.check();
    expect(reported).toEqual([]);
    write(folder.path, 'src/a.ts', 'text');
    await watch.check();
    expect(reported).toEqual(['src/a.ts']);
  });

  it('a file beside it that is written without end takes next to nothing, and a change is reported all the same', async () => {
    await using folder = await TemporaryFolder.make();
    write(folder.path, 'project/watchdog.yaml');
    const project = join(folder.path, 'project');
    using watch = await watched(project, ['watchdog.yaml'], [], 'watchdog.yaml');
    const files = [join(project, 'app.log'), join(folder.path, 'other.log')];
    const source = `
      const { openSync, writeSync, ftruncateSync } = require('node:fs');
      const files = process.argv.slice(1).map((file) => openSync(file, 'w'));
      process.stdout.write('writing');
      for (let count = 0; ; count += 1) for (const file of files) {
        writeSync(file, 'x');
        if (count % 100_000 === 0) ftruncateSync(file);
      }`;
    const flood = spawn(process.execPath, ['-e', source, ...files], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void flood.kill('SIGKILL'));
    await once(flood.stdout, 'data');
    const [before, from] = [process.cpuUsage(), performance.now()];
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000 / (performance.now() - from)).toBeLessThan(0.1);
    await watch.untilTold('watchdog.yaml', () => write(project, 'watchdog.yaml', String(Math.random())));
  });
});

/** Writes a file so that its stamp is later than now, without giving anybody else a turn. */
function writeUntilLater(folder: string, path: string): void {
  const from = Date.now();
  do write(folder, path, String(Math.random()));
  while (statSync(join(folder, path)).ctimeMs <= from + 1);
}
