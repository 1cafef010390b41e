import { readFileSync } from 'node:fs';
import { endianness } from 'node:os';
import type { ProcessRow } from './ps.js';
import { readStat, type StatLine, startTimeOf } from './stat.js';
import { rowOf } from './table.js';

/** A row of the process table with what the process has used. */
export interface UsageRow extends ProcessRow {
  readonly ageMs: number;
  readonly cpuMs: number;
  readonly endedChildrenMs: number;
  readonly memory: number;
}

/** To programs Linux always says 100 ticks a second. */
const msPerTick = 10;

const ownStart = startTimeOf(process.pid) ?? 0;

/** Reads the row of one process from /proc; undefined once it has ended, also where it is a zombie. */
export function readUsageRow(pid: number): UsageRow | undefined {
  const stat = readStat(pid);
  return stat === undefined ? undefined : usageOf(stat, memoryPage());
}

/**
 * The row that a line of /proc/PID/stat stands for, with its fields 14 to 17 and 24; undefined for a zombie.
 * @param pageBytes the size of a page of memory, in which the system counts
 */
export function usageOf(stat: StatLine, pageBytes: number): UsageRow | undefined {
  const row = rowOf(stat);
  if (row === undefined) return undefined;
  const { fields } = stat;
  const ticks = (...places: readonly number[]): number => places.reduce((sum, place) => sum + Number(fields[place]), 0);
  return {
    ...row,
    // By our own start, since a container may see another time of the boot than its processes.
    ageMs: process.uptime() * 1000 - (row.startTime - ownStart) * msPerTick,
    cpuMs: ticks(11, 12) * msPerTick,
    endedChildrenMs: ticks(13, 14) * msPerTick,
    memory: Number(fields[21]) * pageBytes,
  };
}

let pageBytes: number | undefined;

/** The size of a page of memory; 4096 where the system does not say. */
export function memoryPage(): number {
  pageBytes ??= readPageSize();
  return pageBytes;
}

/** Source: getauxval(3). The vector is pairs of machine words, of which type 6, AT_PAGESZ, is the size of a page. */
function readPageSize(): number {
  const word = /64|s390x/.test(process.arch) ? 8 : 4;
  const offset = endianness() === 'BE' ? word - 4 : 0;
  try {
    const vector = readFileSync('/proc/self/auxv');
    const read = (at: number): number => (offset === 0 ? vector.readUInt32LE(at) : vector.readUInt32BE(at + offset));
    for (let at = 0; at + 2 * word <= vector.length; at += 2 * word) if (read(at) === 6) return read(at + word);
  } catch {
    // Hidden from us, as in some sandboxes.
  }
  return 4096;
}
