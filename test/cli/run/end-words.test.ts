import { expect, it } from 'vitest';
import { endLine } from '../../../src/cli/run/end-words.js';

it.each([
  [['a'], [], 'stopped 1 process'],
  [['a', 'b'], [], 'stopped 2 processes'],
  [['a', 'stubborn'], ['stubborn'], 'stopped 2 processes; 1 had to be killed (stubborn)'],
  [['a', 'b', 'c', 'd', 'e'], ['a', 'b', 'c', 'd', 'e'], 'stopped 5 processes; 5 had to be killed (a, b, c and 2 more)'],
  [[], [], undefined],
])('After %j, of which %j had to be killed, the shell says %j', (alive, killed, line) => {
  expect(endLine(alive, { killed })).toBe(line);
});
