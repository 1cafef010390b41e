import { useCallback, useSyncExternalStore } from 'react';
import type { DashboardSource } from '../src/view/state/source.js';
import { seenOverlay, type UiState } from '../src/view/state/ui.js';

/** Draws again when what a page is about becomes known, which a source elsewhere fetches only once the page asks for it. */
export function useAnswers(source: DashboardSource, opened: UiState['overlay']): void {
  const overlay = seenOverlay(opened);
  const subscribe = useCallback((listener: () => void) => source.subscribe(listener), [source]);
  useSyncExternalStore(subscribe, () => {
    switch (overlay.name) {
      case 'events':
        return source.events();
      case 'details':
        return overlay.card === undefined ? source.details(overlay.process) !== undefined : source.crashes(overlay.process);
      default:
        return undefined;
    }
  });
}
