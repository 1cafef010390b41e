import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { Cgroup } from '../../../src/adapters/cgroup/cgroup.js';
import { hasProc } from '../../../src/adapters/proc/table.js';
import { NodeUsageSampler } from '../../../src/adapters/proc/usage-sampler.js';
import { NodeSpawner } from '../../../src/adapters/spawn/piped.js';
import { Watchdog } from '../../../src/api/watchdog.js';
import type { SpawnSpec } from '../../../src/ports/spawner.js';
import type { SampledTree } from '../../../src/ports/usage-sampler.js';
import { eventually } from '../../fixtures/eventually.js';
import { PuppetStage } from '../../fixtures/puppet.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';

const runId = `usage-${process.pid}`;

/** Starts the stage's puppet as a supervisor would, and resolves to its tree. */
function start(stage: PuppetStage, mark: string, scope: 'all' | 'group' = 'all'): Promise<SampledTree> {
  const spec: SpawnSpec = {
    mark,
    command: stage.command,
    args: stage.args,
    shell: false,
    cwd: '/',
    env: { PATH: process.env.PATH ?? '' },
    stdin: 'closed',
    scope,
  };
  return new Promise((resolve) => {
    new NodeSpawner({ runId }).spawn(spec, {
      spawned: (pid) => resolve({ mark, pid, scope }),
      failed: () => {},
      output: () => {},
      exited: () => {},
      gone: () => {},
      outputEnded: () => {},
    });
  });
}

describe.runIf(hasProc)('The sampler', () => {
  const pidsOf = async (sampler: NodeUsageSampler, trees: readonly SampledTree[]): Promise<readonly (readonly number[])[]> => {
    const usages = await sampler.sample(trees);
    return trees.map(({ mark }) => (usages.get(mark)?.members ?? []).map(({ pid }) => pid).sort((one, other) => one - other));
  };

  it('finds what left its group and its parents, gives each process to one tree, and leaves ours out', async () => {
    await using one = await PuppetStage.open();
    await using other = await PuppetStage.open();
    const trees = [await start(one, 'one'), await start(other, 'other')];
    const run = await one.next();
    await other.next();
    const sampler = new NodeUsageSampler(runId);
    expect(await pidsOf(sampler, trees)).toEqual(trees.map(({ pid }) => [pid]));
    const child = await run.spawnChild({});
    const escaped = await run.spawnChild({ setsid: true, doubleFork: true });
    // It has no environment to be known by until it has executed its program.
    await expect
      .poll(() => pidsOf(sampler, trees))
      .toEqual([[trees[0]!.pid, child, escaped].sort((a, b) => a - b), [trees[1]!.pid]]);
    expect(await pidsOf(new NodeUsageSampler('another run'), trees)).not.toContain(escaped);
  });

  it('keeps to the group where that is the scope', async () => {
    await using stage = await PuppetStage.open();
    const tree = await start(stage, 'narrow', 'group');
    const run = await stage.next();
    const child = await run.spawnChild({});
    await run.spawnChild({ setsid: true });
    await run.spawnChild({ setsid: true, doubleFork: true });
    expect(await pidsOf(new NodeUsageSampler(runId), [tree])).toEqual([[tree.pid, child].sort((a, b) => a - b)]);
  });

  it('finds the descendants of a child that it took for a stranger before', async () => {
    await using stage = await PuppetStage.open();
    await using late = await PuppetStage.open();
    const known = await start(stage, 'known');
    await stage.next();
    const unknown = await start(late, 'unknown');
    const child = await (await late.next()).spawnChild({ setsid: true });
    const sampler = new NodeUsageSampler(runId);
    expect(await pidsOf(sampler, [known])).toEqual([[known.pid]]);
    expect(await pidsOf(sampler, [known, unknown])).toEqual([[known.pid], [unknown.pid, child].sort((a, b) => a - b)]);
  });

  it('tells the ports that a tree listens on, as they come and go', async () => {
    await using stage = await PuppetStage.open();
    const tree = await start(stage, 'listener');
    const run = await stage.next();
    const sampler = new NodeUsageSampler(runId);
    const ports = async () => (await sampler.ports(await sampler.sample([tree]))).get('listener') ?? [];
    expect(await ports()).toEqual([]);
    const [first, second] = [await run.listen(0), await run.listen(0)];
    expect(await ports()).toEqual([first, second].sort((a, b) => a - b));
  });

  it('reads nothing of a tree that has ended', async () => {
    await using stage = await PuppetStage.open();
    const tree = await start(stage, 'short');
    await (await stage.next()).exit(0);
    const sampler = new NodeUsageSampler(runId);
    await expect.poll(() => sampler.sample([tree])).toEqual(new Map());
  });
});

