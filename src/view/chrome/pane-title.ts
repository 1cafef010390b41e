import { hitNumber } from '../commands/log-prompts.js';
import type { PaneContext } from '../log/pane-context.js';
import { allLogs } from '../log/panes.js';
import type { TitleFacts } from '../log/title.js';
import type { LogWindow } from '../log/window.js';
import type { LogChoices } from '../state/log.js';

/**
 * What the title of a pane says while it shows a window of its log.
 * @param reason why its process is as it is, where the table does not say the whole of that
 */
export function titleFacts({ spec, view, log }: PaneContext, choices: LogChoices, seen: LogWindow, reason = ''): TitleFacts {
  const { list, source, hits } = log;
  const fresh = list.length - Math.max(list.indexOf(view.heldFrom), seen.to);
  return {
    name: spec.log === allLogs ? 'all processes' : spec.log,
    focused: spec.focused,
    pinned: spec.pinned,
    reason,
    stderrOnly: view.stderrOnly,
    filter: view.filter.trim(),
    cleared: view.clearedTo > 0,
    listed: list.length,
    kept: source.length,
    progress: log.progress,
    hits: hits && { at: hitNumber(hits, view.at), count: hits.length },
    errors: source.errors,
    seen,
    dropped: view.anchor !== undefined && isGone(source, view.anchor.seq),
    fresh: Math.max(0, fresh),
    offset: choices.wrap ? 0 : choices.offset,
  };
}

function isGone(source: PaneContext['log']['source'], seq: number): boolean {
  const index = source.indexOf(seq);
  return index >= source.length || source.seqAt(index) !== seq;
}
