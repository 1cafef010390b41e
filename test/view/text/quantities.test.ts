import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundedMemory, roundedPercent } from '../../../src/policy/process/usage.js';
import { formatCpu, formatMemory, quantityWidth } from '../../../src/view/text/quantities.js';

describe('Quantities', () => {
  it.each([
    [null, '–'],
    [0, '0.0%'],
    [1.5, '1.5%'],
    [99.94, '99.9%'],
    [99.95, '100%'],
    [100.4, '100%'],
    [6400, '6400%'],
    [12_345, '12k%'],
  ])('say a share of %s %% as %s', (percent, text) => {
    expect(formatCpu(percent)).toBe(text);
  });

  it.each([
    [null, '–'],
    [0, '0.0 MB'],
    [512_000, '0.5 MB'],
    [9_949_999, '9.9 MB'],
    [9_950_000, '10 MB'],
    [52_428_800, '52 MB'],
    [999_499_999, '999 MB'],
    [999_500_000, '1.0 GB'],
    [1_234_000_000, '1.2 GB'],
    [9_950_000_000, '10 GB'],
    [120_000_000_000, '120 GB'],
  ])('say %s bytes as %s', (bytes, text) => {
    expect(formatMemory(bytes)).toBe(text);
  });

  it('never take more cells than their columns have, and are the same where their rounded values are', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e5, noNaN: true }), fc.double({ min: 0, max: 9e11, noNaN: true }), (cpu, memory) => {
        expect(formatCpu(cpu).length).toBeLessThanOrEqual(quantityWidth);
        expect(formatMemory(memory).length).toBeLessThanOrEqual(quantityWidth);
        expect(formatCpu(roundedPercent(cpu))).toBe(formatCpu(cpu));
        expect(formatMemory(roundedMemory(memory))).toBe(formatMemory(memory));
      }),
    );
  });
});
