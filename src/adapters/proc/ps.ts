import { runAlone } from '../node/start-program.js';

/** One row of the system's process table. */
export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** Clock ticks since boot at which it started, by `ps` the digits of the date; with the pid it names one process for ever. */
  readonly startTime: number;
  /** R running, S sleeping, D uninterruptible, T stopped, Z zombie, X dead. */
  readonly runState: string;
  /** The command's short name. */
  readonly comm: string;
}

const columns = 'pid=,ppid=,pgid=,state=,lstart=,comm=';
const months = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const row = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\w)\S*\s+\w+ +(\w{3}) +(\d+) (\d\d):(\d\d):(\d\d) (\d{4})\s+(.*?)\s*$/;

/** The rows of the process table where there is no /proc, by one `ps`. */
export function readPsRows(): readonly ProcessRow[] {
  return parsePs(runPs('-axo', columns));
}

/** The row of one process; undefined once it has ended. */
export function readPsRow(pid: number): ProcessRow | undefined {
  return parsePs(runPs('-o', columns, '-p', String(pid)))[0];
}

/** Reads what `ps` printed, without zombies. The command comes last and may hold any character. */
export function parsePs(text: string): readonly ProcessRow[] {
  return text.split('\n').flatMap((line) => {
    const [, pid, parent, group, state, month = '', day = '', hours, minutes, seconds, year, command = ''] = row.exec(line) ?? [];
    if (pid === undefined || state === 'Z') return [];
    return {
      pid: Number(pid),
      parent: Number(parent),
      group: Number(group),
      // Digits of a date, as 20260105123456: it only has to grow, and a shell can make the same without a calendar.
      startTime: Number(`${year}${twoDigits(months.indexOf(month) / 3 + 1)}${twoDigits(day)}${hours}${minutes}${seconds}`),
      runState: state === 'U' ? 'D' : state === 'I' ? 'S' : (state ?? ''),
      comm: command.slice(command.lastIndexOf('/') + 1),
    };
  });
}

/** The environment in which what `ps` prints can be read: the C locale, with the times of UTC. */
export function psEnvironment(): Readonly<Record<string, string>> {
  return { PATH: process.env.PATH ?? '/bin:/usr/bin', LC_ALL: 'C', TZ: 'UTC' };
}

function runPs(...args: readonly string[]): string {
  return runAlone('ps', args, { env: psEnvironment() });
}

function twoDigits(value: number | string): string {
  return String(value).padStart(2, '0');
}
