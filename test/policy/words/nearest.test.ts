import { describe, expect, it } from 'vitest';
import { nearest } from '../../../src/policy/words/nearest.js';

const keys = ['command', 'args', 'cwd', 'env', 'dependsOn'];

describe('nearest', () => {
  it.each([
    ['comand', 'command', 'a letter left out'],
    ['commmand', 'command', 'a letter too many'],
    ['commend', 'command', 'a wrong letter'],
    ['cdw', 'cwd', 'two letters swapped, which counts as one slip'],
    ['COMMAND', 'command', 'upper case'],
    ['depends_on', 'dependsOn', 'another spelling'],
  ])('finds what %s was meant to be: %s (%s)', (word, expected) => {
    expect(nearest(word, keys)).toBe(expected);
  });

  it.each(['image', '', 'x', 'networks', 'a'.repeat(100_000)])('suggests nothing for %.10s, which is close to no key', (word) => {
    expect(nearest(word, keys)).toBeUndefined();
  });

  it('takes the closest of several and the first of equals', () => {
    expect(nearest('apii', ['apxx', 'api', 'apis'])).toBe('api');
  });
});
