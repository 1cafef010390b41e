import { useCallback, useSyncExternalStore } from 'react';
import type { ProcessSnapshot } from '../src/supervisor/snapshot/process.js';
import type { DashboardSource } from '../src/view/state/source.js';

/** All processes; draws again only when one of them changed, not for their output. */
export function useProcesses(source: DashboardSource): readonly ProcessSnapshot[] {
  const subscribe = useCallback((listener: () => void) => source.subscribe(listener), [source]);
  return useSyncExternalStore(subscribe, () => source.processes());
}
