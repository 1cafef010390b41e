import { explainEnd } from '../../policy/diagnosis/exit-words.js';
import { describeExit } from '../../policy/restart/exit.js';
import { formatSeconds } from '../../policy/words/duration.js';
import type { Death, ProcessSnapshot } from './process.js';

/** Milliseconds for which a process that was restarted still shows why. */
const recentMs = 5 * 60_000;

/**
 * What is wrong with a process, for the table's REASON and for `cause` in JSON: the recognised cause of its last death, else how it
 * ended, and then how far that went; null where nothing is wrong.
 * @param now monotonic milliseconds
 * @param wall milliseconds since 1970
 */
export function causeAt(snapshot: ProcessSnapshot, now: number, wall: number): string | null {
  const { state, health, brief, trouble } = snapshot;
  const death = snapshot.death ?? null;
  switch (state) {
    case 'backoff':
    case 'failed':
      return death === null ? brief || null : deathWords(snapshot, death);
    case 'circuit_open':
      return death?.cause ? [death.cause.what, brief].filter(Boolean).join('; ') : brief || null;
    case 'running':
      if (health === 'unhealthy') return brief || 'unhealthy';
      return death === null || wall - death.at > recentMs ? null : restartWords(snapshot, death, now);
    default:
      return trouble ? brief || null : null;
  }
}

function deathWords({ brief, exit: last }: ProcessSnapshot, { exit, cause }: Death): string {
  if (cause === null) return exit === null || last === null ? brief : explainEnd(last);
  return exit === null || cause.ofExit ? cause.what : `${cause.what} (${describeExit(exit)})`;
}

function restartWords(snapshot: ProcessSnapshot, death: Death, now: number): string {
  const { since } = snapshot;
  return `restarted ${formatSeconds(now - (since ?? now))} ago: ${deathWords(snapshot, death)}`;
}
