import { describe, expect, it } from 'vitest';
import { isMet } from '../../../src/policy/process/dependencies.js';
import type { ProcessStateName } from '../../../src/policy/process/lifecycle.js';
import type { Failure } from '../../../src/policy/restart/core.js';

const isEnded = (state: ProcessStateName, kind?: Failure['kind']): boolean =>
  isMet('ended', { state, health: 'none', lastFailure: kind === undefined ? null : { kind, text: 'exit code 1' } });

describe('the condition ended', () => {
  it('holds for what has ended and is not restarted, with success or not', () => {
    expect(isEnded('completed')).toBe(true);
    expect(isEnded('failed', 'exit')).toBe(true);
    expect(isEnded('failed', 'health')).toBe(true);
  });

  it('does not hold for what runs, never ran, could not be started or comes again', () => {
    for (const state of ['stopped', 'waiting', 'starting', 'running', 'stopping'] as const)
      expect(isEnded(state), state).toBe(false);
    for (const state of ['backoff', 'circuit_open'] as const) expect(isEnded(state, 'exit'), state).toBe(false);
    for (const kind of ['start', 'stop'] as const) expect(isEnded('failed', kind), kind).toBe(false);
  });
});
