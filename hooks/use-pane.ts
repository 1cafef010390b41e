import { useCallback, useSyncExternalStore } from 'react';
import { openPane, type PaneContext, type PaneStyle } from '../src/view/log/pane-context.js';
import type { PaneLogs } from '../src/view/log/pane-search.js';
import type { PaneSpec } from '../src/view/log/panes.js';
import type { LogChoices } from '../src/view/state/log.js';

/** The log of a pane; draws again when that has something else to show. Its lines are never React state. */
export function usePane(spec: PaneSpec, choices: LogChoices, logs: PaneLogs, style: PaneStyle): PaneContext | undefined {
  const pane = openPane(spec, choices, logs, style);
  const subscribe = useCallback((listener: () => void) => logs.watch(spec.key, listener), [logs, spec.key]);
  useSyncExternalStore(subscribe, () => logs.revision(spec.key));
  return pane;
}
