import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countNewlines } from '../../../src/policy/words/newline-count.js';

describe('countNewlines', () => {
  it('counts as a plain loop does, for any bytes at any alignment', () => {
    const byte = fc.oneof(fc.constantFrom(0x0a, 0x0b, 0x09, 0x8a, 0x00, 0x0a0), fc.nat(255));
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 200 }), fc.nat(7), (bytes, offset) => {
        const whole = new Uint8Array([...new Array<number>(offset).fill(0x0a), ...bytes]);
        expect(countNewlines(whole.subarray(offset))).toBe(bytes.filter((each) => each === 0x0a).length);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([65_536, 65_537, 1_000_003])('counts %i newlines in a row', (length) => {
    expect(countNewlines(new Uint8Array(length).fill(0x0a))).toBe(length);
  });
});
