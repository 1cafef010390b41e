import type { Diagnosis } from '../../policy/diagnosis/diagnosis.js';
import { explainExit, isExplained } from '../../policy/diagnosis/exit-words.js';
import { conditionWords } from '../../policy/process/awaited.js';
import { describeExit, type ExitFact } from '../../policy/restart/exit.js';
import { formatSeconds } from '../../policy/words/duration.js';
import { type ProcessSnapshot, reasonAt } from './process.js';

/** Milliseconds for which a process that was restarted still shows why. */
const recentMs = 5 * 60_000;

/** What is wrong with a process, in a few lengths. */
export interface CauseWords {
  /** The cause alone, an error without its place: "port 3000 is in use"; of what was restarted for it, "restarted: port 3000 is in use". */
  readonly what: string;
  /** What lies in between, the longest first: an error with its place, when it was restarted, what is awaited of a dependency. */
  readonly between: readonly string[];
  /** The cause, then how it ended or how far that went: "port 3000 is in use (exit code 1)". */
  readonly whole: string;
  /** Whether the reason of its state says it already. */
  readonly inReason: boolean;
}

/**
 * What is wrong with a process, for the table's REASON: the recognised cause of its last death, else how it ended, and then how far
 * that went; null where nothing is wrong.
 * @param now monotonic milliseconds
 * @param wall milliseconds since 1970
 */
export function causeWords(snapshot: ProcessSnapshot, now: number, wall: number): CauseWords | null {
  const { state, health, brief, since } = snapshot;
  const death = snapshot.death ?? null;
  switch (state) {
    case 'backoff':
    case 'failed':
      // It ended well, and failed all the same: why is not in how it ended, nor, where the reason has more than that, in its output.
      if (death?.exit?.code === 0 && (death.cause === null || isFailedForMore(snapshot, death.exit))) return same(brief);
      return deathWords(snapshot) ?? same(brief);
    case 'circuit_open': {
      const words = deathWords(snapshot);
      if (words === null) return same(brief);
      const inReason = snapshot.circuit.afterTrial === true && words.inReason;
      const whole = inReason ? brief : `${death?.cause?.what ?? words.whole}; ${brief}`;
      return { ...words, whole, inReason };
    }
    case 'running': {
      if (health === 'unhealthy') return same(brief || 'unhealthy');
      const cause = death === null || wall - death.at > recentMs ? null : deathWords(snapshot);
      if (cause === null) return same(brief);
      const unusual = snapshot.unusual === undefined ? '' : `${snapshot.unusual}; `;
      const restarted = `${unusual}restarted ${formatSeconds(now - (since ?? now))} ago: `;
      return {
        what: snapshot.unusual ?? `restarted: ${cause.what}`,
        between: [...cause.between, cause.what].map((text) => restarted + text),
        whole: restarted + cause.whole,
        inReason: false,
      };
    }
    case 'stopped':
      // That nobody wants it up is said by the state; who took a container away is not, nor that it starts again.
      return snapshot.kind === 'process' && snapshot.restarting !== true ? null : same(brief);
    case 'waiting': {
      if (snapshot.nextRun !== undefined) return same(reasonAt(snapshot, now));
      if (snapshot.blocked !== null) return same(snapshot.blocked.brief);
      const { awaited } = snapshot;
      return awaited === undefined
        ? same(brief)
        : { what: `for ${awaited.name}`, between: [`for ${conditionWords(awaited)}`], whole: brief, inReason: true };
    }
    default:
      return brief === state ? null : same(brief);
  }
}

/** `causeWords` at full length, as `cause` has it in JSON. */
export function causeAt(snapshot: ProcessSnapshot, now: number, wall: number): string | null {
  return causeWords(snapshot, now, wall)?.whole ?? null;
}

/** The cause that is shown beside the reason; null where there is none, or where the reason says it. */
export function causeBesideAt(snapshot: ProcessSnapshot, now: number, wall: number): string | null {
  const words = causeWords(snapshot, now, wall);
  return words === null || words.inReason ? null : words.whole;
}

/**
 * Why a process is not as it should be, in one sentence: its cause where one is known, else its reason.
 * @param cause that which is shown beside the reason
 */
export function whyNot({ state, reason }: Pick<ProcessSnapshot, 'state' | 'reason'>, cause: string | null): string {
  if (cause === null) return reason;
  if (state === 'failed') return `failed: ${cause}`;
  if (state === 'backoff') return `in backoff: ${cause}`;
  return state === 'circuit_open' ? `circuit open: ${cause}` : reason;
}

/** Why the process of a snapshot is not as it should be, in one sentence. @param now monotonic milliseconds @param wall milliseconds since 1970 */
export function whyNotAt(snapshot: ProcessSnapshot, now: number, wall: number): string {
  return whyNot({ state: snapshot.state, reason: reasonAt(snapshot, now) }, causeBesideAt(snapshot, now, wall));
}

/** Whether it has failed for more than how it ended, such as that it went to the background. */
function isFailedForMore({ state, lastFailure }: ProcessSnapshot, exit: ExitFact): boolean {
  return state === 'failed' && lastFailure?.kind === 'exit' && lastFailure.text !== describeExit(exit);
}

function same(text: string): CauseWords | null {
  return text === '' ? null : { what: text, between: [], whole: text, inReason: true };
}

function deathWords({ death, lastFailure }: ProcessSnapshot): CauseWords | null {
  const { exit = null, cause = null } = death ?? {};
  const whole = crashWords(exit, cause);
  if (whole === null) return null;
  // The reason names what failed: the exit, or the check or the memory that the process was ended for.
  const isExit = lastFailure?.kind === 'exit';
  const inReason = cause === null ? isExit && exit !== null && !isExplained(exit) : !isExit && cause.ofExit === true;
  const what = (cause?.kind === 'error' ? cause.line : cause?.what) ?? whole;
  const between = cause === null || cause.what === what ? [] : [cause.what];
  return { what, between, whole, inReason };
}

/** What a death comes from and how it ended: "port 3000 is in use (exit code 1)"; null where nothing is known of it. */
export function crashWords(exit: ExitFact | null, cause: Diagnosis | null): string | null {
  if (cause === null) return exit === null ? null : explainExit(exit);
  return exit === null || cause.ofExit ? cause.what : `${cause.what} (${describeExit(exit)})`;
}
