import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editPrompt, insertText, openPrompt, type Prompt } from '../../../src/view/state/prompt.js';

// Without the u flag halves of a pair would match; with it only those that stand alone.
const loneSurrogate = /\p{Surrogate}/u;

function typed(...chords: readonly string[]): Prompt {
  return chords.reduce<Prompt>((prompt, chord) => editPrompt(prompt, chord) ?? prompt, openPrompt('table.filter'));
}

describe('A line that is being typed', () => {
  it.each([
    [['a', 'p', 'i'], 'api|'],
    [['a', 'b', 'left', 'x'], 'ax|b'],
    [['a', 'b', 'backspace'], 'a|'],
    [['a', 'b', 'home', 'delete'], '|b'],
    [['a', ' ', 'b', 'c', 'ctrl+w'], 'a |'],
    [['a', ' ', 'b', 'ctrl+w', 'ctrl+w'], '|'],
    [['a', 'b', 'left', 'ctrl+u'], '|b'],
    [['a', 'b', 'ctrl+a', 'ctrl+k'], '|'],
    [['a', 'ctrl+a', 'ctrl+e', 'b'], 'ab|'],
    [['é', ...'👨‍👩‍👧', 'left', 'left', 'right'], 'é|👨‍👩‍👧'],
    [[...'👨‍👩‍👧', 'backspace'], '|'],
  ])('after %j is %s', (chords, shown) => {
    const { text, cursor } = typed(...chords);
    expect(`${text.slice(0, cursor)}|${text.slice(cursor)}`).toBe(shown);
  });

  it('takes pasted text as one line', () => {
    expect(insertText(openPrompt('table.filter', 'a'), 'b\r\nc\x1b[31m\td').text).toBe('ab c [31m d');
  });

  it('leaves chords alone that change no text', () => {
    for (const chord of ['tab', 'f5', 'pageup', 'ctrl+x'])
      expect(editPrompt(openPrompt('table.filter', 'a'), chord)).toBeUndefined();
  });

  it('keeps its cursor inside and never splits a character, whatever is pressed', () => {
    const chord = fc.oneof(
      fc.constantFrom('left', 'right', 'home', 'end', 'backspace', 'delete', 'ctrl+w', 'ctrl+u', 'ctrl+k'),
      fc.constantFrom('a', ' ', 'é', '猫', '👍🏽', '🇩🇪'),
    );
    fc.assert(
      fc.property(fc.array(chord, { maxLength: 40 }), (chords) => {
        let prompt = openPrompt('table.filter');
        for (const each of chords) {
          prompt = editPrompt(prompt, each) ?? insertText(prompt, each);
          const parts = [prompt.text.slice(0, prompt.cursor), prompt.text.slice(prompt.cursor)];
          expect(parts.join('')).toBe(prompt.text);
          expect(parts.every((part) => !loneSurrogate.test(part))).toBe(true);
        }
      }),
    );
  });
});
