import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MouseEvent, MouseInput, mouseEvents, withoutMouse } from '../../../src/view/input/mouse.js';

interface InkParser {
  push(chunk: string): readonly (string | { readonly paste: string })[];
  flushPendingEscape(): string | undefined;
}

// What Ink makes of its input, since that is what ours gets; not part of its public face.
const inkParser = new URL('../../../node_modules/ink/build/input-parser.js', import.meta.url).href;
const { createInputParser } = (await import(inkParser)) as { readonly createInputParser: () => InkParser };

/** What is left of raw input that comes in these chunks; after those that are `late`, Ink waits no longer for a rest. */
function taken(chunks: readonly { readonly raw: string; readonly late: boolean }[]): {
  readonly text: string;
  readonly events: readonly MouseEvent[];
} {
  const [parser, input] = [createInputParser(), new MouseInput()];
  let text = '';
  const events: MouseEvent[] = [];
  const hear = (sequence: string): void => {
    // What is whole and no key, Ink drops.
    if (/^\x1b\[(<\d+;\d+;\d+[Mm]|M)$/.test(sequence)) return;
    text += input.typed(sequence.replace(/^\x1b/, ''), sequence === '\x1b') ?? '';
  };
  for (const { raw, late } of chunks) {
    const { first, later } = input.hear(raw);
    events.push(...first, ...later);
    for (const sequence of parser.push(raw)) hear(sequence as string);
    input.settle();
    const flushed = late ? parser.flushPendingEscape() : undefined;
    if (flushed !== undefined) hear(flushed);
  }
  expect(parser.flushPendingEscape()).toBeUndefined();
  return { text, events };
}

describe('A report of the mouse', () => {
  it.each([
    ['\x1b[<0;1;1M', [{ kind: 'press', button: 'left', x: 0, y: 0 }]],
    ['\x1b[<0;120;40m', [{ kind: 'release', button: 'left', x: 119, y: 39 }]],
    ['\x1b[<32;300;7M', [{ kind: 'drag', button: 'left', x: 299, y: 6 }]],
    ['\x1b[<2;3;4M', [{ kind: 'press', button: 'right', x: 2, y: 3 }]],
    ['\x1b[<16;3;4M', [{ kind: 'press', button: 'left', x: 2, y: 3 }]],
    ['\x1b[<64;3;4M', [{ kind: 'wheel', step: -1, x: 2, y: 3 }]],
    ['\x1b[<69;3;4M', [{ kind: 'wheel', step: 1, x: 2, y: 3 }]],
    ['\x1b[<66;3;4M', []],
    ['\x1b[<35;3;4M', []],
    ['\x1b[<128;3;4M', []],
    ['\x1b[<0;3M', []],
  ] as const)('%j is %j', (raw, events) => {
    expect(mouseEvents(raw)).toEqual(events);
  });

  it('in the old form is one too, and none where it cannot say the column', () => {
    expect(taken([{ raw: 'j\x1b[M #$x', late: false }])).toEqual({
      text: 'jx',
      events: [{ kind: 'press', button: 'left', x: 2, y: 3 }],
    });
    expect(taken([{ raw: '\x1b[M \ufffd$M', late: false }])).toEqual({ text: 'M', events: [] });
    expect(taken([{ raw: '[M', late: false }]).text).toBe('[M');
  });

  it('is no key, and no key is lost beside it, however the input is cut and however late its pieces come', () => {
    const key = fc.constantFrom('j', 'M', 'm', '[', '5', ';', 'é', '\r').map((raw) => ({ raw, typed: raw }));
    const mouse = fc
      .record({ code: fc.constantFrom(0, 32, 64, 65), x: fc.integer({ min: 1, max: 300 }), end: fc.constantFrom('M', 'm') })
      .map(({ code, x, end }) => ({ raw: `\x1b[<${code};${x};7${code === 0 ? end : 'M'}`, typed: '' }));
    fc.assert(
      fc.property(
        fc.array(fc.oneof(key, mouse), { maxLength: 12 }),
        fc.array(fc.record({ at: fc.nat(120), late: fc.boolean() }), { maxLength: 6 }),
        (parts, cuts) => {
          const raw = parts.map((part) => part.raw).join('');
          let from = 0;
          const chunks: { readonly raw: string; readonly late: boolean }[] = [];
          const inside = cuts.filter(({ at }) => at < raw.length && !isLateTwice(raw, cuts, at));
          for (const { at, late } of [...inside.toSorted((one, other) => one.at - other.at), { at: raw.length, late: false }]) {
            if (at === from) continue;
            chunks.push({ raw: raw.slice(from, at), late });
            from = at;
          }
          expect(taken(chunks)).toEqual({ text: parts.map(({ typed }) => typed).join(''), events: mouseEvents(raw) });
        },
      ),
      { numRuns: 400 },
    );
  });

  it('is told before the keys that came after it, and after those before it', () => {
    const [first, later] = [mouseEvents('\x1b[<0;1;1M'), mouseEvents('\x1b[<64;1;1M')];
    expect(new MouseInput().hear('\x1b[<0;1;1Mj\x1b[<64;1;1M')).toEqual({ first, later });
  });

  it('is taken out of raw text', () => {
    expect(withoutMouse('a\x1b[<0;3;4Mb\x1b[M #$c\x1b[A')).toBe('abc\x1b[A');
  });
});

/** Whether an Escape and its bracket came alone and late, both, which nobody can tell from Escape and the key [. */
function isLateTwice(raw: string, cuts: readonly { readonly at: number; readonly late: boolean }[], at: number): boolean {
  const isLate = (place: number): boolean => cuts.some((cut) => cut.at === place && cut.late);
  return raw.slice(at - 2, at) === '\x1b[' && isLate(at - 1);
}
