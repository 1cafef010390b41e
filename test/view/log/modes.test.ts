import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { LogLine } from '../../../src/supervisor/log/line.js';
import { lineText } from '../../../src/view/log/line-text.js';
import { markRanges } from '../../../src/view/log/marks.js';
import { prettyLine } from '../../../src/view/log/pretty.js';
import { scrollThumb } from '../../../src/view/log/rows.js';
import { wrapRows } from '../../../src/view/log/wrap.js';
import { cellWidth } from '../../../src/view/text/cell-slice.js';
import { sanitize, stripSgr } from '../../../src/view/text/terminal.js';
import { sampleOf } from '../../fixtures/long-runs.js';
import { processorTime } from '../../fixtures/processor-time.js';
import { drawn } from '../text/drawn.js';
import { nastyStreams } from './nasty-streams.js';

const pieces = fc.oneof(
  fc.constantFrom(...nastyStreams.map(([, stream]) => stream)),
  fc.constantFrom(
    '\x1b[31m',
    '\x1b[1m',
    '\x1b[44m',
    '\x1b[7m',
    '\x1b[0m',
    '\x1b[38;5;7m',
    '漢',
    '字',
    'e\u0301',
    '한',
    'abc',
    ' ',
    '\t',
    '→',
  ),
  fc.string({ unit: fc.integer({ min: 0, max: 0xff }).map((code) => String.fromCharCode(code)), maxLength: 6 }),
);
// The headless terminal knows neither emoji sequences nor Indic clusters.
const anyText = fc
  .array(pieces, { maxLength: 24 })
  .map((each) => each.join('').replace(/[\p{Emoji_Presentation}\u0900-\u097f]/gu, ''));
const wideText = fc
  .array(fc.oneof(pieces, fc.constantFrom('👩‍💻', '🇩🇪', '❤️', '👍🏽')), { maxLength: 24 })
  .map((each) => each.join(''));

describe('Wrapped rows', () => {
  it.each([
    ['one that fits', 'abc', 5, ['abc']],
    ['nothing', '', 5, ['']],
    ['plain text', 'abcdefgh', 3, ['abc', 'def', 'gh']],
    ['text that just fills rows', 'abcdef', 3, ['abc', 'def']],
    ['colours that go on', '\x1b[31mabcdef', 4, ['\x1b[31mabcd\x1b[39m', '\x1b[31mef\x1b[39m']],
    ['colours that change at the edge', '\x1b[31mabc\x1b[32mdef', 3, ['\x1b[31mabc\x1b[32m\x1b[39m', '\x1b[32mdef\x1b[39m']],
    ['wide characters that an edge would halve', 'a漢字b', 4, ['a漢', '字b']],
  ] as const)('hold %s', (_, text, width, rows) => {
    expect(wrapRows(text, width).map(stripSgr)).toEqual(rows.map(stripSgr));
    if (!text.includes('\x1b[32m')) expect(wrapRows(text, width)).toEqual(rows);
  });

  it('have all of the text, and none is too wide', () => {
    fc.assert(
      fc.property(wideText.map(sanitize), fc.integer({ min: 4, max: 30 }), (text, width) => {
        const rows = wrapRows(text, width);
        expect(rows.map(stripSgr).join('')).toBe(stripSgr(text));
        for (const row of rows) expect(cellWidth(row)).toBeLessThanOrEqual(width);
      }),
      { numRuns: sampleOf(500) },
    );
  });

  it('look as the unbroken text does', async () => {
    await fc.assert(
      fc.asyncProperty(anyText.map(sanitize), fc.integer({ min: 4, max: 30 }), async (text, width) => {
        const whole = await drawn(text);
        const parts = await Promise.all(wrapRows(text, width).map(drawn));
        const cells = parts.flatMap((part, row) => part.slice(0, cellWidth(wrapRows(text, width)[row]!)));
        expect(cells).toEqual(whole.slice(0, cells.length));
      }),
      { numRuns: sampleOf(100) },
    );
  });

  it('of a line of 64 KiB take milliseconds', async () => {
    for (const text of ['x'.repeat(65_536), `\x1b[31m${'漢x'.repeat(20_000)}`, '\x1b[31mx\x1b[32m'.repeat(6000)]) {
      expect(await processorTime(() => wrapRows(text, 100))).toBeLessThan(5000);
    }
  });
});

describe('Marks', () => {
  it('stand exactly where they should, leave no trace behind them, and change no text', async () => {
    await fc.assert(
      fc.asyncProperty(anyText.map(sanitize), fc.nat(30), fc.integer({ min: 1, max: 10 }), async (text, start, length) => {
        const plain = stripSgr(text);
        const ends = [0, ...Array.from(new Intl.Segmenter().segment(plain), ({ index, segment }) => index + segment.length)];
        const range = { start: ends[start] ?? plain.length, end: ends[start + length] ?? plain.length };
        const marked = markRanges(text, range.end > range.start ? [range] : []);
        expect(stripSgr(marked)).toBe(plain);
        const [from, to] = [stringWidth(plain.slice(0, range.start)), stringWidth(plain.slice(0, range.end))];
        const [before, after] = [await drawn(text), await drawn(marked)];
        expect([...after.slice(0, from), ...after.slice(to)]).toEqual([...before.slice(0, from), ...before.slice(to)]);
      }),
      { numRuns: sampleOf(200) },
    );
  });
});

