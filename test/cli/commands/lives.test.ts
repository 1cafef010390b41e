import { describe, expect, it } from 'vitest';
import { byLife } from '../../../src/cli/commands/lives.js';
import type { LogRecord } from '../../../src/protocol/pages.js';

const hour = 3_600_000;

/** The log of a process: each line is a time and a text; the text "started" is a note of that. */
function logOf(name: string, ...lines: readonly (readonly [time: number, text: string])[]): () => readonly LogRecord[] {
  const records = lines.map(([time, text]): LogRecord => {
    const isNote = text === 'started';
    return { name, seq: null, stream: isNote ? 'watchdog' : 'stdout', time, text, ...(isNote ? { note: 'start' } : {}) };
  });
  return () => records;
}

const merged = (...logs: readonly (() => readonly LogRecord[])[]): readonly string[] =>
  [...byLife(logs)].map(({ name, text }) => `${name} ${text}`);

describe('logs that are merged', () => {
  it('are in the order of time, each in the order of its writing', () => {
    const a = logOf('a', [1, 'one'], [5, 'late end of an early line'], [3, 'two']);
    const b = logOf('b', [2, 'three'], [4, 'four']);
    expect(merged(a, b)).toEqual(['a one', 'b three', 'b four', 'a late end of an early line', 'a two']);
    expect(merged(a)).toEqual(['a one', 'a late end of an early line', 'a two']);
    expect(merged()).toEqual([]);
  });

  it('have all of an earlier life before the next where the clock was set back between them', () => {
    const a = logOf('a', [hour, 'started'], [hour + 2, 'one'], [10, 'started'], [12, 'two']);
    const b = logOf('b', [hour + 1, 'started'], [hour + 3, 'one'], [11, 'started'], [13, 'two']);
    const young = logOf('young', [9, 'started'], [14, 'two']);
    expect(merged(a, b, young)).toEqual([
      'a started',
      'b started',
      'a one',
      'b one',
      'young started',
      'a started',
      'b started',
      'a two',
      'b two',
      'young two',
    ]);
  });

  it('do not take a small correction of the clock for another life', () => {
    const a = logOf('a', [5000, 'one'], [4900, 'started'], [6000, 'two']);
    const b = logOf('b', [1000, 'zero'], [7000, 'three']);
    expect(merged(a, b)).toEqual(['b zero', 'a one', 'a started', 'a two', 'b three']);
  });
});
