import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { OomKills } from '../../../src/adapters/cgroup/oom-kills.js';
import { NodeSpawner } from '../../../src/adapters/spawn/piped.js';
import type { ExitFact } from '../../../src/policy/restart/exit.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';

const killed: ExitFact = { code: null, signal: 'SIGKILL' };

class Counts implements AsyncDisposable {
  readonly #folder: TemporaryFolder;
  readonly #group: string;

  private constructor(folder: TemporaryFolder) {
    this.#folder = folder;
    this.#group = join(folder.path, 'scope', 'watchdog-1', '1-1');
    mkdirSync(this.#group, { recursive: true });
  }

  static async make(): Promise<Counts> {
    return new Counts(await TemporaryFolder.make());
  }

  /** The group of a generation. */
  get group(): string {
    return this.#group;
  }

  /** Writes how many were killed of the scope, of the generation, of the group of version 1, or on the machine. */
  count(place: 'scope' | 'generation' | 'version1' | 'machine', kills: number): void {
    const file = {
      scope: join(this.#folder.path, 'scope', 'memory.events'),
      generation: join(this.#group, 'memory.events'),
      version1: join(this.#folder.path, 'memory.oom_control'),
      machine: join(this.#folder.path, 'vmstat'),
    }[place];
    writeFileSync(file, `oom ${kills + 3}\noom_kill ${kills}\n`);
  }

  open(): OomKills {
    const kills = new OomKills({
      own: join(this.#folder.path, 'scope', 'watchdog-1'),
      ownMemory: this.#folder.path,
      machine: join(this.#folder.path, 'vmstat'),
    });
    kills.note();
    return kills;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#folder[Symbol.asyncDispose]();
  }
}

it('an end by SIGKILL is the system’s where the nearest group above has counted one at that moment, and else that of another process', async () => {
  await using counts = await Counts.make();
  counts.count('scope', 4);
  const kills = counts.open();
  expect(kills.judge(killed, counts.group)).toEqual({ ...killed, outOfMemory: false });
  counts.count('scope', 5);
  expect(kills.judge(killed, counts.group)).toEqual({ ...killed, outOfMemory: true });
  counts.count('scope', 6);
  expect(kills.judge({ code: 137, signal: null }, undefined)).toEqual({ code: 137, signal: null, outOfMemory: true });
  expect(kills.judge({ code: 1, signal: null }, undefined)).toEqual({ code: 1, signal: null });
  expect(kills.judge({ code: null, signal: 'SIGTERM' }, undefined)).toEqual({ code: null, signal: 'SIGTERM' });
});

it('an end by SIGKILL right after another stays a guess where the system has counted one', async () => {
  await using counts = await Counts.make();
  counts.count('scope', 4);
  const kills = counts.open();
  counts.count('scope', 6);
  const judged = [1, 2, 3].map(() => kills.judge(killed, undefined).outOfMemory);
  expect(judged).toEqual([true, true, undefined]);
});

it('an end by SIGKILL is judged by the count of its own group where memory is accounted for there', async () => {
  await using counts = await Counts.make();
  counts.count('scope', 4);
  counts.count('generation', 0);
  const kills = counts.open();
  counts.count('scope', 5); // Another process's.
  expect(kills.judge(killed, counts.group)).toEqual({ ...killed, outOfMemory: false });
  counts.count('generation', 1);
  expect(kills.judge(killed, counts.group)).toEqual({ ...killed, outOfMemory: true });
});

it('an end by SIGKILL stays a guess where only the machine has counted one, and is none where it has not', async () => {
  await using counts = await Counts.make();
  counts.count('machine', 7);
  const kills = counts.open();
  expect(kills.judge(killed, undefined)).toEqual({ ...killed, outOfMemory: false });
  counts.count('machine', 8);
  expect(kills.judge(killed, undefined)).toEqual(killed);
});

it('an end by SIGKILL is the system’s where its group of version 1 has counted one, and a guess where only the machine has', async () => {
  await using counts = await Counts.make();
  counts.count('version1', 2);
  counts.count('machine', 7);
  const kills = counts.open();
  expect(kills.judge(killed, counts.group)).toEqual({ ...killed, outOfMemory: false });
  counts.count('machine', 8); // In another container, or where a child was moved to.
  expect(kills.judge(killed, counts.group)).toEqual(killed);
  counts.count('version1', 3);
  expect(kills.judge(killed, counts.group)).toEqual({ ...killed, outOfMemory: true });
});

it('an end by SIGKILL is not the system’s for a kill long before it in its group of version 1', async () => {
  await using counts = await Counts.make();
  counts.count('version1', 2);
  counts.count('machine', 7);
  const kills = counts.open();
  counts.count('version1', 3); // Of a descendant whose end nobody reports.
  counts.count('machine', 8);
  expect(kills.judge(killed, undefined).outOfMemory).toBe(true);
  // Counted on the machine too, that is the same one and no other.
  await expect.poll(() => kills.judge(killed, undefined).outOfMemory, { timeout: 10_000 }).toBe(false);
});

it('an end by SIGKILL stays a guess where the system counts nothing', async () => {
  await using counts = await Counts.make();
  expect(counts.open().judge(killed, undefined)).toEqual(killed);
});

it('a child that is killed reports with its exit whose doing it was', async () => {
  await using counts = await Counts.make();
  counts.count('scope', 0);
  const spec = {
    mark: 'process:a',
    command: 'kill -KILL $$',
    args: [],
    shell: true,
    cwd: '/',
    env: {},
    stdin: 'closed',
    scope: 'all',
  } as const;
  const run = (oomKills: OomKills): Promise<ExitFact> =>
    new Promise((resolve) => {
      new NodeSpawner({ runId: `oom-${process.pid}`, oomKills }).spawn(spec, {
        spawned: () => {},
        failed: ({ message }) => expect.fail(message),
        output: () => {},
        exited: resolve,
        gone: () => {},
        outputEnded: () => {},
      });
    });
  expect(await run(counts.open())).toEqual({ ...killed, outOfMemory: false });
  const kills = counts.open();
  const ended = run(kills);
  counts.count('scope', 1);
  expect(await ended).toEqual({ ...killed, outOfMemory: true });
});
