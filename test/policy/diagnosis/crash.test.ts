import { describe, expect, it } from 'vitest';
import { type Crash, crashSignature, withCrash } from '../../../src/policy/diagnosis/crash.js';
import { lastErrorLine, normalisedLine } from '../../../src/policy/diagnosis/error-line.js';

function crash(at: number, text: string, fields: Partial<Crash> = {}): Crash {
  const lines = text.split('\n').map((line) => ({ stream: 'stderr', text: line }) as const);
  return {
    at,
    exit: { code: 1, signal: null },
    words: 'exit code 1',
    ranMs: 10,
    lines,
    cpu: null,
    memory: null,
    checks: [],
    causes: [],
    ...fields,
  };
}

describe('The line that says what went wrong', () => {
  it.each([
    [
      'of Node',
      "app.js:3\nthrow new Error('no')\n^\n\nError: no stock\n    at buy (/app.js:3:9)\n    at errorHandler (/app.js:4:1) {\n  code: 'E_STOCK'\n}\n\nNode.js v24.1.0",
      'Error: no stock',
    ],
    [
      'of Python',
      'Traceback (most recent call last):\n  File "a.py", line 3, in <module>\nValueError: no stock',
      'ValueError: no stock',
    ],
    ['of Go', 'panic: no stock\n\ngoroutine 1 [running]:\nmain.main()', 'panic: no stock'],
    ['where nothing looks like an error', 'starting\nbye', 'bye'],
  ])('%s', (_whose, text, line) => {
    expect(lastErrorLine(text.split('\n'))).toBe(line);
  });

  it('is none without output', () => {
    expect(lastErrorLine(['', '  '])).toBeUndefined();
  });

  it.each([
    ['2025-01-02T10:11:12.113Z ERROR no stock for 17', '2026-11-30T23:59:59.999Z ERROR no stock for 4'],
    ['[10:11:12] pid 42: at 0x7ffd1c', '[9:11:12] pid 4711: at 0xdeadbeef'],
    ['request 3f2504e0-4f89-11d3-9a0c-0305e82c3301 failed', 'request 00000000-aaaa-bbbb-cccc-0305e82c3302 failed'],
    ['\x1b[31mcannot lock deadbee1\x1b[0m', 'cannot lock 0badcafe9'],
  ])('is the same without what differs from time to time: %s', (one, other) => {
    expect(normalisedLine(one)).toBe(normalisedLine(other));
  });
});

describe('The cards of a process', () => {
  it('count the same death, keep what was last, and put it last', () => {
    let cards = withCrash([], crash(1, 'Error: no stock for 17'));
    cards = withCrash(cards, crash(2, 'Error: no money'));
    cards = withCrash(cards, crash(3, 'Error: no stock for 4'));
    expect(cards.map(({ id, count, firstAt, at }) => [id, count, firstAt, at])).toEqual([
      [2, 1, 2, 2],
      [1, 2, 1, 3],
    ]);
    expect(cards.at(-1)?.lines[0]?.text).toBe('Error: no stock for 4');
  });

  it('distinguish deaths by their exit, and by what could not be started', () => {
    const killed = { exit: { code: null, signal: 'SIGKILL' } };
    expect(crashSignature(crash(1, 'Error: a'))).not.toBe(crashSignature(crash(1, 'Error: a', killed)));
    const unstarted = (words: string) => crashSignature(crash(1, '', { exit: null, words }));
    expect(unstarted('command not found: a')).not.toBe(unstarted('command not found: b'));
  });

  it('read stderr before stdout', () => {
    const lines = [
      { stream: 'stderr', text: 'Error: no stock' },
      { stream: 'stdout', text: 'error rate at the end: none' },
    ] as const;
    expect(crashSignature(crash(1, '', { lines }))).toContain('no stock');
  });

  it('are at most twenty; the ones that happened longest ago go, and no id comes back', () => {
    let cards = withCrash([], crash(0, 'Error: first'));
    for (let index = 0; index < 25; index += 1) cards = withCrash(cards, crash(index + 1, `Error: ${'x'.repeat(index + 1)}`));
    expect(cards).toHaveLength(20);
    expect(cards.map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, index) => index + 7));
  });
});
