import { describe, expect, it } from 'vitest';
import { logTitle, type TitleFacts, titleHolds } from '../../../src/view/log/title.js';
import { lineWidth } from '../../../src/view/text/span.js';

const following = { from: 90, skip: 0, to: 100, following: true, newer: 0 };
const scrolled = { from: 50, skip: 0, to: 60, following: false, newer: 40 };
const plain: TitleFacts = {
  name: 'api',
  focused: true,
  pinned: false,
  reason: '',
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
    .replace(/═{3,}/, '…');
}

describe('The title of a log', () => {
  it.each<[string, Partial<TitleFacts>, string]>([
    ['how much there is', {}, ' ▶ api … 100 lines ══ following ══ '],
    ['one line', { kept: 1 }, ' 1 line '],
    ['many lines', { kept: 48_213 }, '48 213 lines'],
    ['how much is below', { seen: scrolled }, ' held ▼ 40 below '],
    ['what is new below', { seen: scrolled, fresh: 312 }, ' held ▼ 312 new '],
    ['that it holds', { seen: { ...scrolled, newer: 0 } }, ' held '],
    ['that the held line is gone', { seen: scrolled, dropped: true, fresh: 3 }, 'older lines were dropped'],
    ['what a filter lists', { filter: 'cart !200', listed: 12, kept: 48_213 }, '& cart !200 … 12 of 48 213 lines match'],
    ['how far a filter is', { filter: 'x', listed: 12, progress: 0.437 }, 'lines match, 43 % searched'],
    ['that only stderr is listed', { stderrOnly: true, listed: 3 }, 'stderr only … 3 of 100 lines listed'],
    ['that it was cleared', { cleared: true, listed: 3 }, 'cleared … 3 of 100 lines listed'],
    ['where in a search one is', { hits: { at: 3, count: 41 } }, '… match 3 of 41 ══ 100 lines'],
    ['what a search found', { hits: { at: undefined, count: 1041 } }, '… 1 041 found '],
    ['that a search found nothing', { hits: { at: undefined, count: 0 } }, '… not found '],
    ['errors, where they are counted', { errors: 3 }, '100 lines ══ 3 errors ══ following'],
    ['the first column', { offset: 8 }, 'from column 9'],
    ['that it is pinned', { pinned: true }, ' ▶ ▪ api '],
  ])('says %s', (_, facts, expected) => {
    expect(text(facts)).toContain(expected);
  });

  it.each([30, 50])('cuts a name in its middle at %i cells, so that its end distinguishes it', (width) => {
    expect(text({ name: 'acme-notifications-worker-europe-west-blue' }, width)).toMatch(/ ▶ acme.*….*blue /);
  });

  it.each([24, 30, 40, 50, 60, 200])('is exactly %i cells wide, and always says where one is', (width) => {
    for (const facts of [
      {},
      { seen: scrolled, fresh: 312, filter: 'a long filter '.repeat(9), hits: { at: 3, count: 41 }, offset: 88 },
    ]) {
      const title = logTitle({ ...plain, name: 'a-long-name-of-a-process', ...facts }, width);
      expect(lineWidth(title)).toBe(width);
      expect(title.map((span) => span.text).join('')).toContain('seen' in facts ? '▼ 312 new' : 'following');
    }
  });

  it('has a thin rule where another pane has the focus', () => {
    expect(
      logTitle({ ...plain, focused: false }, 60)
        .map(({ text: each }) => each)
        .join(''),
    ).toBe(` ─ api ${'─'.repeat(26)} 100 lines ── following ── `);
  });

  it('has the whole reason of its process where that fits, whatever else goes', () => {
    const reason = 'TypeError: cannot read properties of undefined (exit code 1)';
    for (let width = 40; width <= 160; width += 1) {
      if (titleHolds(reason, 'api', width))
        expect(text({ reason, errors: 12, offset: 3, seen: scrolled, fresh: 9 }, width)).toContain(reason);
    }
    expect([titleHolds(reason, 'api', 93), titleHolds(reason, 'api', 92)]).toEqual([true, false]);
  });
});
