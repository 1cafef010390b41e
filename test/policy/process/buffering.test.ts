import { describe, expect, it } from 'vitest';
import { bufferingProgram } from '../../../src/policy/process/buffering.js';

describe('of a command', () => {
  it.each([
    ['/usr/bin/python3.12 -E app.py', 'python'],
    ['cd api && ruby server.rb', 'ruby'],
    ['tail -f x | sed s/a/b/', 'sed'],
    ['grep --line-buffered x', undefined],
    ['python -u app.py', undefined],
    ['stdbuf -oL grep x', undefined],
    ['node server.js', undefined],
  ])('%s, %s is what buffers', (command, program) => {
    expect(bufferingProgram(command)).toBe(program);
  });
});
