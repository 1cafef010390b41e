import { useCallback, useEffect, useSyncExternalStore } from 'react';
import type { ProcessSnapshot } from '../src/supervisor/snapshot/process.js';
import type { ScreenReader } from '../src/supervisor/terminal/screen-reader.js';
import type { DashboardSource } from '../src/view/state/source.js';

/** The screen of a process; draws again when it changed. Its cells are never React state. */
export function useScreen(source: DashboardSource, name: string): ScreenReader | undefined {
  const subscribe = useCallback((listener: () => void) => source.subscribe(listener), [source]);
  useSyncExternalStore(subscribe, () => source.screen(name)?.revision);
  return source.screen(name);
}

/** Whether a process shows a picture now; draws again only when that changes. */
export function useDraws(source: DashboardSource, name: string): boolean {
  const subscribe = useCallback((listener: () => void) => source.subscribe(listener), [source]);
  return useSyncExternalStore(subscribe, () => source.screen(name)?.draws ?? false);
}

/** Gives the terminals of all processes the size of the pane in which one of them is seen. */
export function useScreenSizes(
  source: DashboardSource,
  processes: readonly ProcessSnapshot[],
  columns: number,
  rows: number,
): void {
  useEffect(() => {
    for (const { name } of processes) source.resizeScreen(name, { columns, rows });
  }, [source, processes, columns, rows]);
}
