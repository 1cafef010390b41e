import { closeSync, openSync, readSync } from 'node:fs';
import { isShortage } from '../node/shortage.js';

/**
 * One line of /proc/PID/stat. Source: proc_pid_stat(5). The name is in parentheses and may hold any character, line feeds and
 * parentheses too, so the last `)` ends it.
 */
export interface StatLine {
  readonly pid: number;
  readonly comm: string;
  /** The fields from the third, the state, on; the field that the manual numbers n is at n - 3. */
  readonly fields: readonly string[];
}

/** The last field that anything here reads, `rss`, is the manual's 24th. */
const readFields = 22;

// Long enough for any line: 52 numbers and a name.
const line = Buffer.alloc(2048);

/**
 * Reads the line of a process, zombies included; undefined once it has been waited for. Linux only.
 * @throws the system's error where it does not let us read it now, as without a free file descriptor
 */
export function readStat(pid: number | string): StatLine | undefined {
  let file: number;
  try {
    file = openSync(`/proc/${pid}/stat`, 'r');
  } catch (error) {
    // That it cannot be read must not count as nothing being there.
    if (isShortage(error)) throw error;
    return undefined; // It ended between the listing and this.
  }
  try {
    return parseStat(line.toString('latin1', 0, readSync(file, line)));
  } catch {
    return undefined; // It ended just now.
  } finally {
    closeSync(file);
  }
}

/** Parses a line of /proc/PID/stat. */
export function parseStat(text: string): StatLine {
  const nameEnd = text.lastIndexOf(')');
  return {
    pid: Number.parseInt(text, 10),
    comm: text.slice(text.indexOf('(') + 1, nameEnd),
    fields: text.slice(nameEnd + 2).split(' ', readFields),
  };
}

/** When a process started, in ticks since boot; undefined once it has been waited for, or where the system does not let us read it. A zombie still has one. */
export function startTimeOf(pid: number): number | undefined {
  const field = lineOf(pid)?.fields[19];
  return field === undefined ? undefined : Number(field);
}

/** The system's letter for the state of a process; undefined once it has been waited for, or where the system does not let us read it. */
export function runStateOf(pid: number): string | undefined {
  return lineOf(pid)?.fields[0];
}

function lineOf(pid: number): StatLine | undefined {
  try {
    return readStat(pid);
  } catch {
    return undefined;
  }
}
