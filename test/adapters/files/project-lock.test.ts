import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProjectLock } from '../../../src/adapters/files/project-lock.js';
import { ownBirth } from '../../../src/adapters/proc/birth.js';
import { KillList } from '../../fixtures/process-tree.js';

const met = new KillList();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watchdog-lock-'));
});
afterEach(() => {
  met.killAll();
  rmSync(folder, { recursive: true, force: true });
});

/** A holder that is not there any more. */
const dead = { ...ownBirth(), startTime: 1 };

async function contender(): Promise<(folders: readonly string[]) => Promise<string[]>> {
  const stripTypes = new URL('../../fixtures/strip-types.mjs', import.meta.url).href;
  const program = new URL('contender.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, ['--import', stripTypes, program], { stdio: ['pipe', 'pipe', 'inherit'] });
  met.add(child.pid!);
  child.stdout.setEncoding('utf8');
  await once(child.stdout, 'data');
  return async (folders) => {
    child.stdin.write(`${folders.join(' ')}\n`);
    const [text] = await once(child.stdout, 'data');
    return JSON.parse(text);
  };
}

describe('the lock of a project', () => {
  it('is given to exactly one of twenty who want it at once, whether it is free, stale or broken', async () => {
    const folders = Array.from({ length: 60 }, (_, index) => join(folder, String(index)));
    for (const [index, each] of folders.entries()) {
      mkdirSync(each);
      if (index % 3 === 1) writeFileSync(join(each, 'lock'), JSON.stringify(dead));
      if (index % 3 === 2) writeFileSync(join(each, 'lock'), '');
    }
    const contenders = await Promise.all(Array.from({ length: 20 }, contender));
    const wins = (await Promise.all(contenders.map((tries) => tries(folders)))).flat();
    expect(wins.sort()).toEqual([...folders].sort());
    expect(folders.flatMap((each) => readdirSync(each))).toEqual(folders.map(() => 'lock'));
  });

  it.each([
    ['whose holder is dead', { ...ownBirth(), pid: 2 ** 22 + 1 }],
    ['whose pid was given to somebody else', dead],
    ['of an earlier boot', { ...ownBirth(), bootId: 'earlier' }],
  ])('%s is taken over', (_what, holder) => {
    writeFileSync(join(folder, 'lock'), JSON.stringify(holder));
    const lock = ProjectLock.acquire(folder);
    expect(JSON.parse(readFileSync(join(folder, 'lock'), 'utf8'))).toEqual(ownBirth());
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is taken over although another one died while taking it over', () => {
    writeFileSync(join(folder, 'lock'), JSON.stringify(dead));
    writeFileSync(join(folder, `lock.${dead.pid}-${dead.startTime}`), JSON.stringify({ ...dead, startTime: 2 }));
    ProjectLock.acquire(folder);
    expect(JSON.parse(readFileSync(join(folder, 'lock'), 'utf8'))).toEqual(ownBirth());
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  it('is refused with the pid of the holder', () => {
    ProjectLock.acquire(folder);
    expect(() => ProjectLock.acquire(folder)).toThrow(
      expect.objectContaining({ code: 'ALREADY_RUNNING', exitCode: 73, message: expect.stringContaining(`pid ${process.pid}`) }),
    );
  });

  it('is free again once it is given back, and giving it back twice takes nothing from the next holder', () => {
    const lock = ProjectLock.acquire(folder);
    lock.release();
    writeFileSync(join(folder, 'lock'), 'of somebody else');
    lock.release();
    expect(existsSync(join(folder, 'lock'))).toBe(true);
  });
});
