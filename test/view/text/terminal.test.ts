import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { cellWidth } from '../../../src/view/text/cell-slice.js';
import { fitCells, sanitize, stripSgr, windowCells } from '../../../src/view/text/terminal.js';
import { sampleOf } from '../../fixtures/long-runs.js';
import { processorTime } from '../../fixtures/processor-time.js';
import { nastyStreams as nasty } from '../log/nasty-streams.js';
import { drawn } from './drawn.js';

const forbidden = /[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe]|\p{Surrogate}/u;

const piece = fc.oneof(
  fc.constantFrom(...nasty.map(([, stream]) => stream)),
  fc.constantFrom(
    '\x1b[31m',
    '\x1b[1m',
    '\x1b[44m',
    '\x1b[0m',
    '\x1b[39m',
    '\x1b[4:3m',
    '\x1b[7;38;5;1m',
    '\x1b',
    '\x1b[',
    '\x9b',
    '\x1b]',
  ),
  fc.constantFrom('漢', '字', 'e\u0301', '한', '\u0301', 'ﾊﾞ', 'abc', '→', ' ', '\t'),
  fc.string({ unit: fc.integer({ min: 0, max: 0xff }).map((code) => String.fromCharCode(code)), maxLength: 6 }),
);
const emoji = fc.constantFrom('👩‍💻', '🇩🇪', '🇩', '❤️', '1️⃣', '👍🏽', '\u200d', '\ufe0f', '🚀', '✔', '✔️');
// The headless terminal knows neither emoji sequences nor Indic clusters; string-width does.
const soup = fc
  .array(piece, { maxLength: 24 })
  .map((pieces) => pieces.join('').replace(/[\p{Emoji_Presentation}\u0900-\u097f]/gu, ''));
const richSoup = fc.array(fc.oneof(piece, emoji), { maxLength: 24 }).map((pieces) => pieces.join(''));
const anyText = fc.string({ unit: 'binary', maxLength: 40 });
const width = fc.integer({ min: 0, max: 30 });

describe('sanitize', () => {
  it.each(nasty)('makes %s harmless', (_, stream, shown) => {
    expect(sanitize(stream)).toBe(shown);
  });

  it('leaves nothing but printable text and SGR of anything', () => {
    fc.assert(
      fc.property(fc.oneof(richSoup, anyText), (text) => {
        expect(stripSgr(sanitize(text))).not.toMatch(forbidden);
      }),
      { numRuns: sampleOf(1000) },
    );
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(richSoup, (text) => {
        expect(sanitize(sanitize(text))).toBe(sanitize(text));
      }),
    );
  });

  it.each([
    ['introducers without an end', '\x1b]0;'],
    ['parameters without an end', '\x1b[1;1'],
    ['one endless CSI', '1;'],
    ['escapes', '\x1b'],
    ['tabs', 'é\t'],
    ['marks', '\u0301'],
  ])('takes time in proportion to the length of %s', async (_, unit) => {
    const length = 1_000_000;
    const text = `\x1b[${unit.repeat(length / unit.length)}`;
    // A tenth of a second. Quadratic time would make it minutes.
    expect(await processorTime(() => sanitize(text))).toBeLessThan(5000);
  });
});

describe('stripSgr', () => {
  it('takes the colours out', () => expect(stripSgr('\x1b[1;31mred\x1b[0m')).toBe('red'));
});

describe('cellWidth', () => {
  it.each([
    ['a skin tone', '👍🏽', 4],
    ['a presentation selector', '❤️', 2],
    ['a family', '👨‍👩‍👧', 6],
    ['a flag', '🇩🇪', 4],
    ['half a flag', '🇩', 2],
    ['a keycap', '1️⃣', 2],
    ['a family between letters and wide characters', 'a漢👨‍👩‍👧b', 10],
  ])('is what the most generous terminal takes for %s', (_, text, cells) => {
    expect(cellWidth(text)).toBe(cells);
  });

  it('is never less than string-width says', () => {
    fc.assert(
      fc.property(richSoup.map(sanitize), (text) => {
        expect(cellWidth(text)).toBeGreaterThanOrEqual(stringWidth(text));
      }),
    );
  });

  it('agrees with string-width on every character and on every sanitized text without such sequences', () => {
    for (let code = 0x20; code < 0x3000; code++) {
      const text = sanitize(String.fromCharCode(code));
      expect(cellWidth(text), code.toString(16)).toBe(stringWidth(text));
    }
    fc.assert(
      fc.property(soup.map(sanitize), (text) => {
        expect(cellWidth(text)).toBe(stringWidth(text));
      }),
    );
  });
});

