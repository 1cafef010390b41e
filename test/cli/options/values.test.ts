import { Command, Option } from 'commander';
import { expect, it } from 'vitest';
import { durationOption, patternOption, takenOnce } from '../../../src/cli/options/values.js';

it('A duration of an option is milliseconds, and a hundred years at most', () => {
  expect(durationOption('--since', '1.005s')).toBe(1005);
  expect(durationOption('--since', '876000h')).toBe(3_153_600_000_000);
  for (const text of ['876001h', `${'9'.repeat(400)}h`])
    expect(() => durationOption('--since', text)).toThrow(`--since is 876000h at most, not "${text}"`);
});

it('A duration of an option that is none is refused with the option and what it takes', () => {
  expect(() => durationOption('--since', 'soon')).toThrow('--since takes a duration such as 30s, 5m or 1h, not "soon"');
});

it('A pattern of an option is one of RE2, as everywhere else, and takes linear time', () => {
  expect(() => patternOption('--grep', '[')).toThrow('--grep takes a regular expression: missing closing ]: "["');
  expect(() => patternOption('--grep', '(?=x)')).toThrow('--grep takes a regular expression: look-around is not supported');
  // The engine of JavaScript would take years.
  expect(patternOption('--grep', '(a+)+$').test(`${'a'.repeat(60)}!`)).toBe(false);
});

it('An option that takes one value is refused where two are given, and keeps its choices and its default', () => {
  const parsed = (...args: string[]) =>
    new Command()
      .exitOverride()
      .configureOutput({ writeErr: () => {} })
      .addOption(takenOnce(new Option('--until <name>')))
      .addOption(takenOnce(new Option('--for <condition>').choices(['healthy', 'running']).default('healthy')))
      .parse(args, { from: 'user' })
      .opts();
  expect(parsed('--until', 'a', '--until=a')).toEqual({ until: 'a', for: 'healthy' });
  expect(parsed('--for', 'running')).toEqual({ for: 'running' });
  expect(() => parsed('--until', 'a', '--until', 'b')).toThrow('--until takes one value, and two are given: a and b');
  expect(() => parsed('--for', 'healthy', '--for', 'running')).toThrow('two are given: healthy and running');
  expect(() => parsed('--for', 'ready')).toThrow('Allowed choices are healthy, running.');
});
