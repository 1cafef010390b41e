import { type LogChoices, viewOf } from '../state/log.js';
import type { PaneSpec } from './panes.js';

/**
 * Whether a pane shows the terminal of its process in place of the log: while it shows a picture or is typed into. Whoever
 * scrolls up, searches or filters sees the log, until it follows its end again; a pinned pane is always a log.
 * @param typing the process whose terminal gets all keys
 * @param draws whether the process of the pane shows a picture now
 */
export function showsTerminal(
  { log, key, pinned }: Pick<PaneSpec, 'log' | 'key' | 'pinned'>,
  choices: LogChoices,
  typing: string | undefined,
  draws: boolean,
): boolean {
  if (pinned) return false;
  if (log !== undefined && typing === log) return true;
  const { anchor, filter, stderrOnly } = viewOf(choices, key);
  return draws && anchor === undefined && filter === '' && !stderrOnly && choices.search.text === '';
}
