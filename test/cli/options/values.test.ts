import { expect, it } from 'vitest';
import { durationOption } from '../../../src/cli/options/values.js';

it('A duration of an option is milliseconds, and a hundred years at most', () => {
  expect(durationOption('--since', '1.005s')).toBe(1005);
  expect(durationOption('--since', '876000h')).toBe(3_153_600_000_000);
  for (const text of ['876001h', `${'9'.repeat(400)}h`])
    expect(() => durationOption('--since', text)).toThrow(`--since is 876000h at most, not "${text}"`);
});

it('A duration of an option that is none is refused with the option and what it takes', () => {
  expect(() => durationOption('--since', 'soon')).toThrow('--since takes a duration such as 30s, 5m or 1h, not "soon"');
});
