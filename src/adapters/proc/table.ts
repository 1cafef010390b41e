import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import { isShortage } from '../node/shortage.js';
import { type ProcessRow, readPsRow, readPsRows } from './ps.js';
import { readStat, type StatLine } from './stat.js';

/** The process table at one moment. */
export interface ProcessTable {
  readonly rows: ReadonlyMap<number, ProcessRow>;
  readonly childrenOf: ReadonlyMap<number, readonly ProcessRow[]>;
  /** Whether who lived at the end of the reading is in it; false where processes came faster than they could be listed. */
  readonly isWhole: boolean;
}

/** Whether the system shows its processes in /proc, as Linux does; where not, `ps` is asked. */
export const hasProc = existsSync('/proc/self/stat');

/**
 * Reads the process table. Zombies are left out: they hold nothing and only wait for their status to be read.
 * @throws the system's error where it does not let us read it now, as without a free file descriptor
 */
export function readProcessTable(): ProcessTable {
  const rows = new Map<number, ProcessRow>();
  const childrenOf = new Map<number, ProcessRow[]>();
  const { rows: all, isWhole } = hasProc ? readProcRows() : { rows: readPsRows(), isWhole: true };
  for (const row of all) {
    rows.set(row.pid, row);
    const siblings = childrenOf.get(row.parent);
    if (siblings === undefined) childrenOf.set(row.parent, [row]);
    else siblings.push(row);
  }
  return { rows, childrenOf, isWhole };
}

/**
 * The row of one process; undefined once it has ended, also where it is a zombie.
 * @throws the system's error where it does not let us read it now
 */
export function findProcess(pid: number): ProcessRow | undefined {
  return hasProc ? readRow(String(pid)) : readPsRow(pid);
}

/** The process list is listed again until nothing new is in it, at most so often: a storm of forks has no last one. */
const mostListings = 16;

/** More numbers than these, given between two listings, are left to the listing. */
const mostNumbers = 256;

/**
 * What forks and exits while the list is read would be missed: its first life ended before it was read, and the next was not listed.
 * Who lives at the start of a listing is in it or descends from somebody who was, so one without news leaves nobody out. A listing takes
 * longer than some lives, so before the next one the numbers are read that were given meanwhile.
 */
function readProcRows(): { rows: readonly ProcessRow[]; isWhole: boolean } {
  const rows: ProcessRow[] = [];
  const listed = new Set<string>();
  let newest = newestNumber();
  let fresh = true;
  for (let listing = 0; fresh && listing < mostListings; listing += 1) {
    fresh = false;
    if (listing > 0) {
      const before = newest;
      newest = newestNumber();
      for (const entry of numbersAfter(before, newest)) {
        const row = listed.has(entry) ? undefined : readRow(entry);
        if (row === undefined) continue; // A thread, or one that has ended.
        listed.add(entry);
        rows.push(row);
      }
    }
    for (const entry of readdirSync('/proc')) {
      const first = entry.charCodeAt(0);
      if (first < 48 || first > 57 || listed.has(entry)) continue;
      fresh = true;
      listed.add(entry);
      const row = readRow(entry);
      if (row !== undefined) rows.push(row);
    }
  }
  return { rows, isWhole: !fresh };
}

/** The number that the system gave last, to a process or a thread; NaN where it does not report it. Source: proc_loadavg(5). */
function newestNumber(): number {
  try {
    return Number(readFileSync('/proc/loadavg', 'latin1').split(' ')[4]);
  } catch {
    return Number.NaN;
  }
}

/** Nothing where they begin again after the highest. */
function numbersAfter(before: number, newest: number): readonly string[] {
  const count = newest - before;
  return count > 0 && count <= mostNumbers ? Array.from({ length: count }, (_, at) => String(before + 1 + at)) : [];
}

function readRow(pid: string): ProcessRow | undefined {
  const stat = readStat(pid);
  return stat === undefined ? undefined : rowOf(stat);
}

/** The row that a line of /proc/PID/stat stands for; undefined for a zombie. */
export function rowOf({ pid, comm, fields }: StatLine): ProcessRow | undefined {
  const runState = fields[0] ?? 'X';
  if (runState === 'Z' || runState === 'X') return undefined;
  return { pid, parent: Number(fields[1]), group: Number(fields[2]), startTime: Number(fields[19]), runState, comm };
}

const kernelThreads = 2;

/**
 * Whether a process whose environment could not be read has ended since it was listed, or was just executing its program: another
 * user's stays unreadable, and the kernel's threads have none.
 */
export function isUnread({ pid, parent }: ProcessRow): boolean {
  if (!hasProc || parent === kernelThreads || pid === kernelThreads) return false;
  try {
    accessSync(`/proc/${pid}/environ`, constants.R_OK);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}

/**
 * The value of one variable in the environment that a process was started with, empty where it is not set; undefined where
 * nothing can be read.
 * @throws the system's error where it does not let us read it now
 */
export function readEnvironmentVariable(pid: number, name: string): string | undefined {
  if (!hasProc) return undefined;
  let environment: string;
  try {
    environment = readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch (error) {
    if (isShortage(error)) throw error;
    return undefined; // Another user's, or it has ended.
  }
  if (environment === '') return undefined; // A kernel thread's, or it is just executing its program.
  const start = environment.startsWith(`${name}=`) ? 0 : environment.indexOf(`\0${name}=`) + 1;
  if (start === 0 && !environment.startsWith(`${name}=`)) return '';
  const from = start + name.length + 1;
  const end = environment.indexOf('\0', from);
  return environment.slice(from, end === -1 ? undefined : end);
}
