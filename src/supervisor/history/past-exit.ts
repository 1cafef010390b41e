import type { ExitRecord } from '../../policy/restart/exit.js';

/** How many exits are kept. */
const kept = 10;

/** An exit, whether anybody asked for it or not, as it is reported. */
export interface PastExit extends ExitRecord {
  /** "exit code 137: SIGKILL, perhaps out of memory", "signal SIGTERM, restarted by hand". */
  readonly words: string;
  /** True where the user, a restart or the shutdown wanted it, or where it had done its work. */
  readonly expected: boolean;
}

/** The last exits with one more, oldest first. */
export function withExit(exits: readonly PastExit[], exit: PastExit): readonly PastExit[] {
  return [...exits, exit].slice(-kept);
}
