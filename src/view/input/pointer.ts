import type { CommandContext } from '../commands/command.js';
import { scrollBy } from '../commands/log.js';
import { scrollPage } from '../commands/page.js';
import { choosePaletteLine } from '../commands/palette-prompt.js';
import { press } from '../commands/press.js';
import { selectRow } from '../commands/rows.js';
import { runCommand } from '../commands/run.js';
import type { CountName } from '../state/counts.js';
import { activePlace, isMenu } from '../state/place.js';
import type { SortKey } from '../state/table.js';
import { rowKey } from '../table/rows.js';
import { type DrawnScreen, type Hit, hitTest, type PaneRect } from './hit-test.js';
import type { MouseEvent } from './mouse.js';
import { beginDrag, type Drag, dragTo, endDrag, type PointerContext } from './pane-drag.js';

/** Milliseconds within which a second click on the same makes both a double click. */
const doubleClickMs = 400;

/** Lines that one notch of the wheel scrolls. */
const wheelLines = 3;

const sortKeys: readonly string[] = ['name', 'state', 'cpu', 'memory', 'restarts'] satisfies readonly SortKey[];

/** Does what clicks, drags and the wheel mean. It remembers the last click and where a drag began. */
export class Pointer {
  #last: { readonly at: number; readonly key: string | undefined } | undefined;
  #drag: Drag | undefined;

  /** @param screen as it was drawn last, since that is what the user points at */
  take(event: MouseEvent, screen: DrawnScreen, ctx: PointerContext): void {
    if (event.kind === 'wheel') wheel(hitTest(screen, event.x, event.y), event.step * wheelLines, ctx);
    else if (event.button === 'left') this.#left(event, screen, ctx);
  }

  #left({ kind, x, y }: MouseEvent, screen: DrawnScreen, ctx: PointerContext): void {
    const drag = this.#drag;
    if (kind === 'drag') {
      if (drag !== undefined) this.#drag = dragTo(drag, y - drag.pane.y, x - drag.pane.x, ctx);
      return;
    }
    this.#drag = undefined;
    if (kind === 'release') {
      if (drag !== undefined) endDrag(drag, ctx);
      return;
    }
    const hit = hitTest(screen, x, y);
    const key = clickKey(hit);
    const isSoon = this.#last !== undefined && ctx.now - this.#last.at <= doubleClickMs;
    const isDouble = isSoon && key !== undefined && this.#last?.key === key;
    this.#last = { at: ctx.now, key: isDouble ? undefined : key };
    this.#click(hit, { isSoon, isDouble }, ctx);
  }

  #click(hit: Hit, { isSoon, isDouble }: { readonly isSoon: boolean; readonly isDouble: boolean }, ctx: PointerContext): void {
    const place = activePlace(ctx.ui, ctx.shuttingDown);
    if (hit.on === 'footer') {
      // A double click on what asks a question must not answer it unread.
      if (hit.id !== undefined && !(place === 'question' && isSoon)) run(hit.id, ctx);
      return;
    }
    if (hit.on === 'header') {
      if (hit.count !== undefined) filterBy(hit.count, ctx);
      return;
    }
    if (hit.on === 'page') {
      if (hit.line === undefined) return;
      if (ctx.ui.overlay.name === 'palette') choosePalette(hit.line, isDouble, ctx);
      else clickPage(hit.line, isDouble, ctx);
      return;
    }
    if (isMenu(place)) {
      if (hit.on !== 'menu') run('menu.close', ctx);
      else if (hit.id !== undefined) run(hit.id, ctx);
      return;
    }
    if (place !== 'table' && place !== 'log' && place !== 'selection') return;
    if (hit.on === 'log' || hit.on === 'table' || hit.on === 'title')
      ctx.dispatch({ type: 'log', change: { type: 'modes', change: { selection: undefined } } });
    if (hit.on === 'log') this.#clickLog(hit, ctx);
    else if (hit.on === 'table') clickTable(hit, isDouble, ctx);
    else if (hit.on === 'title' && sortKeys.includes(hit.column))
      ctx.dispatch({ type: 'table', change: { type: 'sort', by: hit.column as SortKey } });
  }

  #clickLog({ pane, row, column }: Hit & { readonly on: 'log' }, ctx: PointerContext): void {
    focusPane(pane, ctx);
    if (row >= 0) this.#drag = beginDrag(pane, row, column, ctx);
  }
}

/** What two clicks of a double click must have in common. */
function clickKey(hit: Hit): string | undefined {
  if (hit.on === 'table') return hit.key;
  return hit.on === 'page' && hit.line !== undefined ? `line ${hit.line}` : undefined;
}

function wheel(hit: Hit, lines: number, ctx: PointerContext): void {
  if (ctx.ui.typing !== undefined) return;
  if (hit.on === 'table' || hit.on === 'title') ctx.dispatch({ type: 'table', change: { type: 'scroll', rows: lines } });
  else if (hit.on === 'log') {
    const pane = ctx.openLog(hit.pane.spec);
    if (pane !== undefined) ctx.dispatch(scrollBy(pane, lines));
  } else if (hit.on === 'page' && ctx.ui.overlay.name === 'palette') press(lines < 0 ? 'up' : 'down', ctx);
  else if (hit.on === 'page') scrollPage(ctx, lines);
}

/** Runs a command of the place where the user is; nothing where it has gone meanwhile. */
function run(id: string, ctx: CommandContext): void {
  const command = ctx.keymap.commandsIn(activePlace(ctx.ui, ctx.shuttingDown)).find((each) => each.id === id);
  if (command !== undefined) runCommand(command, ctx);
}

/** Lists what the header counts; the same again lists all. */
function filterBy(count: CountName, { ui, dispatch }: CommandContext): void {
  if (ui.overlay.name === 'question' || ui.prompt !== undefined) return;
  dispatch({ type: 'table', change: { type: 'filter', words: ui.table.filter === count ? '' : count } });
}

function choosePalette(line: number, isDouble: boolean, ctx: PointerContext): void {
  if (choosePaletteLine(ctx, line) && isDouble) run('prompt.accept', ctx);
}

/** Selects the line of a page that has a cursor; twice goes where it leads. */
function clickPage(line: number, isDouble: boolean, ctx: PointerContext): void {
  const { page } = ctx;
  if (page?.cursor === undefined || place(ctx) !== ctx.ui.overlay.name) return;
  scrollPage(ctx, line - page.cursor);
  if (isDouble) run(ctx.ui.overlay.name === 'events' ? 'events.go' : 'graph.go', ctx);
}

function place({ ui, shuttingDown }: PointerContext): string {
  return activePlace(ui, shuttingDown);
}

function clickTable({ key, link }: Hit & { readonly on: 'table' }, isDouble: boolean, ctx: PointerContext): void {
  ctx.dispatch({ type: 'focus', pane: 'table' });
  const row = key === undefined ? undefined : ctx.rows.find((each) => rowKey(each) === key);
  if (row === undefined) return;
  selectRow(row, ctx);
  if (link !== undefined) {
    // A double click on a link opens it once.
    if (!isDouble && row.kind === 'process') ctx.openUrl?.(row.process.name, link);
    return;
  }
  if (isDouble && row.kind === 'process') run('details.open', { ...ctx, row, selected: row.process });
}

function focusPane({ spec }: PaneRect, { ui, dispatch }: PointerContext): void {
  const at = spec.pinned ? ui.log.pinned.indexOf(spec.log ?? '') + 1 : 0;
  dispatch({ type: 'log', change: { type: 'modes', change: { pane: at } } });
  dispatch({ type: 'focus', pane: 'log' });
}