describe('fitCells', () => {
  it.each([
    ['pads', 'abc', 5, 'left', 'abc  '],
    ['pads on the left', 'abc', 5, 'right', '  abc'],
    ['leaves what fits as it is', 'abcde', 5, 'left', 'abcde'],
    ['cuts with an ellipsis', 'abcdef', 5, 'left', 'abcd…'],
    ['cuts before a wide character that would straddle the edge', '漢字漢', 4, 'left', '漢… '],
    ['keeps a wide character that just fits', '漢字', 4, 'left', '漢字'],
    ['keeps what combines', 'cafe\u0301', 4, 'left', 'cafe\u0301'],
    ['keeps an emoji whole', '👩‍💻👩‍💻', 5, 'left', '👩‍💻…'],
    ['keeps a flag whole', '🇩🇪🇫🇷', 7, 'left', '🇩🇪…  '],
    ['pads no further than a terminal goes that draws each part of a flag', '🇩🇪', 5, 'left', '🇩🇪 '],
    ['keeps the colour of an emoji', '\x1b[31m👍🏽👍🏽', 5, 'left', '\x1b[31m👍🏽\x1b[39m…'],
    ['closes a colour at the end', '\x1b[31mred', 5, 'left', '\x1b[31mred\x1b[39m  '],
    ['closes colours where it cuts', '\x1b[1m\x1b[44mabcdef', 4, 'right', '\x1b[1m\x1b[44mabc\x1b[49m\x1b[22m…'],
    ['shows only the ellipsis in one cell', 'ab', 1, 'left', '…'],
    ['gives nothing for no width', 'abc', 0, 'left', ''],
  ] as const)('%s', (_, text, cells, align, fitted) => {
    expect(fitCells(text, cells, align)).toBe(fitted);
  });

  it('is exactly as wide as asked, for any text', () => {
    fc.assert(
      fc.property(richSoup, width, fc.constantFrom('left', 'right'), (text, cells, align) => {
        const fitted = fitCells(sanitize(text), cells, align);
        expect(cellWidth(fitted)).toBe(cells);
        expect(sumOfParts(fitted)).toBeLessThanOrEqual(cells);
        expect(stringWidth(fitted)).toBeLessThanOrEqual(cells);
      }),
      { numRuns: sampleOf(1000) },
    );
  });

  it('shows an ellipsis exactly when something visible is missing', () => {
    fc.assert(
      fc.property(
        soup.map(sanitize),
        width.map((cells) => cells + 1),
        (text, cells) => {
          const isCut = stripSgr(fitCells(text, cells)).trimEnd().endsWith('…');
          if (stringWidth(text) > cells) expect(isCut).toBe(true);
          else expect(stripSgr(fitCells(text, cells)).trimEnd()).toBe(stripSgr(text).trimEnd());
        },
      ),
    );
  });

  it('touches no cell outside of its own on a real terminal, and leaks no colour', async () => {
    await fc.assert(
      fc.asyncProperty(soup, width, async (text, cells) => {
        await expectContained(fitCells(sanitize(text), cells), cells);
      }),
      { numRuns: sampleOf(300) },
    );
  });
});

describe('windowCells', () => {
  it.each([
    ['shows a part of plain text', 'abcdefgh', 2, 3, 'cde'],
    ['pads after the end', 'abc', 2, 4, 'c   '],
    ['is blank beyond the end', 'abc', 9, 3, '   '],
    ['opens and closes the colour of the place', '\x1b[31mabcdef', 2, 2, '\x1b[31mcd\x1b[39m'],
    ['takes over a colour that changes inside', '\x1b[31mab\x1b[32mcd', 1, 2, '\x1b[31mb\x1b[32mc\x1b[39m'],
    ['takes no colour that begins where it ends', 'abc\x1b[31mdef', 0, 3, 'abc'],
    ['makes a space of a halved wide character on the left', '漢字x', 1, 4, ' 字x'],
    ['makes a space of a halved wide character on the right', '漢字x', 0, 3, '漢 '],
    ['makes spaces of one that is halved on both sides', '漢', 1, 1, ' '],
  ] as const)('%s', (_, text, from, cells, shown) => {
    expect(windowCells(text, from, cells)).toBe(shown);
  });

  it('is exactly as wide as asked and touches nothing outside', async () => {
    await fc.assert(
      fc.asyncProperty(soup, fc.nat(20), width, async (text, from, cells) => {
        const shown = windowCells(sanitize(text), from, cells);
        expect(stringWidth(shown)).toBe(cells);
        await expectContained(shown, cells);
      }),
      { numRuns: sampleOf(300) },
    );
  });

  it('is never wider than asked in a terminal that draws every part of an emoji', () => {
    fc.assert(
      fc.property(richSoup, fc.nat(20), width, (text, from, cells) => {
        const shown = windowCells(sanitize(text), from, cells);
        expect(cellWidth(shown)).toBe(cells);
        expect(sumOfParts(shown)).toBeLessThanOrEqual(cells);
      }),
      { numRuns: sampleOf(500) },
    );
  });

  it('shows the same cells as a terminal that shows the whole line', async () => {
    await fc.assert(
      fc.asyncProperty(soup.map(sanitize), fc.nat(20), width, async (text, from, cells) => {
        const whole = await drawn(text);
        const part = await drawn(windowCells(text, from, cells));
        for (let column = 1; column < cells - 1; column++) expect(part[column]).toEqual(whole[from + column]);
      }),
      { numRuns: sampleOf(200) },
    );
  });
});

/** The cells that a terminal takes which knows code points and no clusters. */
function sumOfParts(text: string): number {
  return [...stripSgr(text)].reduce((sum, character) => sum + stringWidth(character), 0);
}

/** Draws `text` between two markers and checks that both stand where they should, without a colour. */
async function expectContained(text: string, cells: number): Promise<void> {
  const row = await drawn(`<${text}>`);
  expect(row[0]).toEqual(['<', 1, -1, -1, 0, 0]);
  expect(row[cells + 1]).toEqual(['>', 1, -1, -1, 0, 0]);
}
