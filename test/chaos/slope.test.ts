import { describe, expect, it } from 'vitest';
import { Dice } from './dice.js';
import { grows, slopeOf } from './slope.js';

const minutes = Array.from({ length: 120 }, (_, second) => second / 60);

/** A noise of ±1. */
function noisy(valueAt: (minute: number) => number): number[] {
  const dice = new Dice(5);
  return minutes.map((minute) => valueAt(minute) + dice.below(2001) / 1000 - 1);
}

describe('a slope', () => {
  it('is that of the line on which the values lie', () => {
    expect(slopeOf([0, 1, 2], [5, 8, 11])).toEqual({ perMinute: 3, error: 0 });
  });

  it('grows where there is a leak under the noise', () => {
    expect(
      grows(
        slopeOf(
          minutes,
          noisy((minute) => 100 + 2 * minute),
        ),
        2,
        1,
      ),
    ).toBe(true);
  });

  it.each([
    ['noise only', noisy(() => 100)],
    ['a fall', noisy((minute) => 100 - 9 * minute)],
    ['a rise below the tolerance', minutes.map((minute) => minute / 10)],
  ])('does not grow with %s', (_what, values) => {
    expect(grows(slopeOf(minutes, values), 2, 1)).toBe(false);
  });
});
