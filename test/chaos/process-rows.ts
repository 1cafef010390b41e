import { readdirSync, readFileSync } from 'node:fs';
import { statFields } from '../fixtures/proc-stat.js';

/** A living process as the system shows it. */
export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** With the pid it names one process for good; in clock ticks since boot. */
  readonly startTime: number;
}

/** All living processes by pid; zombies are dead. Linux only. Written apart from the program's own reader, which is on trial. */
export function readProcessRows(): ReadonlyMap<number, ProcessRow> {
  const rows = new Map<number, ProcessRow>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const pid = Number(entry);
    const [state, ...fields] = statFields(pid) ?? ['X'];
    if (state === 'Z' || state === 'X') continue;
    rows.set(pid, { pid, parent: Number(fields[0]), group: Number(fields[1]), startTime: Number(fields[18]) });
  }
  return rows;
}

/** The word that a run put into the environment of a process: "process:api"; undefined where there is none. */
export function markOf(pid: number, runId: string): string | undefined {
  let environment: string;
  try {
    environment = readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    return undefined; // it ended, or is another user's
  }
  const marker = environment.split('\0').find((variable) => variable.startsWith('WATCHDOG_MARKER='));
  const word = marker
    ?.slice('WATCHDOG_MARKER='.length)
    .split(' ')
    .find((each) => each.startsWith(runId));
  return word?.slice(runId.length + 1);
}
