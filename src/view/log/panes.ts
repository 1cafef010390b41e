import { besideGap, type Layout, type TerminalSize } from '../state/layout.js';
import type { UiState } from '../state/ui.js';

/** Stands for the logs of all processes as one; no process can have this name. */
export const allLogs = '\0all';

/** The fewest columns of a log pane beside others. */
const narrowest = 20;

/** A log pane on the screen. */
export interface PaneSpec {
  /** Names what was chosen of it. */
  readonly key: string;
  /** The process, or `allLogs`; undefined where nothing is selected. */
  readonly log: string | undefined;
  readonly pinned: boolean;
  readonly focused: boolean;
  readonly width: number;
  /** Rows for lines. */
  readonly rows: number;
  /** Whether it stands alone on the screen, without title, gutter and scrollbar. */
  readonly bare: boolean;
}

/** The key of the view of the pane that goes with the selection. */
export function mainKey(log: string | undefined): string {
  return log ?? '';
}

/** The key of the view of a pinned pane. */
export function pinnedKey(name: string): string {
  return `\0pin ${name}`;
}

/** How many panes fit beside each other into `width` columns; at least 1. */
function panesThatFit(width: number): number {
  return Math.max(1, Math.floor((width + besideGap) / (narrowest + besideGap)));
}

/** The pane that goes with the selection; where that is not seen, the one that is. */
export function mainSpec(panes: readonly PaneSpec[]): PaneSpec | undefined {
  return panes.find(({ pinned }) => !pinned) ?? panes[0];
}

/**
 * The log panes from left to right, those for which there is room and the one with the focus always.
 * @param notice whether a row is needed for what is said or typed, where a pane takes the whole screen
 */
export function logPanes(
  ui: Pick<UiState, 'focus' | 'log'>,
  selected: string | undefined,
  layout: Exclude<Layout, { kind: 'too_small' }>,
  size: TerminalSize,
  notice: boolean,
): readonly PaneSpec[] {
  const { merged, pinned, pane, zoomed } = ui.log;
  const main = merged ? allLogs : selected;
  const all = [
    { key: mainKey(main), log: main, pinned: false },
    ...pinned.map((name) => ({ key: pinnedKey(name), log: name, pinned: true })),
  ].map((each, index) => ({ ...each, focused: ui.focus === 'log' && index === focusedPane(ui.log) }));
  if (zoomed) {
    // The last row says whose log it is and where in it the reader is.
    const rows = size.rows - 1 - (notice ? 1 : 0);
    return [{ ...all[focusedPane(ui.log)]!, width: size.columns, rows, bare: true }];
  }
  const fit = panesThatFit(layout.logWidth);
  const focusedAt = Math.min(pane, all.length - 1);
  const shown = all.length <= fit ? all : all.slice(Math.max(0, focusedAt - fit + 1), Math.max(fit, focusedAt + 1));
  const room = layout.logWidth - besideGap * (shown.length - 1);
  const each = Math.floor(room / shown.length);
  return shown.map((spec, index) => ({
    ...spec,
    width: index === shown.length - 1 ? room - each * index : each,
    rows: layout.logRows,
    bare: false,
  }));
}

/** The log pane that the focus is in, also where a pinned one went away. */
export function focusedPane({ pinned, pane }: UiState['log']): number {
  return Math.min(pane, pinned.length);
}
