import { describe, expect, it } from 'vitest';
import { isLight, readBackground, shadeOf } from '../../../src/view/text/background.js';
import { themeFor } from '../../../src/view/text/themes.js';

const black = { red: 0, green: 0, blue: 0 };
const white = { red: 255, green: 255, blue: 255 };

describe('The background of a terminal', () => {
  it.each([
    ['\x1b]11;rgb:ffff/ffff/ffff\x07\x1b[?62;4c', { background: white, isWhole: true }],
    ['\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\', { background: { red: 30, green: 30, blue: 46 }, isWhole: false }],
    ['q\x1b]11;rgba:ff/ff/ff/ff\x07', { background: white, isWhole: false }],
    ['\x1b[?1;2c', { background: undefined, isWhole: true }],
    ['jj\x03', { background: undefined, isWhole: false }],
  ])('is read in %j', (input, answer) => {
    expect(readBackground(input)).toEqual(answer);
  });

  it('decides between dark and light, but not where a theme was chosen or colours are not wanted', () => {
    const toneOf = (choice: Parameters<typeof themeFor>[1], env = {}) => themeFor(env, choice).tones.good.color;
    expect([toneOf({ background: white }), toneOf({ background: black }), toneOf({})]).toEqual([28, 'green', 'green']);
    expect(toneOf({ background: white, configured: { base: 'dark' } })).toBe('green');
    expect(toneOf({ background: black, asked: 'light' })).toBe(28);
    expect(toneOf({ background: white }, { NO_COLOR: '1' })).toBeUndefined();
  });

  it('has a shade for the selected row that is its own, a little lighter or darker', () => {
    expect([shadeOf(black), shadeOf(white), shadeOf({ red: 0, green: 43, blue: 54 })]).toEqual(['#2b2b2b', '#dedede', '#2b4f58']);
    expect(themeFor({}, { background: black }).selected.plain.backgroundColor).toBe('#2b2b2b');
    expect(themeFor({}, { background: black, asked: 'dark' }).selected.plain.backgroundColor).toBe(237);
    expect([isLight(black), isLight(white)]).toEqual([false, true]);
  });
});

describe('Single colours of a theme', () => {
  it('take the places of those of the base, on the selected row too', () => {
    const theme = themeFor({}, { configured: { base: 'light', failed: '#ff5f5f', accent: '#00aaff' } });
    expect([theme.tones.trouble, theme.tones.key.color, theme.tones.title.color]).toEqual([
      { color: '#ff5f5f' },
      '#00aaff',
      '#00aaff',
    ]);
    expect(theme.selected.trouble).toEqual({ color: '#ff5f5f', backgroundColor: 253 });
    expect(theme.tones.good).toEqual({ color: 28 });
  });

  it('are none where no colours are wanted', () => {
    expect(themeFor({ NO_COLOR: '1' }, { configured: { base: 'dark', failed: '#ff5f5f' } }).tones.trouble).toEqual({});
  });
});
