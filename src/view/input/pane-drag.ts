import type { CommandContext } from '../commands/command.js';
import { holdAt } from '../commands/log.js';
import { say } from '../commands/run.js';
import type { PaneContext } from '../log/pane-context.js';
import { dragSelection, type LinePlace, placeAt } from '../log/pane-place.js';
import type { PaneSpec } from '../log/panes.js';
import { anchorReaching } from '../log/window.js';
import type { LogChoices } from '../state/log.js';
import type { PaneRect } from './hit-test.js';

/** What the mouse can read and do beside a command. */
export interface PointerContext extends CommandContext {
  /** The log of a pane as it is now; undefined where it has none. */
  openLog(spec: PaneSpec): PaneContext | undefined;
  /** Whether a pane shows the terminal of its process in place of the log. */
  isTerminal(spec: PaneSpec): boolean;
}

/** A drag with the left button, from the press on. */
export interface Drag {
  readonly pane: PaneRect;
  /** Where the text began that is selected; undefined where there was none, or a program draws. */
  readonly from: LinePlace | undefined;
  /** Whether the mouse has moved. */
  readonly isMoved: boolean;
}

/** A press at a row and column of a pane's text. */
export function beginDrag(pane: PaneRect, row: number, column: number, ctx: PointerContext): Drag {
  const log = ctx.isTerminal(pane.spec) ? undefined : ctx.openLog(pane.spec);
  return { pane, from: log && placeAt(log, ctx.ui.log, row, column), isMoved: false };
}

/** Selects up to where the mouse is now, also over the text or below it, which scrolls by a line. */
export function dragTo(drag: Drag, row: number, column: number, ctx: PointerContext): Drag {
  const { pane, from, isMoved } = drag;
  const log = from && ctx.openLog(pane.spec);
  const to = log && placeBeyond(log, ctx.ui.log, row, column);
  if (to !== undefined && from !== undefined) {
    const { list } = log!.room;
    ctx.dispatch(holdAt(log!, anchorReaching(list.indexOf(to.seq), log!.view.anchor, log!.room)));
    ctx.dispatch({ type: 'log', change: { type: 'modes', change: { selection: dragSelection(log!, from, to) } } });
  } else if (!isMoved && ctx.isTerminal(pane.spec)) {
    say(ctx, 'mouse', 'only the terminal can select what a program draws; {mouse.toggle} gives it the mouse', 'progress');
  }
  return { ...drag, isMoved: true };
}

/** The button was let go; what is selected stays so. */
export function endDrag({ from, isMoved }: Drag, ctx: PointerContext): void {
  if (!isMoved || from === undefined || !ctx.canExport) return;
  say(ctx, 'selection', '{selection.copy} copies what is selected, {selection.leave} leaves it', 'plain');
}

/** The place under the mouse; over the text or below it, one in the line before the first that is seen or after the last. */
function placeBeyond(log: PaneContext, choices: LogChoices, row: number, column: number): LinePlace | undefined {
  const place = placeAt(log, choices, row, column);
  const { list, height } = log.room;
  const step = row < 0 ? -1 : row >= height ? 1 : 0;
  if (place === undefined || step === 0) return place;
  const index = list.indexOf(place.seq) + step;
  if (index >= list.length) return { seq: place.seq, column: Infinity };
  return index < 0 ? { seq: place.seq, column: 0 } : { seq: list.seqAt(index), column: place.column };
}
