import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import type { SampledTree, TreeUsage, TreeUsages, UsageSampler } from '../../ports/usage-sampler.js';
import { Cgroup } from '../cgroup/cgroup.js';
import type { CgroupOf } from '../cgroup/folder.js';
import { monotonicMs } from '../node/clock.js';
import { markerOf } from './marker.js';
import { type KnownTree, membersByTree, treeOf } from './members.js';
import { listeningSockets, socketsOf } from './port-holders.js';
import { readPsUsage } from './ps-usage.js';
import { hasProc } from './table.js';
import { readUsageRow, type UsageRow } from './usage-row.js';

/** For how long a process that is none of ours is not read again, in milliseconds; its pid could be given to another one. */
const forgetStrangersMs = 30_000;
/** A tree that has used no processor time is taken for unchanged for so long at most, in milliseconds. */
const quietMs = 30_000;
/** So many trees are remembered. */
const mostKnown = 4096;
/** Until it has executed its program, a process has no environment by which it is known. In milliseconds. */
const infancyMs = 1000;

/** What was read of a control group, and of which. */
interface KnownGroup {
  readonly path: string;
  readonly cpuMs: number;
  /** What all groups of the program had used, in milliseconds; undefined where that was not reported. */
  readonly allMs: number | undefined;
  readonly members: readonly UsageRow[];
  readonly readAt: number;
}

/**
 * Measures trees by /proc, elsewhere by one `ps`. Memory is the sum of what is resident of each member: what they share is counted
 * for each, since the proportional share (PSS) makes the system walk through all their pages. Ports are found by /proc only.
 */
export class NodeUsageSampler implements UsageSampler {
  readonly cores: number = availableParallelism();
  readonly #runId: string;
  readonly #cgroupOf: CgroupOf | undefined;
  readonly #ports = new ListeningPorts();
  readonly #groups = new Map<string, KnownGroup>();
  #foundPorts: { readonly marks: string; readonly ports: ReadonlyMap<string, readonly number[]> } | undefined;
  #strangers = new Set<number>();
  #children = new Set<number>();
  #strangersSince = 0;
  #workMs = 0;

  /**
   * @param runId the word with which the spawner marks what it starts
   * @param cgroupOf finds the control group of a tree; without one, members are known by the process table
   */
  constructor(runId: string, cgroupOf?: CgroupOf) {
    this.#runId = runId;
    this.#cgroupOf = cgroupOf;
  }

  get workMs(): number {
    return this.#workMs;
  }

  sample(trees: readonly SampledTree[]): Promise<TreeUsages> {
    return this.#counted(() => this.#sample(trees));
  }

  ports(usages: TreeUsages): Promise<ReadonlyMap<string, readonly number[]>> {
    return this.#counted(async () => (hasProc ? this.#findPorts(usages) : new Map()));
  }

  /** Where nothing has run since the last time, nothing has begun to listen, or ended. */
  #findPorts(usages: TreeUsages): ReadonlyMap<string, readonly number[]> {
    const marks = [...usages.keys()].join('\n');
    if (this.#foundPorts?.marks !== marks) this.#foundPorts = { marks, ports: this.#ports.find(usages) };
    return this.#foundPorts.ports;
  }

