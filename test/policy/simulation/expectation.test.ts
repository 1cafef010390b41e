import { describe, expect, it } from 'vitest';
import { type Expectation, judge, parseExpectation, type SeenState } from '../../../src/policy/simulation/expectation.js';

const seen: readonly SeenState[] = [
  { atMs: 0, state: 'waiting', health: 'none' },
  { atMs: 2000, state: 'running', health: 'pending' },
  { atMs: 2500, state: 'running', health: 'healthy' },
  { atMs: 9000, state: 'backoff', health: 'none' },
];

function verdict(text: string, starts: readonly number[] = [2000]): string {
  const { ok, because } = judge(parseExpectation(text) as Expectation, seen, starts);
  return ok ? 'ok' : because;
}

describe('An expectation', () => {
  it.each([
    ['api is running by 2s', 'ok'],
    ['api is running by 1999ms', 'api was waiting at 1999ms, and running only at 2s'],
    ['api is running by 5m', 'ok'],
    ['api is healthy by 2400ms', 'api was running, pending at 2400ms, and healthy only at 2.5s'],
    ['api is circuit_open by 1m', 'api was backoff at 1m, and never circuit_open'],
    ['api restarts at most 0', 'ok'],
    ['api never starts', 'api started at 2s'],
  ])('%s: %s', (text, said) => {
    expect(verdict(text)).toBe(said);
  });

  it('counts starts after the first', () => {
    expect(verdict('api restarts at most 1', [0, 5, 9])).toBe('api restarted 2 times');
    expect(verdict('api restarts at most 2 times', [0, 5, 9])).toBe('ok');
    expect(verdict('api never starts', [])).toBe('ok');
  });

  it.each([
    ['api is runing by 3s', 'there is no state "runing"', 'did you mean running?'],
    ['api is running by soon', '"soon" is no time', 'write a duration such as 500ms, 10s or 5m'],
    ['api works', '"api works" is no expectation', 'write NAME is STATE by T, NAME restarts at most N, or NAME never starts'],
  ])('is refused where it is none: %s', (text, message, hint) => {
    expect(parseExpectation(text)).toEqual({ message, hint });
  });
});
