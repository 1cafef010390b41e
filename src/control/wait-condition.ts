import type { Watchdog } from '../api/watchdog.js';
import type { ProcessSnapshot } from '../supervisor/snapshot/process.js';
import { fulfils, type WaitCondition } from '../supervisor/unit/condition.js';
import { untilHolds, type Wait } from '../supervisor/unit/until-holds.js';

/** Waits until all these processes fulfil a condition at the same time. */
export function untilAll(watchdog: Watchdog, names: readonly string[], condition: WaitCondition): Wait {
  const asked = new Set(names);
  let seen: readonly ProcessSnapshot[] | undefined;
  return untilHolds(
    (listener) => watchdog.onChange(listener),
    () => {
      const snapshots = watchdog.snapshots();
      // Most changes are output, which changes no snapshot.
      if (snapshots === seen) return false;
      seen = snapshots;
      return snapshots.every((snapshot) => !asked.has(snapshot.name) || fulfils(snapshot, condition));
    },
  );
}
