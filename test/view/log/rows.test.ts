import { describe, expect, it } from 'vitest';
import type { LogLine } from '../../../src/supervisor/log/line.js';
import { logRows } from '../../../src/view/log/rows.js';
import { logWindow } from '../../../src/view/log/window.js';
import { cutWindow } from '../../../src/view/text/terminal.js';
import { FakeContext } from '../fake-context.js';

/** What is drawn of one line: its mark with its tone, its text without the padding, and the text's tone; of each row. */
function drawn(text: string, stream: LogLine['stream'] = 'stdout', wrap = false) {
  const ctx = new FakeContext('api');
  ctx.source.log('api').add(text, stream, 0);
  ctx.dispatch({ type: 'log', change: { type: 'modes', change: { wrap } } });
  const pane = ctx.pane()!;
  const rows = logRows(pane, ctx.ui.log, logWindow(undefined, pane.room));
  return rows.map(({ gutter, tone }) => [gutter?.text, gutter?.tone, tone]);
}

describe('A line that says that it is bad', () => {
  it.each([
    ['an error', 'ERROR no answer', 'stdout', ['▍', 'trouble', 'trouble']],
    ['an error on stderr', 'TypeError: x is not a function', 'stderr', ['▍', 'trouble', 'trouble']],
    ['a warning', 'level=warn msg=slow', 'stdout', ['┆', 'progress', 'progress']],
    ['an error in its own colours', '\x1b[31mERROR\x1b[0m no answer', 'stdout', ['▍', 'trouble', 'plain']],
    ['pino with a number', '{"level":50,"msg":"no"}', 'stdout', ['▍', 'trouble', 'trouble']],
    ['what is fine', 'GET / 200', 'stdout', [' ', undefined, 'plain']],
    ['what is fine on stderr', 'listening', 'stderr', ['▏', 'trouble', 'plain']],
    ['the watchdog itself', 'ended with ERROR', 'watchdog', [' ', undefined, 'dim']],
  ] as const)('%s', (_, text, stream, row) => {
    expect(drawn(text, stream)).toEqual([row]);
  });

  it('has its mark where it begins, and its tone on every row', () => {
    const rows = drawn(`ERROR ${'x'.repeat(150)}`, 'stderr', true);
    expect(rows).toEqual([
      ['▍', 'trouble', 'trouble'],
      ['↳', 'trouble', 'trouble'],
    ]);
  });
});

describe('A line that is longer than the pane', () => {
  const long = 'x'.repeat(300);
  const texts = (wrap: boolean, stream: LogLine['stream'] = 'stdout') => {
    const ctx = new FakeContext('api');
    ctx.source.log('api').add(long, stream, 0);
    ctx.dispatch({ type: 'log', change: { type: 'modes', change: { wrap } } });
    const pane = ctx.pane()!;
    return logRows(pane, ctx.ui.log, logWindow(undefined, pane.room));
  };

  it('ends in an ellipsis where it is cut', () => {
    expect(texts(false).map(({ text }) => text)).toEqual([`${'x'.repeat(117)}…`]);
    expect(cutWindow('\x1b[31mabcdef\x1b[0m', 2, 3).replaceAll(/\x1b\[\d+m/g, '')).toBe('cd…');
    expect([cutWindow('abcdef', 2, 4), cutWindow('日本語', 0, 5), cutWindow('日本', 0, 5)]).toEqual(['cdef', '日本…', '日本 ']);
  });

  it('goes on with a mark where it is wrapped', () => {
    expect(texts(true).map(({ gutter }) => gutter?.text)).toEqual([' ', '↳', '↳']);
    expect(texts(true, 'stderr').map(({ gutter }) => gutter)).toEqual([
      { text: '▏', tone: 'trouble' },
      { text: '↳', tone: 'trouble' },
      { text: '↳', tone: 'trouble' },
    ]);
  });
});
