import { readFileSync } from 'node:fs';

/** How many file descriptors this program may have open at once, as Linux says; Infinity without a limit, undefined without /proc. */
export function limitInProc(): number | undefined {
  try {
    return softLimitOf(readFileSync('/proc/self/limits', 'latin1'));
  } catch {
    return undefined;
  }
}

/** The soft limit of descriptors in the limits of a process. Source: proc_pid_limits(5); "unlimited" where there is none. */
export function softLimitOf(limits: string): number {
  const soft = /^Max open files\s+(\S+)/m.exec(limits)?.[1];
  return Number(soft) || Number.POSITIVE_INFINITY;
}
