import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { MoveWarmUp } from '../../../src/adapters/cgroup/warm-up.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';

/** A folder that takes what is written for the control group of this program. */
async function group(): Promise<{ readonly path: string; readonly moves: () => number; readonly isOpen: () => boolean }> {
  const folder = await TemporaryFolder.make();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const file = join(folder.path, 'cgroup.procs');
  writeFileSync(file, '');
  return {
    path: folder.path,
    moves: () => readFileSync(file, 'utf8').split(String(process.pid)).length - 1,
    isOpen: () => readdirSync('/proc/self/fd').some((fd) => linkOf(fd) === file),
  };
}

function linkOf(fd: string): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return undefined; // That of the folder that was read.
  }
}

it('moves are made from shortly before a start on, and end after it with nothing left open', async () => {
  const { path, moves, isOpen } = await group();
  const warmUp = new MoveWarmUp(() => path);
  const begun = performance.now();
  warmUp.expect(200);
  await expect.poll(moves, { interval: 2 }).toBeGreaterThan(0);
  expect(performance.now() - begun).toBeGreaterThanOrEqual(175);
  await expect.poll(isOpen).toBe(false);
  writeFileSync(join(path, 'cgroup.procs'), '');
  // The file is closed a moment before the moves count as over.
  const movesAgain = (): number => {
    warmUp.expect(0);
    return moves();
  };
  await expect.poll(movesAgain).toBeGreaterThan(0);
  await expect.poll(isOpen).toBe(false);
});

it('moves that the system refuses are not tried again', async () => {
  let asked = 0;
  const warmUp = new MoveWarmUp(() => {
    asked += 1;
    return '/proc/no/such/folder';
  });
  warmUp.expect(0);
  await expect.poll(() => asked).toBe(1);
  const later = await group();
  const other = new MoveWarmUp(() => later.path);
  await new Promise<void>((resolve) => setTimeout(resolve, 0));
  // Again and again, since on a busy machine there may be time for one move only before an expected start counts as over.
  const movesOfTheOther = (): number => {
    warmUp.expect(0);
    other.expect(0);
    return later.moves();
  };
  await expect.poll(movesOfTheOther).toBeGreaterThan(1);
  expect(asked).toBe(1);
});

it('moves end where the system does not say any more in which group this program is, and where it has been moved', async () => {
  for (const last of [undefined, '0::/elsewhere\n']) {
    const { path, moves, isOpen } = await group();
    const places = ['0::/here\n', '0::/here\n', last];
    const warmUp = new MoveWarmUp(
      () => path,
      () => places.shift(),
    );
    warmUp.expect(0, 60_000);
    await expect.poll(() => places.length).toBe(0);
    await expect.poll(isOpen).toBe(false);
    expect(moves()).toBe(2);
  }
});
