import { expect, it } from 'vitest';
import { writtenDuration } from '../../../src/config/schema/written-duration.js';
import { parseDuration } from '../../../src/policy/words/duration.js';

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
