import { describe, expect, it } from 'vitest';
import {
  formatCountdown,
  formatDuration,
  formatSeconds,
  formatWait,
  parseDuration,
  writtenDuration,
} from '../../../src/policy/words/duration.js';

describe('A duration', () => {
  it.each([
    [-5, '0ms'],
    [840, '840ms'],
    [999.4, '999ms'],
    [999.6, '1s'],
    [2199, '2.1s'],
    [3000, '3s'],
    [20_900, '20s'],
    [64_000, '1m04s'],
    [600_000, '10m00s'],
    [11_105_000, '3h05m'],
    [187_200_000, '2d04h'],
  ])('of %i ms is %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it('in whole seconds is rounded down where it has passed, and up where it is to come', () => {
    expect([999, 59_999, 60_000].map(formatSeconds)).toEqual(['0s', '59s', '1m00s']);
    expect([-1, 1, 59_001, 64_001].map(formatCountdown)).toEqual(['0s', '1s', '1m00s', '1m05s']);
  });

  it('still to wait, in a sentence that stays, is no second where it is less', () => {
    expect([-1, 0, 1, 101, 199.5, 901, 1000, 1001].map(formatWait)).toEqual([
      '0s',
      '0s',
      '100ms',
      '200ms',
      '200ms',
      '1s',
      '1s',
      '2s',
    ]);
  });
});

it.each([
  ['0ms', '0ms'],
  ['1200000ms', '20m'],
  ['90m', '90m'],
  ['120m', '2h'],
  ['1.5s', '1500ms'],
  ['1.005s', '1005ms'],
  ['0.5ms', '0.5ms'],
])('A duration of %s is written %s', (text, written) => {
  expect(writtenDuration(parseDuration(text)!)).toBe(written);
});
