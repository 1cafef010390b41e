import type { Watchdog } from '../api/watchdog.js';
import { WatchdogError } from '../policy/words/errors.js';
import { nearest } from '../policy/words/nearest.js';
import type { StatusDocument } from '../protocol/documents.js';

/**
 * The statuses of processes in the order of the file, whatever the order of `names`; of all where there are none.
 * @throws WatchdogError PROCESS_UNKNOWN
 */
export function statusDocuments(watchdog: Watchdog, names: readonly string[]): readonly StatusDocument[] {
  return namesInOrder(watchdog, names).flatMap((name) => {
    return watchdog.getStatus(name) ?? [];
  });
}

/**
 * These names, each once and in the order of the file; all where there are none.
 * @throws WatchdogError PROCESS_UNKNOWN, with the name that was probably meant
 */
export function namesInOrder(watchdog: Watchdog, names: readonly string[]): readonly string[] {
  const known = watchdog.snapshots().map(({ name }) => name);
  if (names.length === 0) return known;
  const asked = new Set(names);
  const unknown = [...asked].find((name) => !known.includes(name));
  if (unknown !== undefined) throw unknownProcess(unknown, known);
  return known.filter((name) => asked.has(name));
}

function unknownProcess(name: string, known: readonly string[]): WatchdogError {
  const close = nearest(name, known);
  const hint =
    close === undefined ? `there ${known.length === 0 ? 'are none' : `are ${known.join(', ')}`}` : `did you mean "${close}"?`;
  return new WatchdogError('PROCESS_UNKNOWN', `no process is called "${name}"; ${hint}`);
}
