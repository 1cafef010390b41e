/** How a child ended, as the system said it: exactly one of the two is set. */
export interface ExitFact {
  readonly code: number | null;
  readonly signal: string | null;
  /**
   * Of one by SIGKILL: whether the kernel sent it for want of memory; left out where nothing says so. Of a container that ended
   * otherwise: true where a process in it was killed so.
   */
  readonly outOfMemory?: boolean;
}

/** An exit with its time. */
export interface Exit extends ExitFact {
  /** Wall time in milliseconds since 1970. */
  readonly at: number;
}

/** Who asked for an end; the command line counts as the user, a program at the socket as a client by the name that it gave. */
export type Requester = 'user' | 'health' | 'watch' | 'dependency' | 'memory' | 'reload' | 'shutdown' | `client:${string}`;

/** An end that was asked for. */
export interface EndRequest {
  readonly by: Requester;
  readonly action: 'stop' | 'restart' | 'kill';
  /** What led to it: "src/a.ts changed"; empty where `by` says all. */
  readonly why: string;
  /** Whether it starts again after others have ended, as in a restart of several. Missing counts as false. */
  readonly restarts?: boolean;
}

/** How one life of a process or container ended: the one account of it, which everything that reports the exit reads. */
export interface ExitRecord extends Exit {
  /** `itself` where nobody asked for it. */
  readonly by: Requester | 'itself';
  /** Null where nobody asked for it. */
  readonly action: EndRequest['action'] | null;
  /** What led to it; empty where `by` says all, or nobody asked. */
  readonly why: string;
  /** Milliseconds that it ran. */
  readonly ranMs: number;
}

/** The record of an exit. @param request null where nobody asked for it */
export function exitRecord(exit: Exit, request: EndRequest | null, ranMs: number): ExitRecord {
  const { by, action, why } = request ?? { by: 'itself', action: null, why: '' };
  return { ...exitFact(exit), at: exit.at, by, action, why, ranMs: Math.round(ranMs) };
}

/** What the system said of an exit, without what else is known of it. */
export function exitFact({ code, signal, outOfMemory }: ExitFact): ExitFact {
  return { code, signal, ...(outOfMemory === undefined ? {} : { outOfMemory }) };
}

/**
 * Whether a life ended badly: by itself with anything but a success, or ended by the watchdog since it was unhealthy or used too
 * much memory.
 */
export function isCrash({ by, code }: Pick<ExitRecord, 'by' | 'code'>, successExitCodes: readonly number[]): boolean {
  if (by === 'itself') return code === null || !successExitCodes.includes(code);
  return by === 'health' || by === 'memory';
}

const past: Readonly<Record<EndRequest['action'], string>> = { stop: 'stopped', restart: 'restarted', kill: 'killed' };

/** Says who asked for an end and why: "restarted by hand", "restarted: src/a.ts changed", "stopped by client agent". */
export function describeRequest({ by, action, why }: EndRequest): string {
  return why === '' ? `${past[action]}${agentOf(by)}` : `${past[action]}: ${why}`;
}

/** Says the same of an end that is on its way: "restart by hand", "src/a.ts changed". */
export function describePendingRequest({ by, action, why }: EndRequest): string {
  return why === '' ? `${action}${agentOf(by)}` : why;
}

/** Says why one is down that starts again after others have ended. */
export function describeRestartWait(by: Requester): string {
  return `restart${agentOf(by)}, waiting for others to end first`;
}

function agentOf(by: Requester): string {
  switch (by) {
    case 'user':
      return ' by hand';
    case 'reload':
    case 'shutdown':
      return ` by the ${by}`;
    case 'health':
    case 'watch':
    case 'dependency':
    case 'memory':
      return '';
    default:
      return ` by client ${by.slice('client:'.length)}`;
  }
}

/** The request that a record names; undefined where nobody asked for the end. */
export function requestOf({ by, action, why }: Pick<ExitRecord, 'by' | 'action' | 'why'>): EndRequest | undefined {
  return by === 'itself' || action === null ? undefined : { by, action, why };
}

/** Says an exit in the words that follow "after", "with" or "by": "exit code 1", "signal SIGKILL". */
export function describeExit(exit: ExitFact): string {
  return exit.signal === null ? `exit code ${exit.code ?? 'unknown'}` : `signal ${exit.signal}`;
}

/**
 * The meaning that POSIX shells give to two exit codes, or undefined for all others.
 * Source: POSIX.1-2024, Shell Command Language, 2.8.2 Exit Status for Commands.
 */
export function shellExitMeaning(code: number | null): string | undefined {
  if (code === 126) return 'command cannot be executed';
  if (code === 127) return 'command not found';
  return undefined;
}
