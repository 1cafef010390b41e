import { readFileSync } from 'node:fs';
import { statFields } from '../fixtures/proc-stat.js';

/** Memory that a process holds, in megabytes of 10^6 bytes; throws when it is gone. */
export function residentMegabytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return (Number(kilobytes) * 1024) / 1e6;
}

/** Processor time that a process has used, in milliseconds; throws when it is gone. */
export function processorMs(pid: number): number {
  const fields = statFields(pid);
  if (fields === undefined) throw new Error(`pid ${pid} is gone`);
  // User and system time in ticks; to programs Linux always says 100 ticks a second.
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
