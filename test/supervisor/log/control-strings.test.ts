import { describe, expect, it } from 'vitest';
import { plainText } from '../../../src/policy/words/plain-text.js';
import { ControlStrings } from '../../../src/supervisor/log/control-strings.js';

/** What is kept of output that comes in pieces of a size, and how much was told to be left out. */
function kept(output: string, size: number): { readonly text: string; readonly leftOut: number } {
  let leftOut = 0;
  const strings = new ControlStrings((bytes) => {
    leftOut += bytes;
  });
  const bytes = Buffer.from(output);
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(Buffer.from(strings.take('stdout', bytes.subarray(at, at + size))));
  strings.flush();
  return { text: Buffer.concat(pieces).toString(), leftOut };
}

const payload = 'x'.repeat(300_000);

describe('a string for the terminal', () => {
  it.each([
    ['that is short', 'a\x1b]0;title\x07b\n'],
    ['of eight bits', 'a\u009d0;title\u009cb °C\n'],
    ['that is a colour only', '\x1b[31mred\x1b[0m\n'],
    ['at the end of a chunk', 'text\x1b'],
  ])('%s stays as it is', (_what, output) => {
    expect(kept(output, 1000)).toEqual({ text: output, leftOut: 0 });
  });

  it.each([1, 2, 3, 7])(
    'is bounded wherever the output is cut, also between ESC and what follows it: in pieces of %i',
    (size) => {
      const { text, leftOut } = kept(
        `ab\x1b]52;c;${payload.slice(0, 9000)}\x1b\\\x1bPq${payload.slice(0, 9000)}\x07after\n`,
        size,
      );
      expect(plainText(text)).toBe('abafter\n');
      expect(text.length).toBeLessThan(8300);
      expect(leftOut).toBeGreaterThan(9000);
    },
  );

  const opened = [
    '\x1b]52;c;',
    '\x1bPq',
    '\x1b_G',
    '\x1b^',
    '\x1bX',
    '\x1bk',
    '\u009d52;c;',
    '\u0090q',
    '\u009fG',
    '\u009e',
    '\u0098',
  ];
  const closed = ['\x1b\\', '\u009c'];
  const forms = opened.flatMap((open) => closed.map((close) => [open, close] as const));

  it.each(forms)('between %j and %j is bounded in pieces of any size, and nothing of it is seen', (open, close) => {
    for (const size of [1, 2, 3, 5, 4096, 100_000]) {
      const { text, leftOut } = kept(`£ab${open}${payload.slice(0, 9000)}${close}after £\n`, size);
      expect(plainText(text)).toBe('£abafter £\n');
      expect(leftOut).toBe(9000 + Buffer.byteLength(open) - 4096);
    }
  });

  it.each([1000, 65_536, 1_000_000])('that is never ended is bounded and counted, in chunks of %i bytes', (size) => {
    const { text, leftOut } = kept(`before\n\x1b]52;c;${payload}`, size);
    expect(text.length).toBeLessThan(5000);
    expect(plainText(text)).toBe('before\n');
    expect(text.length + leftOut).toBe(payload.length + 'before\n\x1b]52;c;'.length);
  });

  it.each(['\x07', '\x1b\\', '\n', '\x18'])('ends with %j, and what follows is kept', (end) => {
    const { text, leftOut } = kept(`\x1b_G${payload}${end}after\n\x1bPq${payload}${end}last`, 4000);
    expect(plainText(text).replaceAll('\n', '')).toBe('afterlast');
    expect(leftOut).toBeGreaterThan(500_000);
  });
});
