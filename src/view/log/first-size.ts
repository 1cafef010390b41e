import type { TtySize } from '../../ports/spawner.js';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { layoutFor, type TerminalSize } from '../state/layout.js';
import { initialUiState } from '../state/ui.js';
import { Arrangement } from '../table/arrangement.js';
import { grownNameWidth, reasonWidth } from '../table/columns.js';
import { gutterWidth } from './pane-context.js';
import { logPanes, mainSpec } from './panes.js';

/**
 * The size of the pane in which a process is seen when the dashboard opens, so that a program in a terminal of its own begins in it
 * and is not resized at once; undefined where there will be none.
 * @param hasHealth whether any process has checks
 */
export function firstPaneSize(
  processes: readonly ProcessSnapshot[],
  size: TerminalSize,
  hasHealth: boolean,
): TtySize | undefined {
  const { length } = new Arrangement().rows(processes, initialUiState.table);
  const facts = {
    nameWidth: grownNameWidth(0, processes),
    hasHealth,
    hasErrors: false,
    hasUrls: processes.some(({ url }) => (url ?? null) !== null),
  };
  const layout = layoutFor(size, { rows: length, panes: 1, reasonWidth: (width) => reasonWidth(width, facts) });
  if (layout.kind === 'too_small') return undefined;
  const main = mainSpec(logPanes(initialUiState, undefined, layout, size, false))!;
  return { columns: main.width - gutterWidth, rows: main.rows };
}
