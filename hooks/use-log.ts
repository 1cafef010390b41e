import { useCallback, useSyncExternalStore } from 'react';
import type { LogReader } from '../src/supervisor/log-line.js';
import type { DashboardSource } from '../src/view/source.js';

/** The log of a process; draws again when it grew. Its lines are never React state. */
export function useLog(source: DashboardSource, name: string): LogReader {
  const subscribe = useCallback((listener: () => void) => source.subscribe(listener), [source]);
  useSyncExternalStore(subscribe, () => source.log(name).revision);
  return source.log(name);
}
