import { readFileSync } from 'node:fs';
import type { Suspension } from '../../policy/process/suspension.js';
import type { TreeMember } from '../../ports/spawner.js';
import { readStat, runStateOf } from './stat.js';

/** They stop a process for a moment at each call, and let it go on by themselves. */
const tracers: ReadonlySet<string> = new Set(['strace', 'ltrace']);

/**
 * The first of a process and its tree that is stopped, by a signal such as SIGSTOP or by a debugger. Linux only.
 * @param leader undefined where it could not be started
 */
export function suspensionAmong(leader: number | undefined, tree: readonly TreeMember[] = []): Suspension | undefined {
  for (const pid of [...(leader === undefined ? [] : [leader]), ...tree.map((member) => member.pid)]) {
    // Source of the letters: proc_pid_stat(5).
    const state = runStateOf(pid);
    if (state === 'T') return { pid, debugger: null };
    const holder = state === 't' ? debuggerOf(pid) : undefined;
    if (holder !== undefined) return { pid, debugger: holder };
  }
  return undefined;
}

function debuggerOf(pid: number): Suspension['debugger'] | undefined {
  try {
    const tracer = Number(/^TracerPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
    const program = tracer === 0 ? undefined : readStat(tracer)?.comm;
    return program === undefined || tracers.has(program) ? undefined : { pid: tracer, program };
  } catch {
    return undefined; // It ended just now.
  }
}
