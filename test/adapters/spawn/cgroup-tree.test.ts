import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Cgroup } from '../../../src/adapters/cgroup/cgroup.js';
import { CgroupTree } from '../../../src/adapters/spawn/cgroup-tree.js';
import type { Tree } from '../../../src/adapters/spawn/tree.js';

/** A group that is no folder: how it is read is counted. */
class CountedGroup extends Cgroup {
  reads = 0;
  changed: () => void = () => {};
  lives: boolean;
  readonly #entryFailed: boolean;

  constructor(lives: boolean, entryFailed = false) {
    super('/nowhere');
    this.lives = lives;
    this.#entryFailed = entryFailed;
  }

  override get isPopulated(): boolean {
    this.reads += 1;
    return this.lives;
  }

  override get entryFailed(): boolean {
    this.reads += 1;
    return this.#entryFailed;
  }

  override pids(): readonly number[] {
    this.reads += 1;
    return [];
  }

  override watch(changed: () => void): Disposable {
    this.changed = changed;
    return { [Symbol.dispose]: () => {} };
  }
}

/** A pid that no process has. */
const nobody = 2 ** 22 + 1;

function treeOf(cgroup: Cgroup, withoutCgroup: () => Tree = () => expect.unreachable('it has entered')) {
  const ends: string[] = [];
  const tree = new CgroupTree({ pid: nobody, cgroup, withoutCgroup, gone: () => ends.push('gone') });
  return { tree, ends };
}

describe('The tree of a child in a control group', () => {
  it('is gone a turn after its exit, for two files that are read, and needs none from then on', async () => {
    const cgroup = new CountedGroup(false);
    const { tree, ends } = treeOf(cgroup);
    tree.exited();
    expect(ends).toEqual([]);
    await turn();
    expect([ends, cgroup.reads]).toEqual([['gone'], 2]);
    expect([tree.members, tree.scan(), tree.hidden(), tree.isExact]).toEqual([[], [], [], true]);
    tree.signal('SIGTERM');
    await turn();
    expect([ends, cgroup.reads]).toEqual([['gone'], 2]);
  });

  it('is gone once the system says that the rest of it is', async () => {
    const cgroup = new CountedGroup(true);
    const { tree, ends } = treeOf(cgroup);
    tree.exited();
    await turn();
    cgroup.changed();
    await turn();
    expect(ends).toEqual([]);
    cgroup.lives = false;
    cgroup.changed();
    await turn();
    expect(ends).toEqual(['gone']);
  });

  it('is watched in the other way where the child left the sign that it could not enter', async () => {
    const told: string[] = [];
    const other = { exited: () => void told.push('exited') } as Tree;
    const { tree, ends } = treeOf(new CountedGroup(false, true), () => other);
    tree.exited();
    await turn();
    expect([told, ends, tree.isExact]).toEqual([['exited'], [], false]);
  });

  it('is signalled in the other way where the empty group was removed before the child entered it, so that no sign could be left', () => {
    const told: string[] = [];
    const other = { signal: (signal) => void told.push(signal), scan: () => [] } as Partial<Tree> as Tree;
    const { tree } = treeOf(new Cgroup('/nowhere'), () => other);
    tree.signal('SIGKILL');
    expect([told, tree.scan(), tree.isExact]).toEqual([['SIGKILL'], [], false]);
  });
});
