/** What one process has used so far. */
export interface MemberReading {
  readonly pid: number;
  readonly parent: number;
  /** In the system's own units; with the pid it names one process for ever. */
  readonly startTime: number;
  /** Milliseconds since it started, not exact to the second. */
  readonly ageMs: number;
  /** Milliseconds of processor time that it used itself. */
  readonly cpuMs: number;
  /** Those that its children used and left to it when they had ended; 0 where the system does not count them. */
  readonly endedChildrenMs: number;
  /** Bytes of it that are in memory, pages shared with others included. */
  readonly memory: number;
}

/** What the members of a tree had used at one moment. */
export interface TreeReading {
  /** Monotonic milliseconds. */
  readonly at: number;
  readonly members: readonly MemberReading[];
  /** Milliseconds of processor time that the system has counted for all that ever was in the tree; undefined where it does not. */
  readonly cpuMs?: number | undefined;
}

/** The processor time of a tree between two readings. */
export interface CpuShare {
  /** Of one core; with several it can be above 100. */
  readonly percent: number;
  /** Milliseconds that ended members had used and that no parent has taken over yet; for the next pair of readings. */
  readonly unclaimedMs: number;
}

/** By how much the age of a process may be wrong, in milliseconds. */
const ageSlackMs = 1000;

/**
 * The processor time between two readings of a tree, whatever came and went meanwhile.
 *
 * A child that ends leaves its time to the parent that asks for its status: so what lived between two readings only is counted
 * too, and what was counted while the child lived is not counted again.
 * @param unclaimedMs what the last pair of readings left
 * @param cores no tree can use more than these
 */
export function cpuBetween(before: TreeReading, after: TreeReading, cores: number, unclaimedMs: number): CpuShare {
  const elapsed = after.at - before.at;
  if (elapsed <= 0) return { percent: 0, unclaimedMs };
  if (before.cpuMs !== undefined && after.cpuMs !== undefined) {
    const used = Math.max(0, after.cpuMs - before.cpuMs);
    return { percent: Math.min((used / elapsed) * 100, cores * 100), unclaimedMs: 0 };
  }
  const earlier = new Map(before.members.map((member) => [keyOf(member), member]));
  let own = 0;
  let taken = 0;
  for (const member of after.members) {
    const known = earlier.get(keyOf(member));
    // A process that is new here and older than the last sample was somewhere else then, and used its time there.
    if (known === undefined && member.ageMs > elapsed + ageSlackMs) continue;
    own += Math.max(0, member.cpuMs - (known?.cpuMs ?? 0));
    taken += Math.max(0, member.endedChildrenMs - (known?.endedChildrenMs ?? 0));
  }
  const claims = unclaimedMs + claimedOfEnded(before, after);
  const used = own + Math.max(0, taken - claims);
  return { percent: Math.min((used / elapsed) * 100, cores * 100), unclaimedMs: Math.max(0, claims - taken) };
}

/** What ended members had used before, which those above them in the tree are about to take over. */
function claimedOfEnded(before: TreeReading, after: TreeReading): number {
  const alive = new Set(after.members.map(keyOf));
  const byPid = new Map(before.members.map((member) => [member.pid, member]));
  const leavesItsTime = (member: MemberReading): boolean => {
    const seen = new Set<number>(); // A reading is not made in one moment, so its parents could go round.
    for (let above = byPid.get(member.parent); above !== undefined && !seen.has(above.pid); above = byPid.get(above.parent)) {
      if (alive.has(keyOf(above))) return true;
      seen.add(above.pid);
    }
    return false;
  };
  return before.members
    .filter((member) => !alive.has(keyOf(member)) && leavesItsTime(member))
    .reduce((sum, { cpuMs, endedChildrenMs }) => sum + cpuMs + endedChildrenMs, 0);
}

/** Bytes of a tree in memory: what its members share with each other is counted for each. */
export function memoryOf({ members }: TreeReading): number {
  return members.reduce((sum, { memory }) => sum + memory, 0);
}

/** A share of a core as exact as it is shown: one decimal, and none from 100 on. */
export function roundedPercent(percent: number): number {
  return percent < 99.95 ? Math.round(percent * 10) / 10 : Math.round(percent);
}

/** Bytes as exact as they are shown: 1.5 MB, 52 MB, 1.2 GB, 12 GB, in powers of 1000. */
export function roundedMemory(bytes: number): number {
  const step = bytes < 9.95e6 ? 1e5 : bytes < 999.5e6 ? 1e6 : bytes < 9.95e9 ? 1e8 : 1e9;
  return Math.round(bytes / step) * step;
}

/** Says bytes in powers of 1000, as exact as they are shown: "0.5 MB", "52 MB", "1.2 GB", "12 GB". */
export function sayMemory(bytes: number): string {
  const rounded = roundedMemory(bytes);
  const [amount, unit] = rounded < 1e9 ? [rounded / 1e6, 'MB'] : [rounded / 1e9, 'GB'];
  return `${amount < 10 ? amount.toFixed(1) : amount} ${unit}`;
}

function keyOf({ pid, startTime }: MemberReading): string {
  return `${pid} ${startTime}`;
}
