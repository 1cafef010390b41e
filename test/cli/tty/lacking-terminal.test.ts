import { describe, expect, it } from 'vitest';
import { lackingTerminal } from '../../../src/cli/tty/lacking-terminal.js';

describe('A dashboard', () => {
  it.each([
    [true, true, 'xterm-256color', undefined],
    [true, true, undefined, undefined],
    [true, true, 'dumb', 'TERM=dumb cannot show a dashboard'],
    [false, true, 'xterm', 'no terminal for a dashboard'],
    [true, false, 'dumb', 'no terminal for a dashboard'],
  ])('with a terminal at stdin %s, at stdout %s and TERM=%s lacks %s', (stdin, stdout, TERM, words) => {
    expect(lackingTerminal({ stdin: { isTTY: stdin }, stdout: { isTTY: stdout } }, { TERM })).toBe(words);
  });
});
