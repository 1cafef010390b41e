import type { ProcessStateName } from './lifecycle.js';

/** What of a process decides whether the user is notified. */
export interface Watched {
  readonly name: string;
  readonly state: ProcessStateName;
  readonly circuit: { readonly state: 'closed' | 'open' | 'half_open' };
  /** How its last run by a schedule ended. Missing where none did. */
  readonly lastRun?: 'completed' | 'failed';
}

/** Who is in a state that the user must know of, and of whom nothing was said yet. */
export interface Attention {
  readonly inTrouble: ReadonlySet<string>;
  readonly unreported: readonly string[];
  /** Monotonic milliseconds at which the user is notified of what is pending; undefined where nothing is. */
  readonly dueAt: number | undefined;
}

/** The text of a notification. */
export interface Notification {
  readonly title: string;
  readonly body: string;
}

/** For how long troubles are gathered before one notification reports them all, in milliseconds: one death brings others. */
const gatherMs = 2000;

/** How it begins: whatever is in trouble already is seen by the user who opens the screen. */
export function newAttention(processes: readonly Watched[]): Attention {
  return { inTrouble: troubled(processes), unreported: [], dueAt: undefined };
}

/**
 * Takes note of how the processes are at monotonic time `now`. A circuit that opens and a process that fails are trouble; a trial
 * that fails is none of its own, and neither is anything that the user did. What is over before it was reported is not reported.
 */
export function attend(before: Attention, processes: readonly Watched[], now: number): Attention {
  const inTrouble = troubled(processes);
  const fresh = [...inTrouble].filter((name) => !before.inTrouble.has(name));
  const stillUnreported = before.unreported.filter((name) => inTrouble.has(name));
  if (fresh.length === 0 && stillUnreported.length === before.unreported.length && inTrouble.size === before.inTrouble.size)
    return before;
  const unreported = [...stillUnreported, ...fresh];
  return { inTrouble, unreported, dueAt: unreported.length === 0 ? undefined : (before.dueAt ?? now + gatherMs) };
}

/** The state once everything unreported was reported. */
export function reported(attention: Attention): Attention {
  return { ...attention, unreported: [], dueAt: undefined };
}

/**
 * One notification about all that is unreported; undefined where nothing is.
 * @param causeOf says what is wrong with a process
 */
export function notificationOf<P extends Watched>(
  project: string,
  { unreported }: Attention,
  processes: readonly P[],
  causeOf: (process: P) => string,
): Notification | undefined {
  const about = processes.filter(({ name }) => unreported.includes(name));
  const [first] = about;
  if (first === undefined) return undefined;
  if (about.length > 1)
    return { title: `${project}: ${about.length} processes need you`, body: about.map(({ name }) => name).join(', ') };
  const what = first.circuit.state === 'closed' ? 'failed' : 'circuit open';
  return { title: `${project}: ${first.name} ${what}`, body: causeOf(first) };
}

function troubled(processes: readonly Watched[]): ReadonlySet<string> {
  const names = processes.flatMap(({ name, state, circuit, lastRun }) => {
    const hasFailed = state === 'failed' || (state === 'waiting' && lastRun === 'failed');
    return hasFailed || circuit.state !== 'closed' ? [name] : [];
  });
  return new Set(names);
}
