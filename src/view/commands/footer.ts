import { chordLabel } from '../keys/chords.js';
import { activePlace } from '../state/place.js';
import { fitLine, type Line, lineWidth, plainText } from '../text/span.js';
import { cutMiddle } from '../text/terminal.js';
import type { CommandContext } from './command.js';
import { focusProcess } from './target-members.js';

/** The most cells of a name beside what a key does to that process. */
const mostOfName = 16;

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

/** The keys that apply now. Where they do not fit, those of lowest priority go and the key of the help ends the line. */
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
  const place = activePlace(ctx.ui, ctx.shuttingDown);
  const focused = focusProcess(ctx);
  const whose = focused?.isPinned === true ? ` ${cutMiddle(plainText(focused.name), mostOfName)}` : '';
  const items = ctx.keymap.commandsIn(place).flatMap(({ id, keys, footer, of, isEnabled, changes }): readonly Item[] => {
    if (ctx.replay !== undefined && changes) return [];
    if (footer === undefined || keys[0] === undefined || !(isEnabled?.(ctx) ?? true) || !(footer.isOffered?.(ctx) ?? true))
      return [];
    const label = typeof footer.label === 'string' ? footer.label : footer.label(ctx);
    return [{ id, priority: footer.priority, line: keyHint(keys[0], of !== undefined ? label + whose : label) }];
  });
  if (widthOf(items) <= width) return items;

  const help = ctx.keymap.commandsIn(place).find(({ id }) => id === 'help.open')?.keys[0];
  const more: readonly Item[] = help === undefined ? [] : [{ id: 'more', priority: Infinity, line: keyHint(help, 'more') }];
  const kept = [...items.filter(({ id }) => id !== 'help.open'), ...more];
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
