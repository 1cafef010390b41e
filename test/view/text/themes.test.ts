import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { needsAscii, toAscii } from '../../../src/view/text/ascii.js';
import { cellWidth } from '../../../src/view/text/cell-slice.js';
import { plainText } from '../../../src/view/text/span.js';
import { themeFor, themeNames } from '../../../src/view/text/themes.js';

describe('The theme', () => {
  it.each([
    [{}, {}, 'dark'],
    [{}, { configured: { base: 'light' } }, 'light'],
    [{ NO_COLOR: '1' }, { configured: { base: 'light' } }, 'none'],
    [{ NO_COLOR: '1' }, { asked: 'dark', configured: { base: 'light' } }, 'dark'],
    [{ NO_COLOR: '' }, { configured: { base: 'contrast' } }, 'contrast'],
  ] as const)('in the environment %j with the choice %j is %s', (env, choice, name) => {
    expect(themeFor(env, choice)).toEqual(themeFor({}, { asked: name }));
  });

  it.each(themeNames.filter((name) => name !== 'none'))(
    '%s has a background and a colour for every text of the selected row',
    (name) => {
      const { cursor: _, ...texts } = themeFor({}, { asked: name }).selected;
      expect(
        Object.values(texts).every(({ color, backgroundColor }) => color !== undefined && backgroundColor !== undefined),
      ).toBe(true);
    },
  );
});

describe('ASCII in place of other characters', () => {
  it('is drawn where the locale names another encoding, and where it is asked for', () => {
    expect(needsAscii({ LANG: 'de_DE.ISO-8859-1' })).toBe(true);
    expect(needsAscii({ LC_ALL: 'C', LANG: 'en_US.UTF-8' })).toBe(true);
    expect(needsAscii({ LC_CTYPE: 'C.utf8', LANG: 'C' })).toBe(false);
    expect(needsAscii({})).toBe(false);
    expect(needsAscii({ TERM: 'linux', LANG: 'C.UTF-8' })).toBe(true);
    expect(themeFor({ LANG: 'C' }, { ascii: false }).ascii).toBe(false);
  });

  it('keeps words and widths', () => {
    expect(toAscii('● running  – 3 × “x”…')).toBe('* running  - 3 x "x"~');
    expect(toAscii('猫 café')).toBe('?? caf?');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const drawn = plainText(text);
        expect(toAscii(drawn)).toMatch(/^[\x00-\x7f]*$/);
        expect(cellWidth(toAscii(drawn))).toBe(cellWidth(drawn));
      }),
    );
  });
});
