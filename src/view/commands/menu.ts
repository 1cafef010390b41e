import { chordLabel } from '../keys/chords.js';
import { activePlace } from '../state/place.js';
import { fitLine, type Line, lineWidth, plainText } from '../text/span.js';
import type { Command, CommandContext } from './command.js';
import type { CommandCells } from './footer.js';
import { membersOf, targetWords } from './target-members.js';

const itemWidth = 40;
const mostColumns = 3;

/** A little menu as it is drawn. */
export interface Menu {
  readonly lines: readonly Line[];
  /** Which entry is in which line. */
  readonly items: readonly (CommandCells & { readonly row: number })[];
}

/** The lines of the little menu that is open; undefined where none is. */
export function menuLines(ctx: CommandContext, width: number, height: number): readonly Line[] | undefined {
  return openMenu(ctx, width, height)?.lines;
}

/**
 * The little menu that is open: a rule with what it is about, and its keys below. Every line is `width` cells.
 * @param height rows that it may have
 */
export function openMenu(ctx: CommandContext, width: number, height: number): Menu | undefined {
  const title = titleOf(ctx);
  if (title === undefined) return undefined;
  const items = ctx.keymap.commandsIn(activePlace(ctx.ui, ctx.shuttingDown)).filter(({ menu }) => menu !== undefined);
  const roomy = Math.max(1, Math.min(mostColumns, Math.floor(width / itemWidth)));
  const columns = Math.max(roomy, Math.ceil(items.length / Math.max(1, height - 1)));
  const rows = Math.ceil(items.length / columns);
  const each = Math.floor((width - 1) / columns);
  const lines = Array.from({ length: rows }, (_, row): Line => {
    const inRow = Array.from({ length: columns }, (_, column) => items[column * rows + row]);
    return [
      { text: ' ' },
      ...inRow.flatMap((item) =>
        fitLine([...fitLine(item === undefined ? [] : itemLine(item, ctx), each - 2), { text: '  ' }], each),
      ),
    ];
  });
  const start: Line = [
    { text: ' ── ', tone: 'dim' },
    { text: `${title} `, bold: true },
  ];
  const rule: Line = [...start, { text: '─'.repeat(Math.max(0, width - lineWidth(start) - 1)), tone: 'dim' }];
  return {
    lines: [rule, ...lines].map((line) => fitLine(line, width)),
    items: items.map((item, index) => {
      const from = 1 + Math.floor(index / rows) * each;
      const wide = Math.min(lineWidth(itemLine(item, ctx)), each - 2);
      return { id: item.id, row: 1 + (index % rows), from, to: Math.min(from + wide, width) };
    }),
  };
}

/** What the open menu is about; undefined where none is open. */
function titleOf(ctx: CommandContext): string | undefined {
  const { overlay } = ctx.ui;
  if (ctx.shuttingDown) return undefined;
  if (overlay.name === 'sort') return 'sort the rows';
  if (overlay.name === 'signal') {
    const { names } = overlay;
    return `send a signal to ${names.length === 1 ? names[0] : `${names.length} processes`}`;
  }
  if (overlay.name === 'target') return 'act on several processes';
  return overlay.name === 'action' ? `act on ${targetWords(overlay.target, membersOf(overlay.target, ctx))}` : undefined;
}

function itemLine({ keys, menu, isEnabled }: Command, ctx: CommandContext): Line {
  const applies = isEnabled?.(ctx) ?? true;
  return [
    { text: `${chordLabel(keys[0]!)}  `, tone: applies ? 'key' : 'dim' },
    { text: ctx.keymap.say(plainText(menu?.(ctx) ?? '')), tone: applies ? 'plain' : 'dim' },
  ];
}
