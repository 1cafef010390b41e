import { chordLabel } from '../keys/chords.js';
import { placeOf } from '../state/place.js';
import { fitLine, type Line, lineWidth } from '../text/span.js';
import type { CommandContext } from './command.js';

interface Item {
  readonly id: string;
  readonly priority: number;
  readonly line: Line;
}

/** Cells of a line that stand for a command: columns `from` up to, without, `to`. */
export interface CommandCells {
  /** The command's id. */
  readonly id: string;
  readonly from: number;
  readonly to: number;
}

/** The last line of the screen. */
export interface Footer {
  readonly line: Line;
  /** From left to right. */
  readonly items: readonly CommandCells[];
}

/** The keys that apply now. Where they do not fit, those of lowest priority go and "? more" ends the line. */
export function footer(ctx: CommandContext, width: number): Footer {
  const kept = fittingItems(ctx, width);
  let end = 0;
  const items = kept.map(({ id, line }, index): CommandCells => {
    const from = end + gapBefore(index).length;
    end = from + lineWidth(line);
    return { id: id === 'more' ? 'help.open' : id, from, to: Math.min(end, width) };
  });
  return { line: fitLine(joined(kept), width), items };
}

/** The last line alone. */
export function footerLine(ctx: CommandContext, width: number): Line {
  return footer(ctx, width).line;
}

function fittingItems(ctx: CommandContext, width: number): readonly Item[] {
  const place = placeOf(ctx.ui, ctx.shuttingDown);
  const items = ctx.keymap.commandsIn(place).flatMap(({ id, keys, footer, isEnabled }): readonly Item[] => {
    if (footer === undefined || keys[0] === undefined || !(isEnabled?.(ctx) ?? true) || !(footer.isOffered?.(ctx) ?? true))
      return [];
    return [{ id, priority: footer.priority, line: keyHint(keys[0], footer.label) }];
  });
  if (widthOf(items) <= width) return items;

  const more: Item = { id: 'more', priority: Infinity, line: keyHint('?', 'more') };
  const kept = items
    .filter(({ id }) => id !== 'help.open')
    .concat(place === 'table' || place === 'log' || place === 'details' ? more : []);
  while (widthOf(kept) > width && kept.length > 1) kept.splice(lowest(kept), 1);
  return kept;
}

function keyHint(key: string, label: string): Line {
  return [{ text: chordLabel(key), tone: 'key' }, { text: ` ${label}` }];
}

function joined(items: readonly Item[]): Line {
  return items.flatMap(({ line }, index) => [{ text: gapBefore(index) }, ...line]);
}

function gapBefore(index: number): string {
  return index === 0 ? ' ' : '  ';
}

// One cell stays free at the right end, as on the left.
function widthOf(items: readonly Item[]): number {
  return lineWidth(joined(items)) + 1;
}

function lowest(items: readonly Item[]): number {
  const priority = Math.min(...items.map((item) => item.priority));
  return items.findIndex((item) => item.priority === priority);
}
