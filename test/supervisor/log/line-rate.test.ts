import { describe, expect, it } from 'vitest';
import { LineRate } from '../../../src/supervisor/log/line-rate.js';

describe('the rate of lines', () => {
  it('has the last twelve full seconds, and not the one that still runs', () => {
    const rate = new LineRate();
    rate.add(1, 5000);
    rate.add(2, 5999);
    rate.add(4, 7000);
    expect(rate.at(7500)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0]);
    expect(rate.at(8000)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 4]);
    expect(rate.at(17_000)[0]).toBe(3);
    expect(rate.at(19_999)).toEqual([4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(rate.at(20_000)).toEqual(new Array(12).fill(0));
  });

  it('begins again with each second, however long nothing came', () => {
    const rate = new LineRate();
    for (const second of [0, 13, 26, 39]) rate.add(1, second * 1000);
    expect(rate.at(40_000)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  });
});
