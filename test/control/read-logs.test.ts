import { describe, expect, it } from 'vitest';
import { shownLines } from '../../src/control/read-logs.js';
import type { LogRecord } from '../../src/protocol/pages.js';

function records(text: string, stream: LogRecord['stream'] = 'stderr', name = 'api'): LogRecord[] {
  return text.split('\n').map((line, seq) => ({ name, stream, seq, time: seq, text: line }) as LogRecord);
}

/** The texts that are given of these lines. */
function given(lines: readonly LogRecord[], level: 'error' | 'warning'): readonly string[] {
  const shown = shownLines({ level });
  return lines.flatMap((line) => shown(line)?.text ?? []);
}

describe('lines of a level', () => {
  it('come with the stack below them, in whatever language', () => {
    for (const text of [
      "TypeError: x is not a function\n    at pay (/app/cart.js:3:1)\n    at main (/app/a.js:1:1) {\n  code: 'X'",
      'java.lang.IllegalStateException: x\n\tat com.example.A.b(A.java:3)\nCaused by: java.io.IOException: y\n\t... 3 more',
      'Traceback (most recent call last):\n  File "a.py", line 1, in <module>\n    raise ValueError\nValueError: x',
      '2026-11-30 10:00:00 ERROR boom\n  File "a.py", line 1',
    ]) {
      expect(given(records(`ready\n${text}\nGET / 200\n    indented`), 'error').join('\n')).toBe(text);
    }
  });

  it('take nothing from another stream or process, nor a line with a level of its own', () => {
    const lines = [
      ...records('ERROR boom'),
      ...records('    of another stream', 'stdout'),
      ...records('    of another process', 'stderr', 'web'),
      ...records('    at a (a.js:1:1)\n  WARN own level\n    at b (b.js:1:1)'),
    ];
    expect(given(lines, 'error')).toEqual(['ERROR boom', '    at a (a.js:1:1)']);
    expect(given(lines, 'warning')).toEqual(['ERROR boom', '    at a (a.js:1:1)', '  WARN own level', '    at b (b.js:1:1)']);
  });

  it('end: what is indented for ever is no stack', () => {
    expect(given(records(`ERROR boom\n${'  row\n'.repeat(100)}`), 'error')).toHaveLength(41);
  });
});
