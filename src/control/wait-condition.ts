import type { Watchdog } from '../api/watchdog.js';
import type { ProcessSnapshot } from '../supervisor/snapshot/process.js';
import { fulfils, isHopeless, type WaitCondition } from '../supervisor/unit/condition.js';
import { untilHolds } from '../supervisor/unit/until-holds.js';
import { RequestRefused } from './refusal.js';

/** Waits until all these processes fulfil a condition at the same time, or nobody waits any more. */
export async function untilAll(
  watchdog: Watchdog,
  names: readonly string[],
  condition: WaitCondition,
  gone: AbortSignal,
): Promise<void> {
  await untilRows(watchdog, names, gone, (rows) => rows.every((row) => fulfils(row, condition)));
}

/**
 * Waits until all these processes were started after the newest change of what they watch, and fulfil a condition. What was changed
 * so far counts, also where the system has not reported it yet.
 * @throws RequestRefused 400 for one that watches nothing, 409 as soon as one will not come to it by itself
 */
export async function untilFresh(
  watchdog: Watchdog,
  names: readonly string[],
  condition: WaitCondition,
  gone: AbortSignal,
): Promise<void> {
  const blind = names.filter((name) => !watchdog.watchesFiles(name));
  if (blind.length > 0) {
    throw new RequestRefused(
      400,
      `${blind.join(', ')}: no files are watched, so it is not known whether it is fresh; watch: sets them`,
    );
  }
  await Promise.all(names.map((name) => watchdog.checkFiles(name)));
  let vain: readonly string[] = [];
  await untilRows(watchdog, names, gone, (rows) => {
    vain = rows.flatMap((row) => whyVain(row, condition, watchdog.willRestart(row.name)) ?? []);
    return vain.length > 0 || rows.every((row) => row.files === 'same' && fulfils(row, condition));
  });
  if (vain.length > 0) throw new RequestRefused(409, vain.join('; '), 'ACTION_FAILED');
}

/** Why a process will not be fresh and as the condition wants it unless the user acts; undefined where it may. */
function whyVain(row: ProcessSnapshot, condition: WaitCondition, willRestart: boolean): string | undefined {
  const { name, state, files, brief, watchPaused = false } = row;
  const says = (why: string): string => `${name} will not become fresh: ${why}`;
  if (files === 'unknown') return says('not all of its files can be watched');
  if (watchPaused && files === 'changed')
    return says('its watch is paused, since it writes what it watches; watchdog restart goes on');
  if (willRestart || (files === 'same' && fulfils(row, condition))) return undefined;
  if (state === 'running' && files === 'changed')
    return says('files changed while its watch was paused; watchdog restart starts it with them');
  if (state === 'stopped') return says('it is stopped');
  if (state === 'circuit_open') return says(`its circuit is open${brief === '' ? '' : `, ${brief}`}`);
  return isHopeless(row, condition) ? says(`it is ${state}${brief === '' ? '' : `: ${brief}`}`) : undefined;
}

async function untilRows(
  watchdog: Watchdog,
  names: readonly string[],
  gone: AbortSignal,
  holds: (rows: readonly ProcessSnapshot[]) => boolean,
): Promise<void> {
  if (gone.aborted) return;
  const asked = new Set(names);
  let seen: readonly ProcessSnapshot[] | undefined;
  const waiting = untilHolds(
    (listener) => watchdog.onChange(listener),
    () => {
      const snapshots = watchdog.snapshots();
      // Most changes are output, which changes no snapshot.
      if (snapshots === seen) return false;
      seen = snapshots;
      return holds(snapshots.filter(({ name }) => asked.has(name)));
    },
  );
  gone.addEventListener('abort', waiting.cancel);
  await waiting.reached;
}
