import { WatchdogError } from '../policy/errors.js';
import { nearest } from '../policy/nearest.js';
import type { ContainerSnapshot } from '../supervisor/container-snapshot.js';
import type { ProcessSnapshot } from '../supervisor/process-snapshot.js';
import type { ProcessStatus } from '../supervisor/process-status.js';
import type { Watchdog } from '../watchdog.js';
import type { StatusDocument } from './protocol.js';

/** A status with its keys in the documented order, and what its snapshot says that it uses. */
export function statusDocument(status: ProcessStatus, snapshot?: ProcessSnapshot): StatusDocument {
  const { dependsOn, ...rest } = status;
  const { cpu = null, memory = null, ports = [] } = (snapshot ?? {}) as Partial<ContainerSnapshot>;
  return { ...rest, cpu, memory, ports, dependsOn };
}

/**
 * The statuses of processes in the order of the file, whatever the order of `names`; of all where there are none.
 * @throws WatchdogError PROCESS_UNKNOWN
 */
export function statusDocuments(watchdog: Watchdog, names: readonly string[]): readonly StatusDocument[] {
  const snapshots = new Map(watchdog.snapshots().map((snapshot) => [snapshot.name, snapshot]));
  return namesInOrder(watchdog, names).flatMap((name) => {
    const status = watchdog.getStatus(name);
    return status === null ? [] : [statusDocument(status, snapshots.get(name))];
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
