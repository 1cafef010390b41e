import type { Diagnosis } from '../../policy/diagnosis/diagnosis.js';
import { explainExit } from '../../policy/diagnosis/exit-words.js';
import { describeExit, type ExitFact } from '../../policy/restart/exit.js';
import { formatSeconds } from '../../policy/words/duration.js';
import type { ProcessSnapshot } from './process.js';

/** Milliseconds for which a process that was restarted still shows why. */
const recentMs = 5 * 60_000;

/**
 * What is wrong with a process, for the table's REASON and for `cause` in JSON: the recognised cause of its last death, else how it
 * ended, and then how far that went; null where nothing is wrong.
 * @param now monotonic milliseconds
 * @param wall milliseconds since 1970
 */
export function causeAt(snapshot: ProcessSnapshot, now: number, wall: number): string | null {
  const { state, health, brief, since } = snapshot;
  const death = snapshot.death ?? null;
  switch (state) {
    case 'backoff':
    case 'failed':
      return (death === null ? null : crashWords(death.exit, death.cause)) ?? (brief || null);
    case 'circuit_open':
      return (
        [death === null ? '' : (death.cause?.what ?? crashWords(death.exit, null)), brief].filter(Boolean).join('; ') || null
      );
    case 'running': {
      if (health === 'unhealthy') return brief || 'unhealthy';
      const cause = death === null || wall - death.at > recentMs ? null : crashWords(death.exit, death.cause);
      return cause === null ? brief || null : `restarted ${formatSeconds(now - (since ?? now))} ago: ${cause}`;
    }
    case 'stopped':
      // That nobody wants it up is said by the state; who took a container away is not.
      return snapshot.kind === 'container' ? brief || null : null;
    case 'waiting':
      return snapshot.blocked?.brief ?? (brief || null);
    default:
      return brief === state ? null : brief || null;
  }
}

/** What a death comes from and how it ended: "port 3000 is in use (exit code 1)"; null where nothing is known of it. */
export function crashWords(exit: ExitFact | null, cause: Diagnosis | null): string | null {
  if (cause === null) return exit === null ? null : explainExit(exit);
  return exit === null || cause.ofExit ? cause.what : `${cause.what} (${describeExit(exit)})`;
}
