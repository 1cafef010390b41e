import { useEffect } from 'react';
import { goTo, nearestStop } from '../src/view/commands/go-to.js';
import type { PaneContext } from '../src/view/log/pane-context.js';
import type { LogChoices } from '../src/view/state/log.js';
import type { UiAction } from '../src/view/state/ui.js';

/** Goes to what a search has found nearest to what is in view, once all of the log was searched. */
export function useSeek(pane: PaneContext | undefined, { search }: LogChoices, dispatch: (action: UiAction) => void): void {
  const { log, spec } = pane ?? {};
  const isFound =
    search.isSeeking && spec?.focused === true && (log?.problems.search !== undefined || log?.hits?.isComplete === true);
  useEffect(() => {
    if (!isFound || pane === undefined) return;
    const { hits } = pane.log;
    // From where the search began, whatever the shorter text has gone to.
    const start = { ...pane, view: { ...pane.view, anchor: search.before } };
    const seq = hits && nearestStop(start, hits);
    dispatch({ type: 'log', change: { type: 'modes', change: { search: { ...search, isSeeking: false } } } });
    if (seq !== undefined) for (const action of goTo(start, seq)) dispatch(action);
  }, [isFound, pane, search, dispatch]);
}
