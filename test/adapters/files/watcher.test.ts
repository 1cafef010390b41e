import { EventEmitter } from 'node:events';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chokidarWatcher } from '../../../src/adapters/files/watcher.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';
import { type News, untilNews } from '../../fixtures/until-news.js';

function write(folder: string, path: string, text = ''): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** Watches a folder and waits until it does: a file that is written again and again is told at last. */
async function watched(folder: string, paths: readonly string[], ignore: readonly string[], first: string) {
  const told = new Set<string>();
  const news: News = new EventEmitter();
  const listener = {
    changed: (path: string) => {
      told.add(path);
      news.emit('news');
    },
    failed: (message: string) => expect.fail(message),
  };
  const handle = chokidarWatcher.watch({ directory: folder, paths, ignore }, listener);
  const until = (path: string) =>
    untilNews(
      news,
      () => told.has(path) || undefined,
      () => `a change of ${path}, told: ${[...told].join()}`,
    );
  // chokidar may not tell of a change that follows another within 50 ms; those who listen wait for longer before they act.
  const untilTold = async (path: string, save: () => void) => {
    told.clear();
    const again = setInterval(save, 100);
    await until(path).finally(() => clearInterval(again));
  };
  await untilTold(first, () => write(folder, first, String(Math.random())));
  told.clear();
  return { told, until, untilTold, [Symbol.dispose]: () => handle[Symbol.dispose]() };
}

describe('Watching files', () => {
  it('tells of new, changed and removed files below a folder, and not of what is left out', async () => {
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
    expect([...watch.told].filter((path) => !path.startsWith('src/a.ts')).sort()).toEqual(['src/b.ts', 'src/deep/c.ts']);
  });

  it('knows globs', async () => {
    await using folder = await TemporaryFolder.make();
    write(folder.path, 'src/a.ts');
    using watch = await watched(folder.path, ['src/**/*.{ts,tsx}'], [], 'src/a.ts');
    for (const path of ['src/a.css', 'src/deep/b.tsx']) write(folder.path, path);
    await watch.until('src/deep/b.tsx');
    expect(watch.told.has('src/a.css')).toBe(false);
  });

  it('tells of a single file again and again when an editor replaces it by another one', async () => {
    await using folder = await TemporaryFolder.make();
    write(folder.path, 'watchdog.yaml');
    using watch = await watched(folder.path, ['watchdog.yaml'], [], 'watchdog.yaml');
    for (let save = 0; save < 3; save += 1) {
      await watch.untilTold('watchdog.yaml', () => {
        write(folder.path, '.watchdog.yaml.swp', String(save));
        renameSync(join(folder.path, '.watchdog.yaml.swp'), join(folder.path, 'watchdog.yaml'));
      });
      expect([...watch.told]).toEqual(['watchdog.yaml']);
    }
  });
});
