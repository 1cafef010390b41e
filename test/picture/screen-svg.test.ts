import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { blankCell, type Cell } from '../e2e/screen/cell.js';
import { paletteColour } from './colours.js';
import { runsOf } from './runs.js';
import { screenSvg } from './screen-svg.js';

/** Cells of single letters, and of pairs of cells for wide characters. */
function cells(text: string, look: Partial<Cell> = {}): Cell[] {
  return [...text].flatMap((character) => {
    const cell = { ...blankCell, ...look, text: character };
    return /[日本]/.test(character) ? [cell, { ...cell, text: '' }] : [cell];
  });
}

const drawn = (...row: readonly Cell[]): string[] =>
  screenSvg([row], 'title')
    .split('\n')
    .filter((line) => line.startsWith('<text') || /^<rect x/.test(line));

describe('a picture of a screen', () => {
  it('has the size of its cells, a title, and nothing that is loaded from elsewhere', () => {
    const svg = screenSvg([cells('ab'), cells('c ')], 'two <rows>');
    expect(svg).toContain('viewBox="0 0 44.8 64"');
    expect(svg).toContain('<title>two &lt;rows&gt;</title>');
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\(|href|<script|<style/);
  });

  it('holds what XML takes for its own, and nothing that XML cannot hold', () => {
    expect(drawn(...cells('a<b&"c">\x1b\ufffe'))[0]).toContain('>a&lt;b&amp;&quot;c&quot;&gt;');
    expect(screenSvg([cells('\x00\x1b\ufffe\ud800')], 't')).not.toMatch(/[\x00\x1b\ufffe]|\p{Surrogate}/u);
  });

  it('keeps every piece on its cells: letters by their number, a wide character in two, a symbol in one', () => {
    const texts = drawn(...cells('  ab '), ...cells('日'), ...cells('●c'));
    expect(texts).toEqual([
      '<text x="30.8" y="27.5" textLength="16.8">ab</text>',
      '<text x="56" y="27.5" textLength="16.8" lengthAdjust="spacingAndGlyphs">日</text>',
      '<text x="72.8" y="27.5" textLength="8.4" lengthAdjust="spacingAndGlyphs">●</text>',
      '<text x="81.2" y="27.5" textLength="8.4">c</text>',
    ]);
  });

  it('makes one piece of a rule, and one rectangle of one ground', () => {
    expect(drawn(...cells('─────'))).toEqual([
      '<text x="14" y="27.5" textLength="42" lengthAdjust="spacingAndGlyphs">─────</text>',
    ]);
    const [ground, ...texts] = drawn(...cells('a', { bg: 237 }), ...cells('b', { bg: 237, fg: 2 }));
    expect(ground).toBe('<rect x="14" y="14" width="16.8" height="18" fill="#3a3a3a"/>');
    expect(texts).toHaveLength(2);
  });

  it('knows the 16 colours, the cube, the greys and true colours', () => {
    expect([16, 21, 231, 232, 255].map(paletteColour)).toEqual(['#000000', '#0000ff', '#ffffff', '#080808', '#eeeeee']);
    expect(new Set(Array.from({ length: 16 }, (_, index) => paletteColour(index))).size).toBe(16);
    expect(drawn(...cells('a', { fg: '#0102ff' }))[0]).toContain('fill="#0102ff"');
    expect(drawn(...cells('a', { fg: 196 }))[0]).toContain('fill="#ff0000"');
    expect(drawn(...cells('a', { fg: 1 }))[0]).toContain(`fill="${paletteColour(1)}"`);
  });

  it('swaps the colours of what is inverse, also where they are the terminal’s own', () => {
    const [ground, text] = drawn(...cells('a', { inverse: true }));
    expect(ground).toContain('fill="#d6dae0"');
    expect(text).toContain('fill="#14171c"');
    expect(drawn(...cells('a', { inverse: true, fg: 196, bg: 21 })).join()).toMatch(/<rect.*#ff0000.*<text.*#0000ff/);
  });

  it('shows bold, italic, underlined and struck text, and fades what is dim into its ground', () => {
    expect(drawn(...cells('a', { bold: true, italic: true }))[0]).toContain('font-weight="bold" font-style="italic"');
    expect(drawn(...cells('a b ', { underline: true }))[0]).toMatch(/text-decoration="underline">a b <\/text>/);
    expect(drawn(...cells(' ', { strikethrough: true }))[0]).toContain('line-through');
    const [faded] = runsOf(cells('a', { dim: true, fg: '#ffffff', bg: '#000000' }));
    expect(faded!.look).toMatchObject({ fg: '#949494', bg: '#000000' });
  });
});

it('the picture in the README is there, says what it is, loads nothing, and is small', () => {
  const top = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
    .split('\n')
    .slice(0, 12)
    .join('\n');
  const [, title, file] = /^!\[([^\]]+)\]\((\.github\/\S+\.svg)\)$/m.exec(top) ?? [];
  expect(title).toMatch(/^The dashboard/);
  const svg = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
  expect(svg.length).toBeLessThan(60_000);
  expect(svg).toContain('<title>');
  expect(svg.replace('http://www.w3.org/2000/svg', '').replaceAll(/http:\/\/127[^<]*/g, '')).not.toMatch(/href|url\(|<script/);
});
