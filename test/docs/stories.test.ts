import { describe, expect, it } from 'vitest';
import { readPages } from './pages.js';
import { isTried, playStory } from './play.js';
import { commandsOf, fits } from './session.js';
import { storiesOf } from './story.js';

const stories = readPages().flatMap(storiesOf);

describe('what the documents show', () => {
  it.each(stories.filter(isTried))('in $page, "$title", is so; `npm run docs -- --sessions` writes what is', async (story) => {
    const mismatches = await playStory(story, stories);
    expect(mismatches.map(({ where, exchange }) => ({ where, ...exchange }))).toEqual([]);
  });
});

describe('a session', () => {
  it('has a command after every $, and below it what it prints', () => {
    expect(commandsOf('$ ls\na\nb\n$ for i in 1 2; do\n> echo $i; done\n1\n2\n')).toEqual([
      { command: 'ls', expected: ['a', 'b'] },
      { command: 'for i in 1 2; do\necho $i; done', expected: ['1', '2'] },
    ]);
  });

  it.each([
    [['a', 'b'], ['a', 'b'], true],
    [['a'], ['a', 'b'], false],
    [['a', 'b'], ['a'], false],
    [['a', 'b', 'c'], ['…', 'c'], true],
    [['c'], ['…', 'c'], true],
    [['a', 'b', 'c'], ['a', '…'], true],
    [['a', 'b'], ['…', 'c'], false],
    [['web runs'], ['web …'], true],
    [['api runs'], ['web …'], false],
    [['started, pid 4711'], ['started, pid 1'], true],
    [['ended after 1m02s'], ['ended after 4ms'], true],
    [['interval: 2s'], ['interval: 3s'], false],
    [['\x1b[33m6\x1b[39m'], ['6'], true],
    [['a    b'], ['a  b'], true],
  ])('that printed %j is as shown in %j: %s', (printed, expected, isSo) => {
    expect(fits(printed, expected)).toBe(isSo);
  });
});
