import { describe, expect, it } from 'vitest';
import { roundsOf } from '../../../src/policy/process/start-order.js';

const needs: Readonly<Record<string, readonly string[]>> = { web: ['api'], api: ['db', 'cache'], cache: ['db'], ring: ['ring'] };
const rounds = (action: 'stop' | 'start' | 'restart', ...names: readonly string[]) =>
  roundsOf(
    action,
    names,
    (name) => needs[name] ?? [],
    () => true,
  ).map((round) => `${round.action} ${round.names.join(' ')}`);

describe('An action on several', () => {
  it('ends dependents before what they depend on, also where that is through one that is not among them', () => {
    expect(rounds('stop', 'db', 'web')).toEqual(['stop web', 'stop db']);
    expect(rounds('stop', 'db', 'api', 'web', 'other')).toEqual(['stop web', 'stop api', 'stop db other']);
    expect(rounds('restart', 'db', 'web')).toEqual(['stop web', 'stop db', 'restart db web']);
  });

  it('starts all together, since each waits for what it depends on', () => {
    expect(rounds('start', 'web', 'db')).toEqual(['start db web']);
  });

  it('comes to an end where something depends on itself', () => {
    expect(rounds('stop', 'ring', 'db')).toEqual(['stop ring db']);
  });
});
