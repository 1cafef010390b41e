import { execFileSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStateFolder } from '../../../src/adapters/files/state-folder.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';

const files = [
  'lock',
  '.gitignore',
  'watchdog.sock',
  'watchdog.log',
  'journal.json',
  'journal.json.next',
  'crashes.json',
  'starts.json',
  'ports.json',
  'schema.json',
  'logs/api.log',
];

/** A folder with something in the place of one of our files, made by `plant`. */
async function withPlanted(file: string, plant: (path: string, victim: string) => void) {
  const folder = await TemporaryFolder.make();
  const [state, victim] = [join(folder.path, '.watchdog'), join(folder.path, 'victim')];
  writeFileSync(victim, 'precious');
  const path = join(state, file);
  mkdirSync(dirname(path), { recursive: true });
  chmodSync(state, 0o700);
  plant(path, victim);
  return { state, path, victim, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

describe.each(files)('in the place of %s', (file) => {
  it.each<[string, (path: string, victim: string) => void]>([
    ['a link to a file', (path, victim) => symlinkSync(victim, path)],
    ['a link to a folder', (path, victim) => symlinkSync(dirname(victim), path)],
    ['a link that leads nowhere', (path) => symlinkSync('nowhere', path)],
    ['a link to itself', (path) => symlinkSync(path, path)],
    ['a pipe', (path) => void execFileSync('mkfifo', [path])],
  ])('%s is taken away, and what it leads to is left alone', async (_what, plant) => {
    await using scene = await withPlanted(file, plant);
    openStateFolder(scene.state);
    const found = lstatSync(scene.path, { throwIfNoEntry: false });
    expect(found?.isFile() ?? true).toBe(true);
    expect(readFileSync(scene.victim, 'utf8')).toBe('precious');
    expect(readdirSync(dirname(scene.victim)).sort()).toEqual(['.watchdog', 'victim']);
  });

  it('a folder is left alone, and said where more than one log depends on it', async () => {
    await using scene = await withPlanted(file, (path) => mkdirSync(path));
    if (file.startsWith('logs/')) openStateFolder(scene.state);
    else expect(() => openStateFolder(scene.state)).toThrow(`${file} is a folder, in the place of a file; move it away`);
    expect(lstatSync(scene.path).isDirectory()).toBe(true);
  });
});

it('what others have put into the folder stays', async () => {
  await using scene = await withPlanted('notes', (path, victim) => symlinkSync(victim, path));
  writeFileSync(join(scene.state, 'lock'), '{}');
  openStateFolder(scene.state);
  expect(lstatSync(scene.path).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(scene.state, 'lock'), 'utf8')).toBe('{}');
});