describe('Pretty lines', () => {
  const value = fc.oneof(anyText, fc.integer(), fc.constant(null), fc.boolean(), fc.array(anyText, { maxLength: 2 }));
  const record = fc.record({ level: value, msg: value, time: value, rest: value }, { requiredKeys: [] });
  const line = fc.oneof(
    record.map((each) => JSON.stringify(each)),
    fc.tuple(anyText, anyText).map(([level, msg]) => `level=${level} msg="${msg}"`),
    anyText.map((text) => `{${text}}`),
    anyText,
  );

  it('are made of nothing but text and colours, whatever a field decodes to', () => {
    fc.assert(
      fc.property(line, (text) => {
        const pretty = prettyLine(text);
        if (pretty !== undefined) expect(sanitize(pretty)).toBe(pretty);
      }),
      { numRuns: sampleOf(1000) },
    );
    expect(prettyLine(JSON.stringify({ level: 30, msg: 'a\x1b]52;c;ZXZpbA==\x07\x1b[2Jb\nc' }))).toBe(
      '\x1b[32mINFO \x1b[0m ab ↵ c',
    );
  });

  it.each([
    ['{"level":"warn","message":"m","n":1}', '\x1b[33mWARN \x1b[0m m \x1b[2mn=1\x1b[22m'],
    ['{"severity":"ERROR","msg":"m"}', '\x1b[31mERROR\x1b[0m m'],
    ['{"level":60,"msg":"m"}', '\x1b[1;31mFATAL\x1b[0m m'],
    ['{"level":{"a":1},"msg":"m"}', 'm \x1b[2mlevel={"a":1}\x1b[22m'],
    ['level=debug msg="two words \\"q\\"" a=', '\x1b[2mDEBUG\x1b[0m two words "q" \x1b[2ma=\x1b[22m'],
  ])('read %s as level, message and the rest', (text, pretty) => {
    expect(prettyLine(text)).toBe(pretty);
  });

  it.each(['{}', '[1]', '{"a":1}', 'a=1', 'set a=1 and b=2', 'http://x/?level=1&msg=2', '{"msg":', 'msg', '  '])(
    'leave %j as it is',
    (text) => {
      expect(prettyLine(text)).toBeUndefined();
    },
  );
});

describe('A line in any mode', () => {
  const origin = fc.record({
    name: fc.constantFrom('api', 'a-longer-name'),
    colour: fc.constantFrom(36, 94),
    startedAt: fc.constant(0),
  });
  const writing = fc.record({
    stamps: fc.constantFrom('off', 'clock', 'since'),
    pretty: fc.boolean(),
    colours: fc.constant(true),
    nameWidth: fc.constantFrom(undefined, 8),
  });

  it('touches no cell but its own on a real terminal, wrapped or not, and leaks no colour', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyText,
        fc.boolean(),
        writing,
        origin,
        fc.integer({ min: 4, max: 60 }),
        async (raw, isJson, how, from, width) => {
          const text = isJson ? JSON.stringify({ level: raw.length, msg: raw, more: raw }) : raw;
          const line: LogLine = { seq: 0, stream: 'stdout', time: 1_700_000_000_000, text };
          const { head, body } = lineText(line, how as Parameters<typeof lineText>[1], from);
          for (const row of wrapRows(head + body, width)) {
            const cells = cellWidth(row);
            const shown = await drawn(`<${row}>`);
            expect(shown[0]).toEqual(['<', 1, -1, -1, 0, 0]);
            expect(shown[cells + 1]).toEqual(['>', 1, -1, -1, 0, 0]);
          }
        },
      ),
      { numRuns: sampleOf(200) },
    );
  });
});

describe('The scrollbar', () => {
  it('is not there where all is seen', () => {
    expect(scrollThumb(0, 10, 10, 10)).toBeUndefined();
  });

  it('touches an end exactly where the log ends, and never jumps back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 60 }), fc.integer({ min: 1, max: 5000 }), (height, more) => {
        const count = height + more;
        const thumbs = Array.from({ length: more + 1 }, (_, from) => scrollThumb(from, from + height, count, height)!);
        expect([thumbs[0]!.from, thumbs.at(-1)!.to]).toEqual([0, height]);
        const starts = thumbs.map(({ from }) => from);
        expect(starts).toEqual([...starts].sort((one, other) => one - other));
        expect(new Set(thumbs.map(({ from, to }) => to - from)).size).toBe(1);
      }),
      { numRuns: sampleOf(50) },
    );
  });
});
