import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { endingSignal, explainExit } from '../../../src/policy/diagnosis/exit-words.js';

describe('an exit in words', () => {
  it.each([
    [1, null, 'exit code 1'],
    [126, null, 'exit code 126: command cannot be executed'],
    [127, null, 'exit code 127: command not found'],
    [137, null, 'exit code 137: SIGKILL, perhaps out of memory'],
    [139, null, 'exit code 139: SIGSEGV, bad memory access'],
    [143, null, 'exit code 143: SIGTERM, asked to end by another process'],
    [200, null, 'exit code 200'],
    [null, 'SIGKILL', 'signal SIGKILL: perhaps out of memory'],
    [null, 'SIGUSR1', 'signal SIGUSR1'],
    [null, null, 'exit code unknown'],
  ])('code %s, signal %s: %s', (code, signal, words) => {
    expect(explainExit({ code, signal })).toBe(words);
  });

  it.each([
    [{ code: null, signal: 'SIGKILL', outOfMemory: true }, 'signal SIGKILL: out of memory'],
    [{ code: null, signal: 'SIGKILL', outOfMemory: false }, 'signal SIGKILL: killed by another process or at a limit'],
    [{ code: 1, signal: null, outOfMemory: true }, 'exit code 1: a process in it was killed, out of memory'],
    [{ code: 137, signal: null, outOfMemory: true }, 'exit code 137: SIGKILL, out of memory'],
  ])('guesses nothing where the system tells whether it was out of memory: %j', (exit, words) => {
    expect(explainExit(exit)).toBe(words);
  });

  it('knows the numbers of the signals as this system has them', () => {
    for (let number = 1; number < 32; number += 1) {
      const signal = endingSignal({ code: 128 + number, signal: null });
      if (signal !== undefined) expect(constants.signals[signal as NodeJS.Signals]).toBe(number);
    }
  });
});
