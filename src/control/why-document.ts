import type { Watchdog } from '../api/watchdog.js';
import { sayCause } from '../policy/diagnosis/diagnose.js';
import { describeBuffering } from '../policy/process/buffering.js';
import { type ExitRecord, exitFact } from '../policy/restart/exit.js';
import type { WhyDocument } from '../protocol/documents.js';
import { silenceMs } from '../supervisor/process/silence-hint.js';
import { literalName, statusDocuments } from './status-document.js';

const mostExits = 5;

/**
 * Why a process is in its state.
 * @throws WatchdogError PROCESS_UNKNOWN
 */
export function whyDocument(watchdog: Watchdog, name: string): WhyDocument {
  const status = statusDocuments(watchdog, [literalName(watchdog, name)])[0]!;
  const dependencies = status.dependsOn.flatMap((needed) => {
    const other = watchdog.getStatus(needed);
    return other === null ? [] : [{ name: needed, state: other.state, health: other.health, reason: other.reason }];
  });
  return {
    status,
    dependencies,
    exits: exitsOf(watchdog, name),
    cause: causeOf(watchdog, name),
    hint: hintOf(watchdog, name),
  };
}

/** What the last death probably comes from, unless it has ended as wanted since. */
function causeOf(watchdog: Watchdog, name: string): string | null {
  const cause = watchdog.snapshots().find((each) => each.name === name)?.death?.cause ?? null;
  return cause === null ? null : sayCause(cause);
}

function exitsOf(watchdog: Watchdog, name: string): readonly ExitRecord[] {
  const exits = (watchdog.details(name)?.ends ?? []).map(
    ({ at, by, action, why, ranMs, ...exit }): ExitRecord => ({ ...exitFact(exit), at, by, action, why, ranMs }),
  );
  return exits.toReversed().slice(0, mostExits);
}

function hintOf(watchdog: Watchdog, name: string): string | null {
  const program = watchdog.details(name)?.buffering;
  return program === undefined ? null : describeBuffering(program, silenceMs);
}
