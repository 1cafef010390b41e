import { describe, expect, it } from 'vitest';
import { clientNameOf } from '../../../src/policy/words/client-name.js';

describe('The name of a program that asks', () => {
  it.each([
    ['claude-code', 'claude-code'],
    ['  Visual Studio\tCode ', 'Visual Studio Code'],
    ['\x1b[31mred\x1b[0m\u202e', 'red'],
    ['x'.repeat(100), 'x'.repeat(40)],
    [`${'é'.repeat(39)} z`, 'é'.repeat(39)],
    ['', undefined],
    ['\x1b[2J \u200b', undefined],
    [undefined, undefined],
    [{ name: 'x' }, undefined],
  ])('is shown plain and short: %j', (given, shown) => {
    expect(clientNameOf(given)).toBe(shown);
  });
});
