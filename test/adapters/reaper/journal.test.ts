import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ownBirth } from '../../../src/adapters/proc/birth.js';
import { Journal } from '../../../src/adapters/reaper/journal.js';
import { readJournal, writeJournal } from '../../../src/adapters/reaper/journal-file.js';
import { type Leftover, sayLeftovers } from '../../../src/adapters/reaper/leftovers.js';
import { SafetyNet } from '../../../src/adapters/reaper/safety-net.js';
import type { TrackedTree } from '../../../src/adapters/spawn/tree-registry.js';

let folder: string;
let file: string;
const complaints: string[] = [];
const complain = (text: string): void => void complaints.push(text);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watchdog-journal-'));
  file = join(folder, 'journal.json');
  complaints.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const runId = randomUUID();
const tree = (pid: number): TrackedTree => ({ mark: 'process:api', pid, startTime: 7, scope: 'all' });

describe('the journal', () => {
  it('has the run and the boot before anything is spawned, for this user only', () => {
    new Journal(file, runId, complain);
    expect(readJournal(file)).toEqual({ version: 1, runId, watchdog: ownBirth(), trees: [] });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is written once for all that happens in one turn', async () => {
    const journal = new Journal(file, runId, complain);
    const before = statSync(file).ino;
    const trees = Array.from({ length: 100 }, (_, index) => tree(1000 + index));
    for (const each of trees) journal.spawned(each);
    for (const each of trees.slice(1)) journal.gone(each);
    expect(statSync(file).ino).toBe(before);
    await expect.poll(() => readJournal(file)?.trees).toEqual([trees[0]]);
  });

  it('has the folder of the control groups as soon as something is in it, whatever is being written meanwhile', async () => {
    const journal = new Journal(file, runId, complain);
    journal.spawned(tree(1000));
    await nextTurn();
    const cgroups = { path: '/groups/watchdog-7', inode: 7 };
    journal.spawned({ ...tree(1001), cgroups });
    expect(readJournal(file)).toMatchObject({ cgroups, trees: [tree(1000), tree(1001)] });
    journal.spawned({ ...tree(1002), cgroups: { ...cgroups } });
    await expect.poll(() => readJournal(file)).toMatchObject({ cgroups, trees: [tree(1000), tree(1001), tree(1002)] });
  });

  it('is removed at a clean end, and nothing writes it again', async () => {
    const journal = new Journal(file, runId, complain);
    journal.spawned(tree(1000));
    journal.close(true);
    await nextTurn();
    expect(existsSync(file)).toBe(false);
  });

  it('stays where something could not be ended', () => {
    const journal = new Journal(file, runId, complain);
    journal.spawned(tree(1000));
    journal.close(false);
    expect(readJournal(file)?.trees).toEqual([tree(1000)]);
  });

  it('complains once when it cannot be written, and throws nothing', async () => {
    const journal = new Journal(file, runId, complain);
    rmSync(folder, { recursive: true });
    journal.spawned(tree(1000));
    await expect.poll(() => complaints).toHaveLength(1);
    journal.close(false);
    expect(complaints).toEqual([expect.stringContaining('the journal cannot be written: ENOENT')]);
  });

  it('that could not be written, as on a full disk, is written as soon as that can be done', async () => {
    const journal = new Journal(file, runId, complain, 5);
    mkdirSync(`${file}.next`);
    journal.spawned(tree(1000));
    await expect.poll(() => complaints).toHaveLength(1);
    expect(readJournal(file)?.trees).toEqual([]);
    rmSync(`${file}.next`, { recursive: true });
    await expect.poll(() => readJournal(file)?.trees).toEqual([tree(1000)]);
    journal.close(true);
    expect(complaints).toHaveLength(1);
  });

  it('that was removed with its folder is put back once that is, although nothing is spawned', async () => {
    const journal = new Journal(file, runId, complain, 5);
    journal.spawned(tree(1000));
    await expect.poll(() => readJournal(file)?.trees).toEqual([tree(1000)]);
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    await expect.poll(() => readJournal(file)?.trees).toEqual([tree(1000)]);
    journal.close(true);
    expect(complaints).toEqual([]);
  });

  it.each([
    ['a folder', () => mkdirSync(file)],
    ['a tree that would mean everybody', () => writeJournal(file, { ...head, trees: [tree(1)] })],
    ['a run that is no word', () => writeJournal(file, { ...head, runId: '.*', trees: [] })],
  ])('is not believed where it is %s', (_what, make) => {
    make();
    expect(() => readJournal(file)).toThrow(/^it is not/);
  });

  it('of a watchdog that is alive is left to it', () => {
    const first = new SafetyNet({ runId, reaper: false, journal: folder, complain });
    first.spawned(tree(1000), () => {});
    const second = new SafetyNet({ runId: randomUUID(), reaper: false, journal: folder, complain });
    second.close(true);
    expect(readJournal(file)?.runId).toBe(runId);
    expect(complaints).toEqual([`no journal is kept: the watchdog with pid ${process.pid} keeps one in the same folder`]);
    first.close(true);
  });
});

const head = { version: 1, runId, watchdog: ownBirth() } as const;

describe('what the last run left behind', () => {
  const leftover = (name: string, pid: number, ended = true): Leftover => ({ name, pid, ended });

  it.each([
    [[leftover('api', 12)], 'ended 1 process that the last run left behind: api (pid 12)'],
    [
      [leftover('api', 12), leftover('db', 14), leftover('api', 13)],
      'ended 3 processes that the last run left behind: api (pid 12, 13), db (pid 14)',
    ],
    [
      [leftover('api', 12), leftover('db', 14, false)],
      'ended 1 process that the last run left behind: api (pid 12); what the last run left behind cannot be ended: db (pid 14)',
    ],
  ])('is said in words, case %#', (leftovers, words) => {
    expect(sayLeftovers(leftovers)).toBe(words);
  });
});
