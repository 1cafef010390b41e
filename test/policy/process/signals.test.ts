import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { parseSignal, sentSignals } from '../../../src/policy/process/signals.js';

describe('parseSignal', () => {
  it.each(['SIGHUP', 'HUP', 'hup', 'sigHup'])('reads %s', (written) => {
    expect(parseSignal(written)).toEqual({ signal: 'SIGHUP' });
  });

  it('lets a process be suspended and resumed', () => {
    expect([parseSignal('STOP'), parseSignal('CONT')]).toEqual([{ signal: 'SIGSTOP' }, { signal: 'SIGCONT' }]);
  });

  it('refuses SIGKILL, and what is no signal, with a hint', () => {
    expect(parseSignal('KILL')).toEqual({ fault: 'SIGKILL is no signal to send: it ends a process, which "watchdog kill" does' });
    expect(parseSignal('SIGTREM')).toEqual({ fault: 'no signal is called "SIGTREM"; did you mean TERM?' });
    expect(parseSignal('9')).toEqual({ fault: 'no signal is called "9"; write a name such as HUP, USR1 or TERM' });
    expect(parseSignal('constructor')).toMatchObject({ fault: expect.any(String) });
  });

  it('knows signals that this system has', () => {
    expect(sentSignals.filter((signal) => constants.signals[signal] === undefined)).toEqual([]);
  });
});
