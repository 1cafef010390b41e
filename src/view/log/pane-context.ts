import { type LogChoices, type PaneView, viewOf } from '../state/log.js';
import type { LineFormat } from './line-text.js';
import type { PaneLog } from './pane.js';
import type { PaneLogs } from './pane-search.js';
import { allLogs, type PaneSpec } from './panes.js';
import type { LogViewport } from './window.js';

/** The cells before a line that say which stream it came from. */
export const gutterWidth = 1;

/** The cells after a line that say where in the log it is. */
const scrollbarWidth = 1;

/** A log pane as it is now: what was chosen of it, what it lists, and the room that it has. */
export interface PaneContext {
  readonly spec: PaneSpec & { readonly log: string };
  readonly view: PaneView;
  readonly log: PaneLog;
  readonly room: LogViewport;
  /** The cells of a line that are seen. */
  readonly textWidth: number;
}

/** How lines are written, beside what was chosen. */
export interface PaneStyle {
  /** Whether colours are kept. */
  readonly colours: boolean;
  /** The columns of the widest name of a process. */
  readonly nameWidth: number;
}

/** Whether a mark is before each row: one that has the whole screen has none, unless lines are wrapped, which must be distinguished from others. */
export function hasGutter({ bare }: PaneSpec, { wrap }: Pick<LogChoices, 'wrap'>): boolean {
  return !bare || wrap;
}

/** Opens the log of a pane; undefined where the pane has none. */
export function openPane(spec: PaneSpec, choices: LogChoices, logs: PaneLogs, style: PaneStyle): PaneContext | undefined {
  const { log: name } = spec;
  if (name === undefined) return undefined;
  const view = viewOf(choices, spec.key);
  const { filter, stderrOnly, clearedTo } = view;
  const log = logs.open(spec.key, name, { filter, stderrOnly, clearedTo, search: choices.search.text });
  const textWidth = spec.width - (hasGutter(spec, choices) ? gutterWidth + scrollbarWidth : 0);
  log.rows.use(formatOf(name, choices, style));
  const rowsOf = (index: number): number => {
    const [line] = log.list.lines(index, index + 1);
    return line === undefined ? 1 : log.rows.rowCount(line, textWidth);
  };
  const room = { list: log.list, height: spec.rows, rowsOf: choices.wrap ? rowsOf : undefined };
  return { spec: { ...spec, log: name }, view, log, room, textWidth };
}

function formatOf(log: string, { stamps, pretty }: LogChoices, { colours, nameWidth }: PaneStyle): LineFormat {
  return { stamps, pretty, colours, nameWidth: log === allLogs ? nameWidth : undefined };
}
