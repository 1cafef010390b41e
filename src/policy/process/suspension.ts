/** What of a process does nothing now: the first of its tree that was found so. */
export interface Suspension {
  readonly pid: number;
  /** The debugger that holds it; null where a signal has stopped it. */
  readonly debugger: { readonly pid: number; readonly program: string } | null;
}

/** Says what is suspended and how it goes on. @param leader the pid of the process, which needs no naming */
export function describeSuspension({ pid, debugger: holder }: Suspension, leader: number): string {
  const what = pid === leader ? 'suspended' : `pid ${pid} of it is suspended`;
  return holder === null
    ? `${what} by a signal; kill -CONT ${pid} resumes it`
    : `${what} by ${holder.program} (pid ${holder.pid}), which resumes it`;
}
