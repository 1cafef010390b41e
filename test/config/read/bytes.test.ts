import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBytes } from '../../../src/config/read/bytes.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';

let folder: TemporaryFolder;
const at = (name: string): string => join(folder.path, name);
beforeAll(async () => {
  folder = await TemporaryFolder.make();
});
afterAll(() => folder[Symbol.asyncDispose]());

describe('A file of the configuration', () => {
  it('is read whole', () => {
    const text = 'é'.repeat(100_000);
    writeFileSync(at('file'), text);
    expect(readBytes(at('file')).toString()).toBe(text);
    writeFileSync(at('empty'), '');
    expect(readBytes(at('empty'))).toHaveLength(0);
  });

  it('is not read where it is a folder, a link to itself, without end, or not there', () => {
    mkdirSync(at('folder'));
    symlinkSync('itself', at('itself'));
    writeFileSync(at('large'), '');
    truncateSync(at('large'), 17 * 1024 * 1024);
    expect(() => readBytes(at('folder'))).toThrow('it is a folder');
    expect(() => readBytes(at('itself'))).toThrow('ELOOP');
    expect(() => readBytes(at('large'))).toThrow('it is larger than 16 MB');
    expect(() => readBytes('/dev/zero')).toThrow('it is larger than 16 MB');
    expect(() => readBytes(at('none'))).toThrow('ENOENT');
  });
});

describe('A pipe in the place of a file', () => {
  it('is read to its end, also where what is written comes late and in parts', async () => {
    spawnSync('mkfifo', [at('late')]);
    const writer = spawn('sh', ['-c', '(echo A=1; sleep 0.2; echo B=2) > late'], { cwd: folder.path, stdio: 'ignore' });
    const ended = once(writer, 'exit');
    expect(readBytes(at('late')).toString()).toBe('A=1\nB=2\n');
    await ended;
  });

  it('is not waited for where nobody writes into it', () => {
    spawnSync('mkfifo', [at('dead')]);
    expect(() => readBytes(at('dead'))).toThrow('it is a pipe, and nothing is written into it');
  });
});
