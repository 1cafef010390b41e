import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it, vi } from 'vitest';
import { cellText } from '../../../src/supervisor/terminal/cell-text.js';
import { EmulatedScreen } from '../../../src/supervisor/terminal/emulated-screen.js';
import { typedBytes } from '../../../src/supervisor/terminal/typed-bytes.js';
import { sanitize, stripSgr } from '../../../src/view/text/terminal.js';
import { sampleOf } from '../../fixtures/long-runs.js';

class Scene implements Disposable {
  readonly answers: string[] = [];
  readonly screen: EmulatedScreen;

  constructor(columns = 20, rows = 5) {
    this.screen = new EmulatedScreen({ columns, rows }, { changed: () => {}, answered: (text) => this.answers.push(text) });
  }

  write(text: string | Buffer): Promise<void> {
    return new Promise((resolve) => this.screen.write(Buffer.from(text as string), resolve));
  }

  row(y: number): string {
    return stripSgr(this.screen.row(y)).trimEnd();
  }

  [Symbol.dispose](): void {
    this.screen.close();
  }
}

describe('an emulated screen', () => {
  it('shows what was written while it was being loaded, and after', async () => {
    using scene = new Scene();
    const first = scene.write('one\r\n');
    await scene.write('two');
    await first;
    expect([scene.row(0), scene.row(1)]).toEqual(['one', 'two']);
  });

  it.each([
    ['\x1b]10;?\x1b\\', '\x1b]10;rgb:e5e5/e5e5/e5e5\x1b\\'],
    ['\x1b]11;?\x07', '\x1b]11;rgb:0000/0000/0000\x1b\\'],
    ['\x1b]10;?;?\x07', '\x1b]10;rgb:e5e5/e5e5/e5e5\x1b\\\x1b]11;rgb:0000/0000/0000\x1b\\'],
    ['\x1b]12;?\x07', '\x1b]12;rgb:e5e5/e5e5/e5e5\x1b\\'],
    ['\x1b]11;?;?;?\x07', '\x1b]11;rgb:0000/0000/0000\x1b\\\x1b]12;rgb:e5e5/e5e5/e5e5\x1b\\'],
    ['\x1b]4;1;?\x07', '\x1b]4;1;rgb:cdcd/0000/0000\x1b\\'],
    [
      '\x1b]4;16;?;231;?;255;?\x07',
      '\x1b]4;16;rgb:0000/0000/0000\x1b\\\x1b]4;231;rgb:ffff/ffff/ffff\x1b\\\x1b]4;255;rgb:eeee/eeee/eeee\x1b\\',
    ],
    ['\x1b]4;256;?;x;?\x07\x1b]11;#fff\x07', ''],
    ['\x1b[c', '\x1b[?1;2c'],
    ['\x1b[>c', '\x1b[>0;276;0c'],
  ])('answers the query %j with %j', async (query, answer) => {
    using scene = new Scene();
    await scene.write(query);
    expect(scene.answers.join('')).toBe(answer);
  });

  it('draws every character that comes in two chunks, wherever it is cut', async () => {
    const text = '– e\u0301 界 😀 |';
    for (let cut = 1; cut < Buffer.byteLength(text); cut += 1) {
      using scene = new Scene();
      await scene.write('');
      const first = scene.write(Buffer.from(text).subarray(0, cut));
      await scene.write(Buffer.from(text).subarray(cut));
      await first;
      expect(scene.row(0), `cut at ${cut}`).toBe(text);
    }
  });

  it('gives rows with their colours, closed at the end, and nothing else that acts on a terminal', async () => {
    using scene = new Scene();
    await scene.write('\x1b[1;31mred\x1b[0m \x1b[38;5;200;48;2;1;2;3mx\x1b[m\x1b]52;c;AAAA\x07\x1b]0;title\x07');
    expect(scene.screen.row(0)).toBe(`\x1b[1m\x1b[31mred\x1b[0m \x1b[38;5;200m\x1b[48;2;1;2;3mx\x1b[0m${' '.repeat(15)}`);
    expect(scene.screen.row(0, 1)).toContain('r\x1b[0m\x1b[1m\x1b[7m\x1b[31me\x1b[0m');
  });

  it.each([
    ['界|', '界|'],
    ['e\u0301|', 'e\u0301|'],
    ['😀|', '😀|'],
    // What terminals draw in different widths falls apart, in the cells that it was given.
    ['👍🏽|', '👍  |'],
    ['🇩🇪|', 'DE|'],
    ['a\u202eb\u200bc|', 'abc|'],
    ['\x1b[8mhidden\x1b[m|', '      |'],
  ])('shows %j as %j', async (text, shown) => {
    using scene = new Scene();
    await scene.write(text);
    expect(scene.row(0)).toBe(shown);
  });

  it.each([
    ['lines', 'one\r\ntwo\r\n', false],
    ['colours and a line written over', '\x1b[32mone\x1b[m\rtwo\x1b[K\x1b[1G\x1b[2K three', false],
    ['clearing the screen', '\x1b[2J\x1b[3J\x1b[Hone\r\n', false],
    ['clearing it from the corner', '\x1b[H\x1b[Jone\r\n', false],
    ['a reset', '\x1bcone\r\n', false],
    ['the other screen', '\x1b[?1049hone', true],
    ['the other screen and back', '\x1b[?1049hone\x1b[?1049l', false],
    ['a step up', 'one\r\ntwo\x1b[1A', true],
    ['a place', '\x1b[3;4Hx', true],
    ['the corner, without clearing', 'one\r\n\x1b[Htwo', true],
    ['a scrolled region', '\x1b[2;4r', true],
    ['what was drawn and scrolled away', `\x1b[3;1Hx${'\r\nline'.repeat(6)}`, false],
    ['what was drawn and is still to be seen', `\x1b[3;1Hx${'\r\nline'.repeat(3)}`, true],
    ['what was drawn and cleared', '\x1b[3;1Hx\x1b[2J', false],
  ])('%s: %j draws: %j', async (_what, text, draws) => {
    using scene = new Scene();
    await scene.write(text);
    expect(scene.screen.draws).toBe(draws);
  });

  it('answers what a program asks of its terminal, but not what would put words in its mouth', async () => {
    using scene = new Scene();
    await scene.write('ab\x1b[6n');
    await scene.write('\x1b]0;rm -rf\x07\x1b[21t');
    expect(scene.answers).toEqual(['\x1b[1;3R']);
  });

  it('answers how many cells it has', async () => {
    using scene = new Scene(30, 7);
    await scene.write('\x1b[18t');
    scene.screen.resize({ columns: 20, rows: 5 });
    await scene.write('\x1b[18t');
    expect(scene.answers).toEqual(['\x1b[8;7;30t', '\x1b[8;5;20t']);
  });

  it('knows where the cursor is, and whether it is seen', async () => {
    using scene = new Scene();
    await scene.write('one\r\nab');
    expect(scene.screen.cursor).toEqual({ x: 2, y: 1 });
    await scene.write('\x1b[?25l');
    expect(scene.screen.cursor).toBeUndefined();
    await scene.write(`\x1b[?25h${'x'.repeat(30)}`);
    expect(scene.screen.cursor!.x).toBeLessThan(20);
  });

  it('prints nothing of its own, whatever it cannot parse', async () => {
    const print = vi.spyOn(console, 'error');
    const warn = vi.spyOn(console, 'warn');
    using scene = new Scene();
    await scene.write('\x1b[?3\u4e00m\x1b[3\u{1f600}');
    await scene.write(Buffer.from([0x1b, 0x5b, 0x3f, 0x33, 0xc2, 0xad, 0x1b, 0x5b, 0xff, 0xfe]));
    expect([print.mock.calls, warn.mock.calls]).toEqual([[], []]);
  });

  it('goes on in a terminal so narrow that wide characters wrap everywhere', async () => {
    using scene = new Scene(23, 4);
    // Found by the test below. With the emulator's own way to rewrap lines, the last of these was never on the screen.
    const steps: readonly (readonly [base64: string, columns: number, rows: number])[] = [
      ['zIE=', 6, 7],
      ['G1Dwn5Go4oCN8J+RqeKAjfCfkadMqI2Y77iPwputDbFL6xyY7QTkOUhF', 3, 3],
      ['fGnii73qkIDguJmb', 1, 8],
      ['G11CcL+Vw4tt55WMMjszchtc4Ken4a6I8JCdo+Klqw==', 31, 4],
    ];
    for (const [base64, columns, rows] of steps) {
      await scene.write(Buffer.from(base64, 'base64'));
      scene.screen.resize({ columns, rows });
    }
    await scene.write('\x1b[2J\x1b[Hfine');
    expect(scene.row(0)).toBe('fine');
  });

  it('survives any bytes, and its rows stay exact to the cell and harmless', async () => {
    using scene = new Scene(23, 4);
    const piece = fc.oneof(
      fc.constantFrom(
        '\x1b[',
        '\x1b]',
        '\x1bP',
        '\x07',
        '\x1b\\',
        '\x9b',
        '?1049h',
        '?1049l',
        '3;70H',
        '999C',
        'L',
        'M',
        '2;3r',
        'm',
      ),
      fc.constantFrom(
        '界',
        '👨‍👩‍👧',
        '🇩🇪',
        '\u0301',
        '\u202e',
        '\ufe0f',
        '각',
        '\u1100\u1161',
        'नि',
        '\t',
        '\r\n',
        '\x08',
        'text',
      ),
      fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes)),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    );
    const size = fc.record({ columns: fc.integer({ min: 1, max: 40 }), rows: fc.integer({ min: 1, max: 8 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 30 }), size, async (pieces, { columns, rows }) => {
        await scene.write(Buffer.concat(pieces.map((each) => Buffer.from(each as string))));
        scene.screen.resize({ columns, rows });
        for (let y = 0; y < rows; y += 1) {
          const row = scene.screen.row(y, y);
          expect(sanitize(row)).toBe(row);
          const plain = stripSgr(row);
          expect(plain).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
          // Every cell by itself, as a terminal draws it.
          expect([...plain].reduce((sum, each) => sum + stringWidth(each), 0)).toBe(columns);
        }
      }),
      { numRuns: sampleOf(300) },
    );
  });
});

describe('a cell', () => {
  it('is never wider or narrower than it is, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 0, maxLength: 4 }), fc.constantFrom(1, 2), (characters, width) => {
        expect(stringWidth(cellText(characters, width))).toBe(width);
      }),
    );
  });
});

describe('what a program gets to read', () => {
  it.each([
    [{ applicationCursorKeys: false, bracketedPaste: false }, '\x1b[A\x1b[5~x', 'a\rb', '\x1b[A\x1b[5~xa\rb'],
    [{ applicationCursorKeys: true, bracketedPaste: false }, '\x1b[A\x1b[1;5A\x1b[H', '\x1b[A', '\x1bOA\x1b[1;5A\x1bOH\x1b[A'],
    [{ applicationCursorKeys: false, bracketedPaste: true }, 'x', 'a\rb', 'x\x1b[200~a\rb\x1b[201~'],
  ])('with the keyboard set to %j', (keyboard, typed, pasted, read) => {
    const parts = [
      { text: typed, pasted: false },
      { text: pasted, pasted: true },
    ];
    expect(typedBytes(parts, keyboard)).toBe(read);
  });
});
