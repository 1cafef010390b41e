import { describe, expect, it } from 'vitest';
import { VisibleLines } from '../../src/view/log-lines.js';
import { logTitle } from '../../src/view/log-title.js';
import { logWindow, scrollAnchor } from '../../src/view/log-window.js';
import { lineWidth } from '../../src/view/span.js';

const bounds = { firstSeq: 100, nextSeq: 200 };

describe('The window on a log', () => {
  it('shows the end while it follows', () => {
    expect(logWindow(undefined, bounds, 10)).toEqual({ from: 190, to: 200, following: true, newer: 0, dropped: false });
    expect(logWindow(undefined, { firstSeq: 0, nextSeq: 3 }, 10)).toMatchObject({ from: 0, to: 3 });
  });

  it('keeps its lines while new ones come', () => {
    const held = logWindow(150, bounds, 10);
    expect(held).toMatchObject({ from: 150, to: 160, following: false, newer: 40 });
    expect(logWindow(150, { firstSeq: 120, nextSeq: 1000 }, 10)).toMatchObject({ from: 150, to: 160, newer: 840 });
  });

  it('moves to the oldest line that is kept, and says so', () => {
    expect(logWindow(150, { firstSeq: 180, nextSeq: 280 }, 10)).toMatchObject({ from: 180, to: 190, dropped: true });
  });

  it.each([
    ['up from the end', undefined, -1, 189],
    ['up by a page', undefined, -10, 180],
    ['up beyond the oldest line', 105, -10, 100],
    ['to the oldest line', undefined, -Infinity, 100],
    ['down', 150, 3, 153],
    ['down to the end, which follows', 185, 5, undefined],
    ['to the end', 100, Infinity, undefined],
    ['on from a line that is no longer kept', 20, 1, 101],
  ])('scrolls %s', (_, anchor, lines, expected) => {
    expect(scrollAnchor(anchor, bounds, 10, lines)).toBe(expected);
  });

  it('goes on following a log that is shorter than the window', () => {
    expect(scrollAnchor(undefined, { firstSeq: 0, nextSeq: 3 }, 10, -1)).toBeUndefined();
  });
});

describe('The title of a log', () => {
  const text = (anchor: number | undefined, log = bounds, width = 100): string =>
    logTitle('api', log, logWindow(anchor, log, 10), 0, true, width)
      .map((span) => span.text)
      .join('')
      .replace(/ {4,}/, ' … ');

  it('says how much there is and where the reader is', () => {
    expect(text(undefined)).toBe(' api  stdout + stderr … 100 lines   following ');
    expect(text(150)).toBe(' api  stdout + stderr … 100 lines   scrolled, 40 below ');
    expect(text(195)).toContain('   held ');
    expect(text(50)).toContain('older lines were dropped');
    expect(text(undefined, { firstSeq: 0, nextSeq: 48_213 })).toContain('48 213 lines');
    expect(text(undefined, { firstSeq: 0, nextSeq: 1 })).toContain(' 1 line ');
  });

  it.each([40, 50, 60, 200])('is exactly %i cells wide', (width) => {
    for (const anchor of [undefined, 50, 150]) {
      expect(lineWidth(logTitle('a-long-name', bounds, logWindow(anchor, bounds, 10), 88, true, width))).toBe(width);
    }
  });
});

describe('Visible lines', () => {
  const line = (seq: number, text: string) => ({ seq, text, stream: 'stdout', time: 0 }) as const;

  it('lose what acts on a terminal and keep their colours', () => {
    const visible = new VisibleLines(true);
    expect(visible.of([line(0, '\x1b[31mred\x1b[0m\x1b]0;title\x07\x1b[2J')])).toEqual(['\x1b[31mred\x1b[0m']);
    expect(new VisibleLines(false).of([line(0, '\x1b[31mred\x1b[0m')])).toEqual(['red']);
  });

  it('are read again when an unterminated line has grown', () => {
    const visible = new VisibleLines(true);
    expect(visible.of([line(7, 'load')])).toEqual(['load']);
    expect(visible.of([line(7, 'loading')])).toEqual(['loading']);
  });
});
