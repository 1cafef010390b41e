import { readFileSync } from 'node:fs';
import type { PortHolder } from '../../policy/diagnosis/port-holder.js';
import type { Inspector, TreeRequest, TreeRow } from '../../ports/inspector.js';
import type { CgroupOf } from '../cgroup/folder.js';
import { runLsof } from './lsof.js';
import { markerOf } from './marker.js';
import { membersIn, treeOf } from './members.js';
import { listeningSockets, socketsOf } from './port-holders.js';
import { findPortOwners, type MarkWithoutMarker, ownerOf, programOf } from './port-owner.js';
import type { ProcessRow } from './ps.js';
import { findProcess, hasProc } from './table.js';
import { withNextTable } from './table-cache.js';

/** What a child of ours writes before it becomes the program: a byte of the library that spawns, and "0\n" to enter its control group. */
const spawnBytes = 1;
const groupBytes = 2;

/** Inspects the real machine. */
export class NodeInspector implements Inspector {
  readonly #runId: string;
  readonly #cgroupOf: CgroupOf | undefined;
  readonly #markInCgroup: MarkWithoutMarker | undefined;

  /**
   * @param runId the word with which the run marks what it starts
   * @param cgroupOf finds the control group of a tree; without one, members are known by the process table
   * @param markInCgroup what a process was started as, by its control group
   */
  constructor(runId: string, cgroupOf?: CgroupOf, markInCgroup?: MarkWithoutMarker) {
    this.#runId = runId;
    this.#cgroupOf = cgroupOf;
    this.#markInCgroup = markInCgroup;
  }

  async tree({ pid, mark, scope }: TreeRequest): Promise<readonly TreeRow[]> {
    const members = await this.#members({ pid, mark, scope });
    const ports = await findListeningPorts(members.map((row) => row.pid));
    const rows = members.map((row) => ({
      pid: row.pid,
      parent: row.parent,
      program: programOf(row),
      runState: row.runState,
      ports: ports.get(row.pid) ?? [],
    }));
    return rows.sort((one, other) => Number(other.pid === pid) - Number(one.pid === pid) || one.pid - other.pid);
  }

  async #members({ pid, mark, scope }: TreeRequest): Promise<readonly ProcessRow[]> {
    const marker = markerOf(this.#runId, mark, scope);
    const known = this.#cgroupOf?.(marker)?.pids() ?? [];
    if (known.length > 0) return known.flatMap((each) => findProcess(each) ?? []);
    const tree = treeOf({ pid, marker, scope });
    return new Promise((resolve) => withNextTable((table) => resolve(membersIn(table, tree))));
  }

  async hasWritten(request: TreeRequest, outputBytes: number): Promise<boolean | undefined> {
    const isInGroup = this.#cgroupOf?.(markerOf(this.#runId, request.mark, request.scope)) !== undefined;
    const members = (await this.#members(request)).map(({ pid }) => writtenBy(pid));
    if (members.length === 0) return undefined;
    let called = -outputBytes - spawnBytes - (isInGroup ? groupBytes : 0);
    for (const member of members) {
      if (member === undefined) return undefined;
      // What is mapped into memory is written without a call, and a page that waits to be written is not counted again.
      if (member.stored > 0) return true;
      called += member.called;
    }
    return called > 0;
  }

  async portHolder(port: number): Promise<PortHolder | undefined> {
    const [found] = await findPortOwners([port], this.#runId, this.#markInCgroup);
    if (found === undefined) return undefined;
    const { row } = found;
    return { pid: row?.pid ?? null, program: row === undefined ? null : programOf(row), owner: ownerOf(found) ?? null };
  }
}

/** The TCP ports that these processes listen on, ascending, by pid; none where the system does not report them. */
async function findListeningPorts(pids: readonly number[]): Promise<ReadonlyMap<number, readonly number[]>> {
  if (pids.length === 0) return new Map();
  const portOf = hasProc ? listeningSockets() : undefined;
  const listeners = portOf === undefined ? await runLsof({ pids }) : [];
  return new Map(
    pids.map((pid) => {
      const ports =
        portOf === undefined
          ? listeners.flatMap((each) => (each.pid === pid ? each.port : []))
          : [...socketsOf(pid)].flatMap((inode) => portOf.get(inode) ?? []);
      return [pid, [...new Set(ports)].sort((one, other) => one - other)];
    }),
  );
}

/** Bytes that a process, and those that it has waited for, gave to calls that write, and had written to disks; undefined where that cannot be read. */
function writtenBy(pid: number): { readonly called: number; readonly stored: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/io`, 'latin1');
    const [called, stored] = ['wchar', 'write_bytes'].map((name) => Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(text)?.[1]));
    return { called: called!, stored: stored! };
  } catch {
    return undefined;
  }
}
