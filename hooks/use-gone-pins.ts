import { useEffect } from 'react';
import { gonePins, goneToast, withoutGone } from '../src/view/log/pins.js';
import type { DashboardSource } from '../src/view/state/source.js';
import type { DashboardView } from './use-dashboard.js';

/** Unpins the panes of processes that are not there any more, and says so. */
export function useGonePins({ ui, processes, store, dispatch }: DashboardView, source: DashboardSource): void {
  const { pinned } = ui.log;
  useEffect(() => {
    for (const name of gonePins({ pinned }, processes)) {
      const now = source.now();
      dispatch({ type: 'log', change: { type: 'modes', change: withoutGone(store.get().log, name) } });
      dispatch({ type: 'toast', toast: goneToast(name, now), now });
    }
  }, [pinned, processes, source, store, dispatch]);
}
