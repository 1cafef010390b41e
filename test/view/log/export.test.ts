import { describe, expect, it } from 'vitest';
import { copiedText, savedText, selectedText } from '../../../src/view/log/export.js';
import { dragSelection } from '../../../src/view/log/pane-place.js';
import type { LogModes } from '../../../src/view/state/log.js';
import { FakeContext } from '../fake-context.js';

function contextWith(lines: readonly string[], modes: Partial<LogModes> = {}): FakeContext {
  const ctx = new FakeContext('api');
  for (const line of lines) ctx.source.log('api').add(line, 'stdout', 0);
  ctx.dispatch({ type: 'log', change: { type: 'modes', change: modes } });
  return ctx;
}

function dragged(ctx: FakeContext, from: number, to: number): string {
  const pane = ctx.pane()!;
  return selectedText(pane, dragSelection(pane, { seq: 0, column: from }, { seq: 0, column: to })).text;
}

const own: readonly (readonly [what: string, written: string, copied: string])[] = [
  ['tabs', 'a\tb\t\tc', 'a\tb\t\tc'],
  ['a family that is drawn as its members', 'by 👨‍👩‍👧 today', 'by 👨‍👩‍👧 today'],
  ['a flag that is drawn as letters, a skin tone and a keycap', '🇩🇪 👍🏽 1️⃣', '🇩🇪 👍🏽 1️⃣'],
  [
    'characters that cannot be seen',
    'soft\u00adhyphen zero\u200bwidth \ufeffmark',
    'soft\u00adhyphen zero\u200bwidth \ufeffmark',
  ],
  ['text from right to left with its marks', 'שלום\u200f (1)', 'שלום\u200f (1)'],
  ['marks behind a colour, where they were written', 'e\x1b[31m\u0301\x1b[0m', 'e\u0301'],
  [
    'no colours, links, titles and cursor movements',
    '\x1b[1mbold\x1b[0m \x1b]8;;http://x\x07link\x1b]8;;\x07\x1b]0;t\x07\x1b[2K.',
    'bold link.',
  ],
  ['no bells, nulls, deletes and C1', 'a\x07b\0c\x7fd\x9be', 'abcd'],
];

describe('What is copied or saved', () => {
  it.each(own)('is what the process wrote: %s', (_what, written, copied) => {
    for (const modes of [{}, { stamps: 'clock' }, { wrap: true }] as const) {
      const ctx = contextWith([written], modes);
      const pane = ctx.pane()!;
      expect(copiedText(pane, 0, 1)).toEqual({ text: copied, lines: 1, left: 0 });
      expect([...savedText(pane)]).toEqual([{ text: `${copied}\n`, lines: 1 }]);
      expect(selectedText(pane, { key: pane.spec.key, from: 0, to: 0, columns: undefined }).text).toBe(copied);
    }
    expect(dragged(contextWith([written]), 0, 200)).toBe(copied);
  });

  it('is the line as it was written where JSON is made readable', () => {
    const json = '{"level":30,"time":1,"msg":"listening","port":3000}';
    const ctx = contextWith([json], { pretty: true });
    expect(copiedText(ctx.pane()!, 0, 1).text).toBe(json);
  });

  it('of a part of a line is the text that is drawn there', () => {
    const ctx = contextWith(['a\tb👨‍👩‍👧c']);
    // a, a tab up to the eighth column, b, three people of two cells each, c.
    expect(dragged(ctx, 0, 0)).toBe('a');
    expect(dragged(ctx, 1, 7)).toBe('\t');
    expect(dragged(ctx, 8, 14)).toBe('b👨‍👩‍👧');
    expect(dragged(ctx, 9, 12)).toBe('');
    expect(dragged(ctx, 15, 15)).toBe('c');
  });

  it('of a part of a line leaves out the time before it', () => {
    const ctx = contextWith(['0123456789'], { stamps: 'clock' });
    const head = ctx
      .pane()!
      .log.rows.write({ seq: 0, stream: 'stdout', time: 0, text: '' })
      .head.replace(/\x1b\[\d+m/g, '');
    expect(dragged(ctx, 0, head.length + 2)).toBe('012');
    expect(dragged(ctx, head.length + 2, head.length + 4)).toBe('234');
  });
});
