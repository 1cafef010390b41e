import { expect, it } from 'vitest';
import { dependentLines, endLine, leftLines } from '../../../src/cli/run/end-words.js';

it.each([
  [['a'], [], 'stopped 1 process'],
  [['a', 'b'], [], 'stopped 2 processes'],
  [['a', 'stubborn'], ['stubborn'], 'stopped 2 processes; 1 had to be killed (stubborn)'],
  [['a', 'b', 'c', 'd', 'e'], ['a', 'b', 'c', 'd', 'e'], 'stopped 5 processes; 5 had to be killed (a, b, c and 2 more)'],
  [[], [], undefined],
])('After %j, of which %j had to be killed, the shell says %j', (alive, killed, line) => {
  expect(endLine(alive, { killed })).toBe(line);
});

it('What is left, or may be left, of several processes is said once', () => {
  const left = [{ name: 'redis', pid: 7 }];
  const mayLiveOn = ['api', 'web'].map((name) => ({ name, pid: 8 })).concat({ name: 'api', pid: 9 });
  expect(leftLines({ left, mayLiveOn })).toEqual([
    'pid 7 of redis is still alive and could not be ended',
    'pid 8 may be left over from api or web: started while they ran, owner unknown',
    'pid 9 may be left over from api: started while it ran, owner unknown',
  ]);
  expect(leftLines({ left: ['one', 'two'].map((name) => ({ name, pid: 7 })) })).toEqual([
    'pid 7 of one or two is still alive and could not be ended',
  ]);
});

it('What goes on though it depends on what was stopped is said once, whatever it depends on', () => {
  const outcome = (name: string, ...dependents: readonly string[]) => ({
    name,
    ok: true,
    text: `${name} stopped`,
    ...(dependents.length === 0 ? {} : { dependents }),
  });
  const replicas = ['api-1', 'api-2', 'api-3', 'api-4'].map((name) => outcome(name, 'web'));
  expect(dependentLines([...replicas, outcome('db', 'a', 'b', 'c', 'd'), outcome('docs')])).toEqual([
    'web depends on api-1, api-2, api-3 and 1 more and goes on',
    'a, b, c and 1 more depend on db and go on',
  ]);
});
