import { describe, expect, it } from 'vitest';
import { selectedText } from '../../../src/view/log/export.js';
import { dragSelection, placeAt } from '../../../src/view/log/pane-place.js';
import { FakeContext } from '../fake-context.js';

/** A log of api with these lines in a pane of ten rows and 118 cells. */
function contextWith(lines: readonly string[], modes: { readonly wrap?: boolean } = {}): FakeContext {
  const ctx = new FakeContext('api');
  for (const line of lines) ctx.source.log('api').add(line, 'stdout', 0);
  ctx.dispatch({ type: 'log', change: { type: 'modes', change: modes } });
  return ctx;
}

function dragged(
  ctx: FakeContext,
  from: readonly [row: number, column: number],
  to: readonly [row: number, column: number],
): string {
  const pane = ctx.pane()!;
  const [start, end] = [placeAt(pane, ctx.ui.log, ...from)!, placeAt(pane, ctx.ui.log, ...to)!];
  return selectedText(pane, dragSelection(pane, start, end)).text;
}

describe('A drag', () => {
  it('selects from one character to another, whichever comes first', () => {
    const ctx = contextWith(['first line', 'second line', 'third line']);
    expect(dragged(ctx, [0, 7], [2, 5])).toBe('line\nsecond line\nthird');
    expect(dragged(ctx, [2, 5], [0, 7])).toBe('line\nsecond line\nthird');
    expect(dragged(ctx, [1, 8], [1, 11])).toBe('line');
    expect(dragged(ctx, [1, 11], [1, 8])).toBe('line');
  });

  it('takes wrapped rows as the one line that they are', () => {
    const ctx = contextWith([`${'0123456789'.repeat(13)}end`, 'next'], { wrap: true });
    expect(dragged(ctx, [0, 118], [1, 3])).toBe('7890');
    expect(dragged(ctx, [1, 13], [2, 2])).toBe('end\nne');
  });

  it('counts from the columns that are scrolled to, and halves no wide character', () => {
    const ctx = contextWith(['0123456789abcdef', '漢字漢字']);
    ctx.dispatch({ type: 'log', change: { type: 'shift', columns: 8 } });
    expect(dragged(ctx, [0, 1], [0, 3])).toBe('89a');
    ctx.dispatch({ type: 'log', change: { type: 'shift', columns: -8 } });
    expect(dragged(ctx, [1, 1], [1, 4])).toBe('漢字');
  });

  it('ends at the last line below it, and finds nothing in an empty pane', () => {
    const ctx = contextWith(['one', 'two']);
    expect(placeAt(ctx.pane()!, ctx.ui.log, 9, 2)).toEqual({ seq: 1, column: 1 });
    expect(placeAt(new FakeContext('api').pane()!, ctx.ui.log, 0, 0)).toBeUndefined();
  });
});
