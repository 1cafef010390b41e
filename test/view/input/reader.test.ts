import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeMs, type Input, InputReader } from '../../../src/view/input/reader.js';
import { FakeClock } from '../../ports/fake-clock.js';

/** A reader, and all that it has told. */
class Terminal {
  readonly clock = new FakeClock();
  readonly inputs: Input[] = [];
  readonly reader = new InputReader(this.clock, (inputs) => this.inputs.push(...inputs));

  /** Each piece is a read of its own. */
  static after(...pieces: readonly string[]): Terminal {
    const terminal = new Terminal();
    for (const piece of pieces) terminal.reader.take(piece);
    return terminal;
  }

  wait(ms = 2 * escapeMs): this {
    this.clock.advance(ms);
    return this;
  }

  get keys(): readonly (string | undefined)[] {
    return this.inputs.flatMap((input) => (input.kind === 'key' ? [input.chord] : []));
  }

  /** What a program gets that is typed into. */
  get raw(): string {
    return this.inputs
      .map((input) => (input.kind === 'key' ? input.raw : input.kind === 'paste' ? `<${input.text}>` : ''))
      .join('');
  }

  get pasted(): string {
    return this.inputs.map((input) => (input.kind === 'paste' ? input.text : '')).join('');
  }

  get answers(): readonly string[] {
    return this.inputs.flatMap((input) => (input.kind === 'answer' ? [input.text] : []));
  }
}

describe('What comes from the terminal', () => {
  it('is handed out in its order: keys, the mouse, pasted text and answers', () => {
    const { inputs } = Terminal.after('j\x1b[A\x1b[<0;1;1Mq\x1b[200~x\ny\x1b[201~\x1b]11;rgb:ff/ff/ff\x07G');
    expect(inputs).toEqual([
      { kind: 'key', chord: 'j', raw: 'j' },
      { kind: 'key', chord: 'up', raw: '\x1b[A' },
      { kind: 'mouse', event: { kind: 'press', button: 'left', x: 0, y: 0 } },
      { kind: 'key', chord: 'q', raw: 'q' },
      { kind: 'paste', text: 'x\ny' },
      { kind: 'answer', text: ']11;rgb:ff/ff/ff' },
      { kind: 'key', chord: 'G', raw: 'G' },
    ]);
  });

  it.each([
    ['jjk', ['j', 'j', 'k']],
    ['j\tk\r\x04', ['j', 'tab', 'k', 'return', 'ctrl+d']],
    ['\x1bOP\x1b[18~', ['f1', 'f7']],
    ['\x1b[[A', ['f1']],
    ['\x1br', [undefined]],
    ['\x1b\x1b[A', ['escape', 'up']],
    ['\x1b[I\x1b[Oj', ['j']],
    ['\x1b[M #$x', ['x']],
    ['\x1b[?62;22c\x1b[?2026;2$yj', ['j']],
  ])('%j is the keys %j', (raw, keys) => {
    expect(Terminal.after(raw).keys).toEqual(keys);
  });

  it('is the same in whatever pieces it comes', () => {
    const part = fc.constantFrom(
      ...['j', 'M', '[', '5', 'é', '\r', '\x1b[A', '\x1bOP', '\x1b[15~', '\x1b[93;5u', '\x1b[<0;3;4M', '\x1b[M #$', '\x1b[I'],
      ...['\x1b[200~a\x1b[A\x1d\x1b[201\x1b[201~', '\x1b]11;rgb:0/0/0\x1b\\', '\x1b]10;?\x07', '\x1bP1$r0m\x1b\\'],
    );
    const joined = (terminal: Terminal): unknown => [
      terminal.keys,
      terminal.raw.replaceAll('><', ''),
      terminal.answers,
      terminal.pasted,
    ];
    fc.assert(
      fc.property(fc.array(part, { maxLength: 10 }), fc.array(fc.nat(150), { maxLength: 8 }), (parts, cuts) => {
        const raw = parts.join('');
        const at = [...new Set(cuts)].filter((cut) => cut > 0 && cut < raw.length).toSorted((one, other) => one - other);
        const pieces = [...at, raw.length].map((end, index) => raw.slice(at[index - 1] ?? 0, end));
        expect(joined(Terminal.after(...pieces).wait())).toEqual(joined(Terminal.after(raw).wait()));
      }),
      { numRuns: 400 },
    );
  });
});

