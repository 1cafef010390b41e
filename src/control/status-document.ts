import type { Watchdog } from '../api/watchdog.js';
import { WatchdogError } from '../policy/words/errors.js';
import { namedUnits, sayUnknown } from '../policy/words/named-units.js';
import type { Clock } from '../ports/clock.js';
import type { StatusDocument, StatusRow } from '../protocol/documents.js';
import { causeBesideAt } from '../supervisor/snapshot/cause.js';

/**
 * The statuses of processes in the order of the file, whatever the order of `names`; of all where there are none.
 * @throws WatchdogError PROCESS_UNKNOWN
 */
export function statusDocuments(watchdog: Watchdog, names: readonly string[]): readonly StatusDocument[] {
  return namesInOrder(watchdog, names).flatMap((name) => {
    return watchdog.getStatus(name) ?? [];
  });
}

/** The statuses with the facts that tables and sentences show of each. */
export function statusRows(watchdog: Watchdog, clock: Clock, names: readonly string[]): readonly StatusRow[] {
  const snapshots = new Map(watchdog.snapshots().map((snapshot) => [snapshot.name, snapshot]));
  return statusDocuments(watchdog, names).flatMap((status): readonly StatusRow[] => {
    const snapshot = snapshots.get(status.name);
    if (snapshot === undefined) return [];
    const { failuresInRow, failuresAllowed, lastFailure, lastRun, blocked, circuit } = snapshot;
    const facts = {
      failuresInRow,
      failuresAllowed,
      lastFailure,
      ...(lastRun === undefined ? {} : { lastRun }),
      isBlocked: blocked !== null,
      circuitThreshold: circuit.threshold,
      causeBeside: causeBesideAt(snapshot, clock.now(), clock.wallTime()),
    };
    return [{ ...status, facts }];
  });
}

/**
 * What these names, groups and globs mean, each once and in the order of the file; all where there are none.
 * @throws WatchdogError PROCESS_UNKNOWN, with the name that was probably meant
 */
export function namesInOrder(watchdog: Watchdog, names: readonly string[]): readonly string[] {
  const snapshots = watchdog.snapshots();
  if (names.length === 0) return snapshots.map(({ name }) => name);
  const found = namedUnits(names, snapshots);
  if ('names' in found) return found.names;
  throw unknownProcess(found.unknown, found.hint);
}

/**
 * A name, which no group or glob takes the place of.
 * @throws WatchdogError PROCESS_UNKNOWN, with the name that was probably meant
 */
export function literalName(watchdog: Watchdog, name: string): string {
  const snapshots = watchdog.snapshots();
  if (snapshots.some((snapshot) => snapshot.name === name)) return name;
  const found = namedUnits([name], snapshots);
  throw unknownProcess(name, 'hint' in found ? found.hint : `this is about one process; give its name: ${listed(found.names)}`);
}

/** Names that a sentence has room for. */
const mostNames = 5;

function listed(names: readonly string[]): string {
  const more = names.length - mostNames;
  return `${names.slice(0, mostNames).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function unknownProcess(name: string, hint: string): WatchdogError {
  return new WatchdogError('PROCESS_UNKNOWN', `${sayUnknown(name)}; ${hint}`);
}
