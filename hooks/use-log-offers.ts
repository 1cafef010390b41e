import { useCallback, useSyncExternalStore } from 'react';
import type { PaneContext } from '../src/view/log/pane-context.js';
import type { PaneLogs } from '../src/view/log/pane-search.js';

/**
 * Draws again when the log that keys act on gets its first line or its first hit, or has none any more: commands depend on that.
 * While a line is typed, with every line and hit, listed or not, since their number is shown beside it.
 * @param focused opens that log as it is now
 */
export function useLogOffers(
  logs: PaneLogs,
  key: string | undefined,
  isTyping: boolean,
  focused: () => PaneContext | undefined,
): void {
  const subscribe = useCallback(
    (listener: () => void) => (key === undefined ? () => {} : logs.watch(key, listener)),
    [logs, key],
  );
  useSyncExternalStore(subscribe, () => {
    const pane = focused();
    const [lines, hits] = [pane?.room.list.length ?? 0, pane?.log.hits?.length ?? 0];
    return isTyping ? `${pane?.log.source.length ?? 0} ${lines} ${hits}` : `${lines > 0} ${hits > 0}`;
  });
}
