import { describe, expect, it } from 'vitest';
import { compileExpression } from '../../../src/policy/words/expression.js';
import { processorTime } from '../../fixtures/processor-time.js';

describe('a regular expression of the user', () => {
  it.each([
    ['listening on :\\d+$', 'server listening on :3000', true],
    ['^ready', 'not ready', false],
    ['(?i)ready|up', 'UP', true],
    ['', 'anything', true],
    ['grüß+e', 'viele grüße', true],
  ])('%j on %j is found: %s', (source, text, found) => {
    expect(compileExpression(source).test(text)).toBe(found);
  });

  it.each([
    ['(', 'missing closing ): "("'],
    ['(?=a)', 'look-around is not supported'],
    ['(a)\\1', 'back references are not supported'],
    ['(a{1000}){1000}', 'invalid repeat count: "{1000}"'],
  ])('%j is refused: %s', (source, message) => {
    expect(() => compileExpression(source)).toThrow(new SyntaxError(message));
  });

  it.each(['(a+)+$', '(a|aa)+$', '(.*a){12}$', '^(([a-z])+.)+[A-Z]([a-z])+$'])('%s does not backtrack', async (source) => {
    // JavaScript's own engine would need longer than the universe has.
    const judge = (): void => expect(compileExpression(source).test(`${'a'.repeat(50_000)}!`)).toBe(false);
    expect(await processorTime(judge)).toBeLessThan(5000);
  });
});
