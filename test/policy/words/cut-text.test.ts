import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutText } from '../../../src/policy/words/cut-text.js';

describe('A text that is too long', () => {
  it('is cut behind a whole word', () => {
    expect(cutText('the cache is not reachable', 20)).toBe('the cache is not…');
    expect(cutText('the cache is not reachable', 17)).toBe('the cache is not…');
    expect(cutText('the cache is not reachable', 26)).toBe('the cache is not reachable');
    expect(cutText('no such file, it was moved', 15)).toBe('no such file…');
  });

  it('is cut in the middle of a word where none ends near', () => {
    expect(cutText('https://example.org/a/b/c', 12)).toBe('https://exa…');
    expect(cutText(`${'x'.repeat(10)}😀`, 12)).toBe(`${'x'.repeat(10)}😀`);
    expect(cutText(`${'x'.repeat(10)}😀y`, 12)).toBe(`${'x'.repeat(10)}…`);
  });

  it('is never longer than it may be, and begins as it did', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), fc.integer({ min: 2, max: 60 }), (text, longest) => {
        const cut = cutText(text, longest);
        expect(cut.length).toBeLessThanOrEqual(longest);
        expect(text.startsWith(cut.replace(/…$/, ''))).toBe(true);
      }),
    );
  });
});
