import { describe, expect, it } from 'vitest';
import { lastState, overwrittenBytes, statesOf } from '../../../src/policy/words/line-break.js';

describe('of a line', () => {
  it.each([
    ['10%\r20%', '20%'],
    ['10%\r20%\r\r', '20%'],
    ['\x1b[2K\x1b[1Gspin 1\x1b[2K\x1b[1Gspin 2', 'spin 2'],
    ['spin 1\x1b[0Gspin 2\x1b[G', 'spin 2'],
    ['a\x1b[1G\r\x1b[Gb\r\x1b[1G', 'b'],
    ['\x1b[10Gtenth', '\x1b[10Gtenth'],
    ['loading |\b/\b-\b\\\b done', 'loading  done'],
    ['Downloading (10%)\b\b\b\b\b(100%)', 'Downloading (100%)'],
    ['password: abc\b \b\b \b', 'password: a  '],
    ['N\bNA\bAM\bME\bE _\bx', 'NAME x'],
    ['\b\bx\b\b\b', 'x'],
    ['漢\b字😀\b🎉', '字🎉'],
    ['\x1b[31mX\x1b[0m\bY', '\x1b[0mY'],
    ['\x1b[32mok\x1b[0m\b', '\x1b[32mok\x1b[0m'],
    ['first\rse\bcond', 'scond'],
    ['plain \x1b[31mred', 'plain \x1b[31mred'],
    ['\r', ''],
    ['', ''],
  ])('%j a terminal shows %j', (line, shown) => {
    expect(lastState(line)).toBe(shown);
  });

  it('all that it showed is known', () => {
    expect(statesOf('10%\r20%\x1b[1Gready|\b!\r')).toEqual(['10%', '20%', 'ready!']);
    expect(statesOf('\r\r')).toEqual(['']);
  });

  it('what is overwritten is counted in bytes', () => {
    expect(overwrittenBytes(Buffer.from('漢字\x1b[1Gready'))).toBe(10);
    expect(overwrittenBytes(Buffer.from('漢字\r\x1b[1G\r'))).toBe(0);
  });

  it('what it shows is found in linear time', () => {
    for (const piece of ['\r', '\b', '\x1b[1G', '\x1b[', 'a\b', '\x1b[1', '\r\b\x1b[G']) {
      const started = performance.now();
      lastState(`${piece.repeat(20_000)}x`);
      lastState(`x${piece.repeat(20_000)}`);
      expect(performance.now() - started).toBeLessThan(2000);
    }
  });
});
