import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { forgetTree, isSurelyGone, membersIn, trackTree } from '../../../src/adapters/proc/members.js';
import type { ProcessRow } from '../../../src/adapters/proc/ps.js';
import { hasProc } from '../../../src/adapters/proc/table.js';

const row = (pid: number, parent = 1): ProcessRow => ({ pid, parent, group: pid, startTime: 20, runState: 'S', comm: 'a' });
const tableOf = (rows: readonly ProcessRow[], isWhole = true) => ({
  rows: new Map(rows.map((each) => [each.pid, each])),
  childrenOf: new Map(),
  isWhole,
});

it.runIf(hasProc)('a tree is gone for sure where nobody ended before it was read who may have lived on as another', () => {
  const ended = spawnSync('true').pid;
  const tree = trackTree({ pid: 2 ** 26, startTime: 10, marker: `${randomUUID()}:process:a`, scope: 'all' });
  const judge = (table: ReturnType<typeof tableOf>) => [membersIn(table, tree).length, isSurelyGone(table, tree)];
  try {
    expect(judge(tableOf([]))).toEqual([0, true]);
    expect(judge(tableOf([row(process.ppid)]))).toEqual([0, true]);
    expect(judge(tableOf([row(ended)]))).toEqual([0, false]);
    expect(judge(tableOf([{ ...row(ended), startTime: 5 }]))).toEqual([0, true]);
    expect(judge(tableOf([row(ended, 2)]))).toEqual([0, true]);
    expect(judge(tableOf([row(ended, process.pid), { ...row(process.pid), startTime: 5 }]))).toEqual([0, true]);
    expect(judge(tableOf([row(ended, 2 ** 26 + 1)]))).toEqual([0, false]);
    expect(judge(tableOf([], false))).toEqual([0, false]);
    expect(judge(tableOf([{ ...row(ended), group: tree.identity.pid }]))).toEqual([1, false]);
  } finally {
    forgetTree(tree);
  }
});
