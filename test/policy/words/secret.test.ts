import { describe, expect, it } from 'vitest';
import { isSecret } from '../../../src/policy/words/secret.js';

describe('the value of a variable is secret', () => {
  it.each(['API_TOKEN', 'client_secret', 'DbPassword', 'AWS_KEY_ID', 'Authorization', 'cookie'])(
    'when it is called %s',
    (name) => {
      expect(isSecret(name, [])).toBe(true);
    },
  );

  it.each([
    ['SHOP_DSN', '*_DSN'],
    ['shop_dsn', '*_DSN'],
    ['PIN', 'pin'],
    ['PIN1', 'PIN?'],
    ['A_B_C', 'A*C'],
    ['ABABAC', '*AB*AC'],
    ['ANY', '*'],
  ])('when it is called %s and the pattern is %s', (name, pattern) => {
    expect(isSecret(name, ['X', pattern])).toBe(true);
  });
});

describe('the value of a variable is shown', () => {
  it.each([
    ['USER', '*_DSN'],
    ['DSN', '*_DSN'],
    ['PIN12', 'PIN?'],
    ['PIN', 'PIN?'],
    ['AXB', 'A.B'],
    ['COOKIES', 'X'],
    ['', '?'],
  ])('when it is called %j and the pattern is %s', (name, pattern) => {
    expect(isSecret(name, [pattern])).toBe(false);
  });

  it('at once, whatever the pattern', () => {
    expect(isSecret('A'.repeat(5000), [`${'*A'.repeat(500)}*B`])).toBe(false);
  });
});
