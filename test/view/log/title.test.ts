import { describe, expect, it } from 'vitest';
import { logTitle, type TitleFacts } from '../../../src/view/log/title.js';
import { lineWidth } from '../../../src/view/text/span.js';

const following = { from: 90, skip: 0, to: 100, following: true, newer: 0 };
const scrolled = { from: 50, skip: 0, to: 60, following: false, newer: 40 };
const plain: TitleFacts = {
  name: 'api',
  focused: true,
  pinned: false,
  stderrOnly: false,
  filter: '',
  cleared: false,
  listed: 100,
  kept: 100,
  progress: 1,
  hits: undefined,
  errors: undefined,
  seen: following,
  dropped: false,
  fresh: 0,
  offset: 0,
};

function text(facts: Partial<TitleFacts>, width = 100): string {
  return logTitle({ ...plain, ...facts }, width)
    .map((span) => span.text)
    .join('')
    .replace(/ {4,}/, ' … ');
}

describe('The title of a log', () => {
  it.each<[string, Partial<TitleFacts>, string]>([
    ['how much there is', {}, ' api  stdout + stderr … 100 lines   following '],
    ['one line', { kept: 1 }, ' 1 line '],
    ['many lines', { kept: 48_213 }, '48 213 lines'],
    ['how much is below', { seen: scrolled }, '   scrolled, 40 below '],
    ['what is new below', { seen: scrolled, fresh: 312 }, '   ▼ 312 new '],
    ['that it holds', { seen: { ...scrolled, newer: 0 } }, '   held '],
    ['that the held line is gone', { seen: scrolled, dropped: true, fresh: 3 }, 'older lines were dropped'],
    ['what a filter lists', { filter: 'cart !200', listed: 12, kept: 48_213 }, '& cart !200 … 12 of 48 213 lines match'],
    ['how far a filter is', { filter: 'x', listed: 12, progress: 0.437 }, 'lines match   looking, 43 %'],
    ['that only stderr is listed', { stderrOnly: true, listed: 3 }, 'stderr only … 3 of 100 lines listed'],
    ['that it was cleared', { cleared: true, listed: 3 }, 'cleared … 3 of 100 lines listed'],
    ['where in a search one is', { hits: { at: 3, count: 41 } }, '… 3 of 41   100 lines'],
    ['what a search found', { hits: { at: undefined, count: 1041 } }, '… 1 041 found   '],
    ['that a search found nothing', { hits: { at: undefined, count: 0 } }, '… not found   '],
    ['errors, where they are counted', { errors: 3 }, '100 lines   3 errors   following'],
    ['the first column', { offset: 8 }, 'from column 9'],
    ['that it is pinned', { pinned: true }, ' ▪ api '],
  ])('says %s', (_, facts, expected) => {
    expect(text(facts)).toContain(expected);
  });

  it.each([20, 30, 40, 50, 60, 200])('is exactly %i cells wide, and always says where one is', (width) => {
    for (const facts of [
      {},
      { seen: scrolled, fresh: 312, filter: 'a long filter '.repeat(9), hits: { at: 3, count: 41 }, offset: 88 },
    ]) {
      const title = logTitle({ ...plain, name: 'a-long-name-of-a-process', ...facts }, width);
      expect(lineWidth(title)).toBe(width);
      expect(title.map((span) => span.text).join('')).toContain('seen' in facts ? '▼ 312 new' : 'following');
    }
  });
});
