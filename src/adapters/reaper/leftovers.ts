import { nameOfMark } from '../../policy/process/mark.js';
import { isStillThere } from '../cgroup/folder.js';
import { runAlone } from '../node/start-program.js';
import { markerVariable, markOf } from '../proc/marker.js';
import type { ProcessRow } from '../proc/ps.js';
import { findProcess, type ProcessTable, readProcessTable } from '../proc/table.js';
import type { TrackedTree } from '../spawn/tree-registry.js';
import type { JournalRecord } from './journal-file.js';
import { folderLine, reaperLine, reaperShell } from './shell.js';

/** One process that the last run left behind. */
export interface Leftover {
  /** What it belonged to. */
  readonly name: string;
  readonly pid: number;
  /** False where the system did not let it be ended. */
  readonly ended: boolean;
}

/** Longer than a reaper ever takes, should the system keep it waiting for a process table. */
const longestReapMs = 15_000;

/**
 * Ends what a dead run left alive, and waits for it: a reaper gets the journal's trees and then the end of its input, as if it had
 * lived to see the watchdog die. Nothing that merely got the same pid is touched.
 */
export function endRecordedTrees({ runId, trees, cgroups }: JournalRecord): readonly Leftover[] {
  // A watchdog that was started from inside the last run cannot end that without ending itself.
  if (process.env[markerVariable]?.includes(runId) === true) return [];
  const table = readProcessTable();
  const ours = trees.filter((tree) => isAlive(tree, table, runId));
  // Now: the dead have no environment to read.
  const names = new Map([...table.rows.values()].map((row) => [row.pid, nameOf(row, ours, table, runId)]));
  const { command, args, ...options } = reaperShell(runId);
  // The folder may be nobody's by now, or another run's: that is never touched.
  const folder = cgroups !== undefined && isStillThere(cgroups) ? cgroups : undefined;
  const input = [...(folder === undefined ? [] : [folderLine(folder)]), ...ours.map((tree) => reaperLine('+', tree))].join('');
  const pids = runAlone(command, args, { ...options, input, timeout: longestReapMs })
    .split('\n')
    .filter(Boolean)
    .map(Number);
  return pids.map((pid) => {
    const started = table.rows.get(pid)?.startTime;
    const ended = started === undefined || findProcess(pid)?.startTime !== started;
    return { name: names.get(pid) ?? 'a descendant', pid, ended };
  });
}

/** What a dead run has left alive. */
export function findRecordedTrees({ runId, trees }: JournalRecord): readonly Omit<Leftover, 'ended'>[] {
  if (process.env[markerVariable]?.includes(runId) === true) return [];
  const table = readProcessTable();
  const ours = trees.filter((tree) => isAlive(tree, table, runId));
  return [...table.rows.values()].flatMap((row) => {
    const name = row.runState === 'Z' ? undefined : nameOf(row, ours, table, runId);
    return name === undefined ? [] : [{ name, pid: row.pid }];
  });
}

/** In words: "ended 3 processes that the last run left behind: api (pid 12, 13), db (pid 14)". */
export function sayLeftovers(leftovers: readonly Leftover[]): string {
  const ended = leftovers.filter((leftover) => leftover.ended);
  const stuck = leftovers.filter((leftover) => !leftover.ended);
  const count = ended.length === 1 ? '1 process' : `${ended.length} processes`;
  return [
    ...(ended.length === 0 ? [] : [`ended ${count} that the last run left behind: ${listLeft(ended)}`]),
    ...(stuck.length === 0 ? [] : [`what the last run left behind cannot be ended: ${listLeft(stuck)}`]),
  ].join('; ');
}

/** Names what was left: "api (pid 12, 13), db (pid 14)". */
export function listLeft(leftovers: readonly Omit<Leftover, 'ended'>[]): string {
  const names = [...new Set(leftovers.map(({ name }) => name))];
  const pidsOf = (name: string) => leftovers.filter((leftover) => leftover.name === name).map(({ pid }) => pid);
  return names.map((name) => `${name} (pid ${pidsOf(name).join(', ')})`).join(', ');
}

/** While the child lives, its start time decides. Where only its group is left, one member must carry the run's marker. */
function isAlive({ pid, startTime }: TrackedTree, table: ProcessTable, runId: string): boolean {
  const child = table.rows.get(pid);
  if (child !== undefined) return child.startTime === startTime;
  return [...table.rows.values()].some((row) => row.group === pid && markOf(row, runId) !== undefined);
}

/** The name of what a process belongs to, by its marker, its group or its parents; undefined for a stranger. */
function nameOf(
  row: ProcessRow | undefined,
  trees: readonly TrackedTree[],
  table: ProcessTable,
  runId: string,
): string | undefined {
  if (row === undefined) return undefined;
  const mark = markOf(row, runId) ?? trees.find(({ pid }) => pid === row.group)?.mark;
  if (mark === undefined) return nameOf(table.rows.get(row.parent), trees, table, runId);
  return nameOfMark(mark);
}
