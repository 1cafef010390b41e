import type { Watchdog } from '../api/watchdog.js';
import { sayCause } from '../policy/diagnosis/diagnose.js';
import type { Exit } from '../policy/restart/exit.js';
import type { WhyDocument } from '../protocol/documents.js';
import type { EventHistory } from '../supervisor/events/history.js';
import { statusDocuments } from './status-document.js';

const mostExits = 5;

/**
 * Why a process is in its state.
 * @throws WatchdogError PROCESS_UNKNOWN
 */
export function whyDocument(watchdog: Watchdog, history: EventHistory, name: string): WhyDocument {
  const status = statusDocuments(watchdog, [name])[0]!;
  const dependencies = status.dependsOn.flatMap((needed) => {
    const other = watchdog.getStatus(needed);
    return other === null ? [] : [{ name: needed, state: other.state, health: other.health, reason: other.reason }];
  });
  return {
    status,
    dependencies,
    exits: exitsOf(watchdog, history, name, status.exit),
    cause: causeOf(watchdog, name, status.exit),
  };
}

/** What the last death probably comes from, unless it has ended as somebody wanted since. */
function causeOf(watchdog: Watchdog, name: string, last: Exit | null): string | null {
  const card = watchdog.crashes(name).at(-1);
  const cause = card !== undefined && card.at >= (last?.at ?? 0) ? card.causes[0] : undefined;
  return cause === undefined ? null : sayCause(cause);
}

function exitsOf(watchdog: Watchdog, history: EventHistory, name: string, last: Exit | null): readonly Exit[] {
  const kept = history.records.filter((record) => record.event === 'exited' && record.name === name);
  // Others may have pushed it out of the history long ago, and the exits of containers are not there in this form.
  const known = kept.length > 0 ? kept : (watchdog.details(name)?.ends ?? []);
  const exits = known.map(({ code, signal, at }) => ({ code, signal, at }) as Exit);
  if (exits.length === 0) return last === null ? [] : [last];
  return exits.toReversed().slice(0, mostExits);
}
