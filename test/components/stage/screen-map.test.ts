import { expect, it } from 'vitest';
import { blankCell, type Cell } from '../../e2e/screen/cell.js';
import { screenMap } from './screen-map.js';

const row = (text: string, look: Partial<Cell> = {}): Cell[] => [...text].map((each) => ({ ...blankCell, ...look, text: each }));

it('says the style of a row under it, by columns, and nothing where all is plain', () => {
  const cells = [
    [...row('ab'), ...row('cd', { bold: true, fg: 1 }), ...row('e', { fg: 250, bg: 10 }), ...row('   ')],
    row('plain'),
    [...row('f', { fg: '#0102ff', dim: true }), ...row(' ', { inverse: true })],
    row('   ', { bold: true, fg: 3 }),
  ];
  expect(screenMap(cells).split('\n')).toEqual([
    '1 |abcde',
    '  : 3-4 bold red, 5 250 on bright green',
    '2 |plain',
    '3 |f',
    '  : 1 dim #0102ff, 2 inverse',
    '4 |',
    '',
  ]);
});

it('joins words of one style over the blanks between them, and ends with the last', () => {
  const dim = { dim: true };
  expect(screenMap([[...row('ab  cd  ', dim), ...row('  ef', { dim: true, fg: 1 })]])).toContain(': 1-6 dim, 11-12 dim red\n');
  expect(screenMap([[...row('ab', dim), ...row('  '), ...row('cd', dim)]])).toContain(': 1-2 dim, 5-6 dim\n');
  expect(screenMap([[...row('a', { bg: 4 }), ...row('   ', { bg: 4, fg: 3 })]])).toContain(': 1-4 on blue\n');
  expect(screenMap([[...row('a b ', { bg: 4, bold: true })]])).toContain(': 1-4 bold on blue\n');
});

it('counts both halves of a wide character as columns', () => {
  const wide: Cell[] = [{ ...blankCell, text: '日', fg: 2 }, { ...blankCell, text: '', fg: 2 }, ...row('x', { fg: 3 })];
  expect(screenMap([wide])).toBe('1 |日x\n  : 1-2 green, 3 yellow\n');
});