  async #counted<T>(read: () => Promise<T>): Promise<T> {
    const before = workSoFar();
    const result = await read();
    this.#workMs += workSoFar() - before;
    return result;
  }

  async #sample(trees: readonly SampledTree[]): Promise<TreeUsages> {
    const used = new Map<string, number | undefined>();
    const usages = new Map<string, TreeUsage>(trees.flatMap((tree) => this.#readCgroup(tree, used)));
    const others = trees.filter(({ mark }) => !usages.has(mark));
    if (others.length === 0) return usages;
    this.#foundPorts = undefined;
    for (const [mark, members] of await this.#readTable(others)) usages.set(mark, { members });
    return usages;
  }

  /**
   * What the system counts for the tree's control group; nothing where it has none, or did not enter it.
   * @param used what each folder of groups has used as a whole, read once a pass
   */
  #readCgroup({ mark, scope }: SampledTree, used: Map<string, number | undefined>): readonly (readonly [string, TreeUsage])[] {
    const cgroup = scope === 'all' ? this.#cgroupOf?.(markerOf(this.#runId, mark, scope)) : undefined;
    if (cgroup === undefined) return [];
    const folder = dirname(cgroup.path);
    if (!used.has(folder)) used.set(folder, new Cgroup(folder).cpuMs);
    const allMs = used.get(folder);
    const known = this.#groups.get(mark);
    const now = monotonicMs();
    // To start, to end and to take memory a process needs the processor: what has not run is as it was.
    const isFresh = known?.path === cgroup.path && now - known.readAt < quietMs;
    if (isFresh && allMs !== undefined && known.allMs === allMs) return [[mark, usageOf(known, now)]];
    // Before its members, so that what they do meanwhile is seen the next time.
    const { cpuMs } = cgroup;
    if (cpuMs === undefined) return [];
    if (isFresh && known.cpuMs === cpuMs) {
      this.#groups.set(mark, { ...known, allMs });
      return [[mark, usageOf(known, now)]];
    }
    this.#foundPorts = undefined;
    const members = cgroup.pids().flatMap((pid) => readUsageRow(pid) ?? []);
    if (members.length === 0) return [];
    if (this.#groups.size >= mostKnown) this.#groups.clear();
    this.#groups.set(mark, { path: cgroup.path, cpuMs, allMs, members, readAt: now });
    return [[mark, { members, cpuMs }]];
  }

  async #readTable(sampled: readonly SampledTree[]): Promise<ReadonlyMap<string, readonly UsageRow[]>> {
    const trees = new Map(
      sampled.map(({ pid, mark, scope }) => [treeOf({ pid, marker: markerOf(this.#runId, mark, scope), scope }), mark]),
    );
    const rows = hasProc ? this.#readRows([...trees.keys()]) : new Map((await readPsUsage()).map((row) => [row.pid, row]));
    const members = membersByTree(rows, trees.keys());
    const ours = new Set([...members.values()].flatMap((each) => each.map(({ pid }) => pid)));
    for (const { pid, ageMs } of rows.values()) if (!ours.has(pid) && ageMs > infancyMs) this.#strangers.add(pid);
    return new Map([...members].flatMap(([tree, of]) => (of.length === 0 ? [] : [[trees.get(tree)!, of]])));
  }

  /** The rows of all that is or may be ours: what was a stranger stays one, for a while. */
  #readRows(trees: readonly KnownTree[]): ReadonlyMap<number, UsageRow> {
    const now = monotonicMs();
    const children = new Set(trees.map(({ identity }) => identity.pid));
    const known = new Set(trees.flatMap((tree) => [...tree.known.keys()]));
    // What descends from a new child may have been seen before the child was asked for.
    const isOld = now - this.#strangersSince > forgetStrangersMs;
    const isOutdated = isOld || [...children].some((pid) => !this.#children.has(pid));
    if (isOutdated) this.#strangersSince = now;
    // Some ask for all trees and some for a few, in turns.
    this.#children = isOld ? children : new Set([...this.#children, ...children]);
    const strangers = new Set<number>();
    const rows = new Map<number, UsageRow>();
    for (const entry of readdirSync('/proc')) {
      const pid = Number(entry);
      if (Number.isNaN(pid)) continue;
      if (!isOutdated && this.#strangers.has(pid) && !known.has(pid)) {
        strangers.add(pid);
        continue;
      }
      const row = readUsageRow(pid);
      if (row !== undefined) rows.set(pid, row);
    }
    this.#strangers = strangers;
    return rows;
  }
}

function usageOf({ members, cpuMs, readAt }: KnownGroup, now: number): TreeUsage {
  return { members: members.map((row) => ({ ...row, ageMs: row.ageMs + now - readAt })), cpuMs };
}

/** Processor time of the program in milliseconds. Elsewhere than on Linux a `ps` does the work, of which only the time is known. */
function workSoFar(): number {
  if (!hasProc) return monotonicMs();
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Finds the TCP ports that trees listen on by /proc. The descriptors of their members are read only when something changed. */
class ListeningPorts {
  #seen = '';
  #found: ReadonlyMap<string, readonly number[]> = new Map();

  /** The ports of each tree, ascending, by its mark; a tree without one is not in it. */
  find(trees: TreeUsages): ReadonlyMap<string, readonly number[]> {
    const portOf = listeningSockets();
    const members = [...trees].map(
      ([mark, { members: rows }]) => `${mark} ${rows.map(({ pid, startTime }) => `${pid}-${startTime}`)}`,
    );
    const seen = [...portOf.keys(), ...members].join('\n');
    if (seen === this.#seen) return this.#found;
    this.#seen = seen;
    this.#found = new Map(
      [...trees].flatMap(([mark, { members }]) => {
        const ports = members.flatMap(({ pid }) => [...socketsOf(pid)].flatMap((inode) => portOf.get(inode) ?? []));
        return ports.length === 0 ? [] : [[mark, [...new Set(ports)].sort((one, other) => one - other)] as const];
      }),
    );
    return this.#found;
  }
}