describe('A lone Escape', () => {
  it('is a key once its time is over, and not before', () => {
    const terminal = Terminal.after('\x1b');
    expect(terminal.wait(escapeMs - 1).keys).toEqual([]);
    expect(terminal.wait().keys).toEqual(['escape']);
    expect(terminal.clock.pending).toBe(0);
  });

  it.each([
    [['\x1b', '[A'], ['up']],
    [['\x1b[', '<0;3', ';4M', 'j'], ['j']],
    [['\x1b', '\x1b'], ['escape']],
  ])('begins a sequence whose rest comes in time: %j', (pieces, keys) => {
    expect(Terminal.after(...pieces).keys).toEqual(keys);
  });

  it('is no key where the rest came during a long draw, which the first timer cannot know', () => {
    const terminal = Terminal.after('\x1b').wait(escapeMs);
    terminal.reader.take('[<0;6;6M');
    expect([terminal.wait().keys, terminal.inputs.length]).toEqual([[], 1]);
  });

  it.each([
    ['[<0;3;4M', 'mouse'],
    ['[A', 'key'],
    [']11;rgb:0/0/0\x07', 'answer'],
  ])('that was too early leaves nothing of %j as text', (rest, kind) => {
    const terminal = Terminal.after('\x1b').wait();
    terminal.reader.take(rest);
    expect(terminal.wait().inputs.map((input) => input.kind)).toEqual(['key', kind]);
    expect(Terminal.after('\x1b').wait().keys).toEqual(['escape']);
  });

  it.each([40, 100, 240])('is none on a line on which bytes are %i ms apart, and what follows is no key either', (ms) => {
    const slowly = (text: string): Terminal => {
      const terminal = new Terminal();
      for (const byte of text) {
        terminal.reader.take(byte);
        terminal.wait(ms);
      }
      return terminal.wait(2000);
    };
    const paste = slowly('\x1b[200~hello x q y\x1b[201~j');
    expect([paste.keys, paste.pasted]).toEqual([['escape', 'j'], 'hello x q y']);
    const mouse = slowly('\x1b[<0;10;5M');
    expect([mouse.keys, mouse.inputs.map(({ kind }) => kind)]).toEqual([['escape'], ['key', 'mouse']]);
    const arrow = slowly('\x1b[A');
    expect([arrow.keys, arrow.raw]).toEqual([['escape', 'up'], '\x1b[A']);
    const answer = slowly('\x1b]11;rgb:ffff/ffff/ffff\x07');
    expect([answer.keys, answer.answers]).toEqual([['escape'], [']11;rgb:ffff/ffff/ffff']]);
  });

  it('is the key before a bracket that is pressed a while after it, or alone', () => {
    const later = Terminal.after('\x1b').wait(300);
    later.reader.take('[');
    expect(later.wait().keys).toEqual(['escape', '[']);
    const soon = Terminal.after('\x1b').wait();
    soon.reader.take('[');
    expect(soon.wait(2000).keys).toEqual(['escape', '[']);
  });

  it('is followed by whatever else is typed', () => {
    const terminal = Terminal.after('\x1b').wait(300);
    terminal.reader.take('[');
    terminal.reader.take('A');
    expect(terminal.keys).toEqual(['escape', '[', 'A']);
  });
});

describe('An answer of the terminal', () => {
  it('reaches neither a prompt nor a program, however slowly it comes', () => {
    const terminal = Terminal.after('\x1b]11;rgb:1e1e/').wait(500);
    terminal.reader.take('1e1e/2e2e\x1b');
    terminal.wait(500).reader.take('\\j');
    expect([terminal.keys, terminal.answers, terminal.raw]).toEqual([['j'], [']11;rgb:1e1e/1e1e/2e2e'], 'j']);
  });

  it('that never ends is given up, and one without measure is dropped as it comes', () => {
    const terminal = Terminal.after('\x1b]11;rgb:').wait(2000);
    terminal.reader.take('j');
    expect(terminal.keys).toEqual(['j']);
    const long = Terminal.after('\x1b]52;c;', ...Array.from({ length: 100 }, () => 'x'.repeat(1000)), '\x1b\\k');
    expect([long.keys, long.answers]).toEqual([['k'], []]);
  });

  it('does not begin with Alt and a bracket', () => {
    const terminal = Terminal.after('\x1b]').wait();
    terminal.reader.take('j');
    expect([terminal.keys, terminal.raw]).toEqual([[undefined, 'j'], '\x1b]j']);
  });
});
