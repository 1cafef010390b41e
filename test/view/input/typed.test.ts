import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TypedPart } from '../../../src/supervisor/terminal/typed-bytes.js';
import { TypedInput } from '../../../src/view/input/typed.js';
import { bytesOfChord } from '../../../src/view/keys/chord-bytes.js';
import { bytesOf } from '../../e2e/keys.js';

const typed = (text: string): TypedPart => ({ text, pasted: false });
const pasted = (text: string): TypedPart => ({ text, pasted: true });

/** All parts, with neighbours of one kind joined. */
function joined(parts: readonly TypedPart[]): readonly TypedPart[] {
  const all: TypedPart[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    if (last?.pasted === part.pasted) all[all.length - 1] = { ...last, text: last.text + part.text };
    else all.push(part);
  }
  return all;
}

describe('what is typed into a terminal', () => {
  it.each([
    ['abc', [typed('abc')], undefined],
    ['\x03\x1b[A\x1bOP\x1b[15~é', [typed('\x03\x1b[A\x1bOP\x1b[15~é')], undefined],
    ['ab\x1dcd', [typed('ab')], 'cd'],
    ['\x1b[93;5u', [], ''],
    ['\x1b[93;5:1u', [], ''],
    ['\x1b[93;133u', [], ''],
    ['\x1b[27;5;93~', [], ''],
    ['\x1b[93;6u', [typed('\x1b[93;6u')], undefined],
    ['\x1b[93;5:3u', [typed('\x1b[93;5:3u')], undefined],
    ['a\x1b[200~b\x1dc\x1b[201~d\x1de', [typed('a'), pasted('b\x1dc'), typed('d')], 'e'],
    ['\x1b[200~\x1b[201~', [], undefined],
    ['a\x1b[<0;3;4Mb\x1b[Ic\x1b[Od', [typed('a'), typed('b'), typed('c'), typed('d')], undefined],
  ])('%j is %j, and then %j', (raw, parts, rest) => {
    expect(new TypedInput().take(raw)).toEqual({ parts, rest });
  });

  it('is the same however long text that is pasted comes in pieces', () => {
    const piece = fc.constantFrom('a', 'é', '\r', '\x1b[A', '\x1d', '\x1b[', '20', '~');
    const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, text, fc.array(fc.nat(40), { maxLength: 5 }), (inside, before, cuts) => {
        fc.pre(!inside.includes('\x1b[20') && !before.includes('\x1b[20') && !before.includes('\x1d'));
        const whole = `${before}\x1b[200~${inside}\x1b[201~z`;
        const start = before.length;
        // An escape key is told from a sequence by its coming alone, so the markers are not cut before their number.
        const allowed = cuts.filter((cut) => cut < whole.length && !isInsideIntroducer(cut, start, inside));
        const input = new TypedInput();
        let at = 0;
        const parts: TypedPart[] = [];
        for (const cut of [...allowed.sort((one, other) => one - other), whole.length]) {
          parts.push(...input.take(whole.slice(at, cut)).parts);
          at = cut;
        }
        const expected = [typed(before), pasted(inside), typed('z')].filter(({ text: each }) => each !== '');
        expect(joined(parts)).toEqual(joined(expected));
      }),
    );
  });
});

describe('the mouse, while a program is typed into', () => {
  it('never reaches the program, wherever the input is cut', () => {
    const part = fc.constantFrom('a', '[', 'M', '\x1b[A', '\x1b[<0;3;4M', '\x1b[<35;120;40m', '\x1b[<64;1;1M');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), fc.array(fc.nat(60), { maxLength: 5 }), (parts, cuts) => {
        const [raw, input] = [parts.join(''), new TypedInput()];
        let [got, from] = ['', 0];
        const inside = [...new Set(cuts)].filter((at) => at > 0 && at < raw.length);
        // Escape and [ each alone are two keys; nobody can tell.
        const apart = inside.filter((at) => raw.slice(at - 2, at) !== '\x1b[' || !inside.includes(at - 1));
        for (const at of [...apart.toSorted((one, other) => one - other), raw.length]) {
          got += input
            .take(raw.slice(from, at))
            .parts.map(({ text }) => text)
            .join('');
          from = at;
        }
        const typedOnly = parts.filter((each) => !each.startsWith('\x1b[<')).join('');
        // An Escape is passed on at once, since it may be the key; where a report was cut right after it, that is all that comes.
        const tail = (text: string) => text.replaceAll('\x1b[A', '↑').replaceAll('\x1b', '');
        expect(tail(got)).toBe(tail(typedOnly));
      }),
      { numRuns: 300 },
    );
  });
});

/** Whether a cut parts the first four characters of one of the two markers. */
function isInsideIntroducer(cut: number, start: number, inside: string): boolean {
  const end = start + 6 + inside.length;
  return [start, end].some((marker) => cut > marker && cut < marker + 4);
}

describe('the bytes of a chord', () => {
  it.each([
    'a',
    'G',
    'é',
    'tab',
    'shift+tab',
    'escape',
    'up',
    'down',
    'left',
    'right',
    'home',
    'end',
    'pageup',
    'pagedown',
    'ctrl+c',
    'ctrl+]',
  ])('%s are those that a terminal sends', (chord) => {
    expect(bytesOfChord(chord)).toBe(bytesOf(chord));
  });

  it('are none for what it does not know', () => {
    expect(bytesOfChord('hyper+x')).toBe('');
  });
});
