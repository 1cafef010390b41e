import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { previewWatch } from '../../../src/adapters/files/watch-preview.js';

describe('previewWatch', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'watchdog-look-'));
    mkdirSync(join(directory, 'src/deep'), { recursive: true });
    mkdirSync(join(directory, 'node_modules'));
    for (const file of ['src/deep/a.ts', 'src/b.js', 'node_modules/c.css']) writeFileSync(join(directory, file), '');
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('says which paths and globs find something', async () => {
    const paths = ['src', 'src/b.js', 'lib', '**/*.ts', 'src/*.ts', '**/*.css'];
    const look = previewWatch({ directory, paths, ignore: [] });
    expect(await Promise.all(paths.map((_path, index) => look.finds(index)))).toEqual([true, true, false, true, false, false]);
    expect(await previewWatch({ directory, paths: ['**/*.ts'], ignore: ['src/deep'] }).finds(0)).toBe(false);
  });

  it('says for which path a change counts', () => {
    const look = previewWatch({ directory, paths: ['lib', '**/*.ts'], ignore: ['**/*.test.ts', 'lib/tmp'] });
    const at = (path: string) => look.watching(join(directory, path));
    expect(['lib/a', 'src/a.ts', 'src/a.test.ts', 'lib/tmp/a', 'a.js'].map(at)).toEqual([0, 1, -1, -1, -1]);
  });
});
