import { markersOf } from './marker.js';
import { adoptersIn } from './orphan.js';
import type { ProcessRow } from './ps.js';
import { startTimeOf } from './stat.js';
import { isUnread, type ProcessTable } from './table.js';

/** How a tree is distinguished from the rest of the system. */
export interface TreeIdentity {
  /** The pid of the child, which is also the id of its process group. */
  readonly pid: number;
  /** When it started, in ticks since boot; undefined where it had ended before that could be read. */
  readonly startTime: number | undefined;
  /** One word of the marker variable, the same for all generations of a process. */
  readonly marker: string;
  readonly scope: 'all' | 'group';
}

/** A tree with what is known of it: what was a member once stays one. */
export interface KnownTree {
  readonly identity: TreeIdentity;
  /** Start times of all that were seen as members and may be alive, by pid. */
  known: ReadonlyMap<number, number>;
}

/** Those whose children were started by this program and may be alive, by their markers. */
const tracked = new Map<string, KnownTree>();
let assigned: Assigned | undefined;

interface Assigned {
  readonly table: ProcessTable;
  readonly members: ReadonlyMap<KnownTree, readonly ProcessRow[]>;
  /** Whether any may have been a member and ended before its marker was read. */
  readonly isUnsure: boolean;
}

/** Begins to remember the members of a child's tree, for all who ask about it, until `forgetTree`. */
export function trackTree(identity: TreeIdentity): KnownTree {
  const tree: KnownTree = { identity, known: new Map() };
  tracked.set(identity.marker, tree);
  return tree;
}

/** Nothing of the tree is left, or nobody asks about it any more. */
export function forgetTree(tree: KnownTree): void {
  if (tracked.get(tree.identity.marker) === tree) tracked.delete(tree.identity.marker);
}

/** The tracked tree with a marker; where there is none, one that remembers nothing yet, of the child that is given. */
export function treeOf({ pid, marker, scope }: Omit<TreeIdentity, 'startTime'>): KnownTree {
  return tracked.get(marker) ?? { identity: { pid, marker, scope, startTime: startTimeOf(pid) }, known: new Map() };
}

/**
 * All members of a tree that are alive in a table; zombies count as dead. All that are tracked are found in one pass.
 * @throws the system's error where it does not let us read it now
 */
export function membersIn(table: ProcessTable, tree: KnownTree): readonly ProcessRow[] {
  return assign(table, tree).members.get(tree) ?? [];
}

/**
 * Whether nothing of a tree is alive in a table, for sure: where an orphan has ended, or begun its program, between being listed and
 * being read, it may have been a member and may live on as another that was not listed.
 * @throws the system's error where it does not let us read it now
 */
export function isSurelyGone(table: ProcessTable, tree: KnownTree): boolean {
  const { members, isUnsure } = assign(table, tree);
  return !isUnsure && members.get(tree)?.length === 0;
}

function assign(table: ProcessTable, tree: KnownTree): Assigned {
  if (assigned?.table === table && assigned.members.has(tree)) return assigned;
  let isUnsure = !table.isWhole;
  const adopters = adoptersIn(table.rows);
  const markers = (row: ProcessRow): readonly string[] => {
    const words = markersOf(row);
    // Of one whose parent is there the parent says whose it is.
    const isOrphan = adopters.has(row.parent) || !table.rows.has(row.parent);
    isUnsure ||= words.length === 0 && isOrphan && isUnread(row);
    return words;
  };
  const members = membersByTree(table.rows, new Set([...tracked.values(), tree]), markers);
  assigned = { table, members, isUnsure };
  return assigned;
}

/** Whether a process was found in any tracked tree. */
export function isMember({ pid, startTime }: ProcessRow): boolean {
  return [...tracked.values()].some((tree) => tree.known.get(pid) === startTime);
}

/**
 * The one rule by which a process belongs to a tree: it is in the child's group; or, unless only the group counts, it was a member
 * before, its parent is one, or it carries the marker, which is how those are known that left both by setsid and a double fork.
 * Nothing older than the child is of its tree. The reaper's shell has the same rule once more, and a test holds the two together.
 * @param rows a process table, or the part of one in which every member that was known before is
 * @param markers gives the markers with which a process was started
 * @throws the system's error where it does not let us read it now
 */
export function membersByTree<R extends ProcessRow>(
  rows: ReadonlyMap<number, R>,
  trees: Iterable<KnownTree>,
  markers = markersOf,
): ReadonlyMap<KnownTree, readonly R[]> {
  const all = [...trees];
  const byGroup = new Map(all.filter((tree) => isGroupOurs(tree, rows)).map((tree) => [tree.identity.pid, tree]));
  const byMarker = new Map(all.flatMap((tree) => (tree.identity.scope === 'all' ? [[tree.identity.marker, tree]] : [])));
  const byPid = new Map(all.flatMap((tree) => [...tree.known.keys()].map((pid) => [pid, tree])));
  const firstStart = Math.min(...all.map(({ identity }) => identity.startTime ?? 0));
  const found = new Map<number, KnownTree | undefined>();
  const isYounger = (row: R, tree: KnownTree | undefined): tree is KnownTree =>
    tree !== undefined && row.startTime >= (tree.identity.startTime ?? 0);
  const find = (row: R): KnownTree | undefined => {
    if (row.startTime < firstStart) return undefined;
    const group = byGroup.get(row.group);
    if (isYounger(row, group)) return group;
    if (row.pid === process.pid) return undefined;
    const before = byPid.get(row.pid);
    if (before?.identity.scope === 'all' && before.known.get(row.pid) === row.startTime) return before;
    const parent = rows.get(row.parent);
    const above = parent === undefined ? undefined : ownerOf(parent);
    if (above?.identity.scope === 'all') return above;
    const word = byMarker.size === 0 ? undefined : markers(row).find((each) => byMarker.has(each));
    const marked = word === undefined ? undefined : byMarker.get(word);
    return isYounger(row, marked) ? marked : undefined;
  };
  const ownerOf = (row: R): KnownTree | undefined => {
    if (found.has(row.pid)) return found.get(row.pid);
    found.set(row.pid, undefined); // Rows are read one after the other, so parents could go round.
    const tree = find(row);
    found.set(row.pid, tree);
    return tree;
  };
  const members = new Map<KnownTree, R[]>(all.map((tree) => [tree, []]));
  for (const row of rows.values()) {
    const tree = ownerOf(row);
    if (tree !== undefined) members.get(tree)?.push(row);
  }
  for (const [tree, of] of members) tree.known = new Map(of.map((row) => [row.pid, row.startTime]));
  return members;
}

/** Once all of a group are gone its number can come back, as the pid of a stranger. */
function isGroupOurs({ identity: { pid, startTime } }: KnownTree, rows: ReadonlyMap<number, ProcessRow>): boolean {
  const leader = rows.get(pid);
  return startTime === undefined || leader === undefined || leader.startTime === startTime;
}
