import { describe, expect, it } from 'vitest';
import { plainLine, plainText } from '../../../src/policy/words/plain-text.js';
import { sanitize, stripSgr } from '../../../src/view/text/terminal.js';
import { processorTime } from '../../fixtures/processor-time.js';

describe('text from outside', () => {
  it.each([
    ['a colour', '\x1b[31mred\x1b[0m', 'red'],
    ['a colour in colons', '\x1b[38:2::1:2:3mred\x1b[m', 'red'],
    ['a link', '\x1b]8;;https://e.com\x1b\\link\x1b]8;;\x07', 'link'],
    ['a title', '\x1b]0;EVIL\x07 end', ' end'],
    ['a string that is not ended', 'a\x1b]52;c;ZXZpbA\nb', 'a\nb'],
    ['a DCS and an APC', '\x1bPq#0;2\x1b\\a\x1b_Gf=100;AAAA\x1b\\b', 'ab'],
    ['queries', '\x1b[6n\x1b[c\x1b]11;?\x07\x1b[>qx', 'x'],
    ['C1', '\x9b31mC1\x9d0;t\x9c end', 'C1 end'],
    ['a soft reset', '\x1bc\x1b[!px', 'x'],
    ['a sequence with controls in it', '\x1b[3\x071m\x1b[\x001\tmred\x9b0\x7fm', 'red'],
    ['a colour of the Linux console', 'a\x1b]P0a1B2c3b\x1b]Rc', 'abc'],
    ['half a sequence', 'a\x1b[', 'a'],
    ['controls', 'a\0b\x07\x0b\x0c\x7fc\r', 'abc'],
    ['bidi and invisible characters', 'a\u202eb\u200bc\u2066', 'abc'],
    ['a lone surrogate', 'a\ud800b', 'a\ufffdb'],
  ])('loses %s', (_what, text, plain) => {
    expect(plainText(text)).toBe(plain);
  });

  it('keeps line feeds and tabs, which one line of ours does not', () => {
    expect(plainText('a\tb\nc\u2028d')).toBe('a\tb\nc d');
    expect(plainLine('a\tb\n\nc')).toBe('a b c');
  });

  it('is the text that the screen shows without its colours', () => {
    const characters = ['\x1b', '[', ']', 'm', '0', ';', '\x07', '\\', 'a', '\x9b', '\x90', '\r', 'P', '\u202e', '\x18'];
    for (let seed = 1; seed < 20_000; seed += 1) {
      let state = seed;
      const text = Array.from({ length: 12 }, () => {
        state = (state * 48_271) % 2_147_483_647;
        return characters[state % characters.length];
      }).join('');
      expect(plainText(text)).toBe(stripSgr(sanitize(text)));
      expect(plainText(text)).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f]/);
    }
  });

  it('takes linear time however it is made', async () => {
    for (const unit of ['\x1b[', '\x1b[\x07', '\x1b]', '\x1b]P0', '\x1bP;', '\x9b0', '\x1b ']) {
      expect(await processorTime(() => plainText(unit.repeat(200_000)))).toBeLessThan(1000);
    }
  });
});
