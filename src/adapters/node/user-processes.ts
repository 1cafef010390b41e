import { access, readdirSync, readFileSync, statSync } from 'node:fs';

/** A limit above this is none that a project's processes would reach, and counts as none. */
const roomy = 4096;

/**
 * Starts the threads that Node works with off its main thread. It aborts without a word where the system refuses them, so that must
 * not happen later, beside children.
 */
export function startThreads(): void {
  access('/', () => {});
}

/** How many processes and threads this user may have, and has. Undefined where there is no limit that matters, or nobody says. Linux only. */
export function userProcesses(): { readonly limit: number; readonly taken: number } | undefined {
  const user = process.getuid?.();
  // The superuser is not bound by it.
  if (user === undefined || user === 0) return undefined;
  try {
    const limit = Number(/^Max processes\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1'))?.[1] ?? Number.NaN);
    if (!(limit <= roomy)) return undefined;
    return { limit, taken: countTasks(user) };
  } catch {
    return undefined;
  }
}

function countTasks(user: number): number {
  let tasks = 0;
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      if (statSync(`/proc/${entry}`).uid === user) tasks += readdirSync(`/proc/${entry}/task`).length;
    } catch {
      // It has just ended.
    }
  }
  return tasks;
}