describe.runIf(hasProc)('A tree with a control group', () => {
  it('is read again only when something in it has run, or half a minute later', async () => {
    await using all = await TemporaryFolder.make();
    const folder = { path: join(all.path, '1') };
    mkdirSync(folder.path);
    const wholeUsed = (usedUs: number): void => writeFileSync(join(all.path, 'cpu.stat'), `usage_usec ${usedUs}\n`);
    const group = (pids: readonly number[], usedUs: number): void => {
      writeFileSync(join(folder.path, 'cgroup.procs'), pids.map((pid) => `${pid}\n`).join(''));
      writeFileSync(join(folder.path, 'cpu.stat'), `usage_usec ${usedUs}\nuser_usec 0\n`);
    };
    const tree = { mark: 'a', pid: process.pid, scope: 'all' } as const;
    const sampler = new NodeUsageSampler(runId, () => new Cgroup(folder.path));
    const read = async () => (await sampler.sample([tree])).get('a')!;
    group([process.pid], 5000);
    const first = await read();
    expect([first.cpuMs, first.members.map(({ pid }) => pid)]).toEqual([5, [process.pid]]);
    group([process.pid, process.ppid], 5000);
    const quiet = await read();
    expect(quiet.members.map(({ pid }) => pid)).toEqual([process.pid]);
    expect(quiet.members[0]!.ageMs).toBeGreaterThan(first.members[0]!.ageMs);
    group([process.pid, process.ppid], 5001);
    expect((await read()).members.map(({ pid }) => pid)).toEqual([process.pid, process.ppid]);
    wholeUsed(9000);
    await read();
    group([process.pid], 9999);
    // Nothing in any group has run, so this one is not even asked.
    expect((await read()).members).toHaveLength(2);
    wholeUsed(9001);
    expect((await read()).members).toHaveLength(1);
    group([process.pid, process.ppid], 9999);
    const [seconds] = process.hrtime();
    vi.spyOn(process, 'hrtime').mockReturnValue([seconds + 31, 0]);
    expect((await read()).members).toHaveLength(2);
  });
});

describe.runIf(hasProc)('A watchdog that is looked at', () => {
  it('tells what a busy process and its children use, and on which ports they listen', async () => {
    const watchdog = new Watchdog({ handleSignals: false });
    // The shell does nothing; its child works as much as a core can do.
    const work =
      "require('node:http').createServer().listen(0, function () { console.log(String(this.address().port)); for (;;); })";
    watchdog.register({ name: 'busy', command: `${process.execPath} -e "${work}" & wait`, shell: true });
    try {
      const said = once(watchdog, 'stdout');
      await watchdog.start('busy');
      const [{ data }] = (await said) as [{ data: string }];
      expect(watchdog.getStatus('busy')).toMatchObject({ cpu: null, memory: null, ports: [] });
      // On a busy machine it gets little of a core at times.
      await eventually(async () => {
        await watchdog.usage.measure();
        expect(watchdog.getStatus('busy')?.cpu).toBeGreaterThan(10);
      });
      const { cpu, memory, ports } = watchdog.getStatus('busy')!;
      expect(cpu).toBeLessThan(200);
      expect(memory).toBeGreaterThan(20e6);
      expect(ports).toEqual([Number(data)]);
      expect(watchdog.usageHistory('busy').at(-1)).toMatchObject({ cpu });
    } finally {
      await watchdog.shutdown();
    }
  });
});
