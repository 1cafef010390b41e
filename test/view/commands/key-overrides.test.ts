import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyOverrides, keyProblems } from '../../../src/view/commands/key-overrides.js';
import { Keymap, places, standardKeymap } from '../../../src/view/commands/keymap.js';
import { press } from '../../../src/view/commands/press.js';
import { chordLabel, parseChord } from '../../../src/view/keys/chords.js';
import { currentToast } from '../../../src/view/state/toasts.js';
import { FakeContext } from '../fake-context.js';

describe('Keys of the user', () => {
  it('take the place of those of the command, and nothing else changes', () => {
    const ctx = new FakeContext('api');
    ctx.keymap = new Keymap(keyOverrides({ 'process.restart': ['Ctrl+R', 'F8'] }));
    press('r', ctx);
    expect(ctx.did).toEqual([]);
    press('ctrl+r', ctx);
    press('f8', ctx);
    press('x', ctx);
    expect(ctx.did).toEqual(['restart api', 'restart api', 'stop api']);
  });

  it('are the keys that texts name', () => {
    const ctx = new FakeContext('docs');
    ctx.keymap = new Keymap(keyOverrides({ 'process.start': ['ctrl+s'] }));
    press('x', ctx);
    const said = currentToast(ctx.ui.toasts, ctx.now)!.text;
    expect(ctx.keymap.say(said)).toBe('docs: not running; Ctrl+S starts it');
    expect(standardKeymap.say(said)).toBe('docs: not running; s starts it');
    expect(standardKeymap.say('a {brace} and {no.such-command} stay')).toBe('a {brace} and {no.such-command} stay');
  });

  it('may be none: a text then names the command', () => {
    const keymap = new Keymap(keyOverrides({ 'process.start': [] }));
    expect(keymap.say('{process.start} does it')).toBe('“Start the selected process” does it');
  });

  it.each([
    [{ 'process.restrat': ['r'] }, 'there is no command "process.restrat"', 'did you mean "process.restart"?'],
    [{ 'process.restart': ['r', 'ctrl+i'] }, '"ctrl+i" is not a key that terminals report', undefined],
    [{ 'process.restart': ['hyper'] }, '"hyper" is not a key that terminals report', undefined],
    [{ 'process.restart': ['s'] }, 's is the key of process.start in the same place', 'give process.start another key too'],
    [{ 'select.up': ['x'] }, 'x is the key of process.stop in the same place', 'give process.stop another key too'],
    [{ interrupt: ['ctrl+g'] }, 'ctrl+c must stay the key that shuts down', 'add it to the list'],
  ])('%j is wrong', (written, message, hint) => {
    expect(keyProblems(written)).toEqual([expect.objectContaining(hint === undefined ? { message } : { message, hint })]);
  });

  it('that two commands swap are no conflict', () => {
    expect(keyProblems({ 'process.start': ['x'], 'process.stop': ['s', 'f9'] })).toEqual([]);
  });

  it('without problems leave no place with two commands on one key', () => {
    const ids = standardKeymap.commands.map(({ id }) => id);
    const keys = fc.constantFrom('a', 'b', 's', 'x', 'r', 'f2', 'ctrl+g', 'space', 'enter');
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...ids), fc.uniqueArray(keys, { maxLength: 2 }), { maxKeys: 4 }), (written) => {
        const keymap = new Keymap(keyOverrides(written));
        const clashes = places.some((place) => {
          const all = keymap.commandsIn(place).flatMap((command) => command.keys);
          return new Set(all).size < all.length;
        });
        if (clashes) expect(keyProblems(written)).not.toEqual([]);
      }),
    );
  });
});

describe('The name of a key', () => {
  it('is read as it is shown, in any case', () => {
    for (const { keys } of standardKeymap.commands) for (const key of keys) expect(parseChord(chordLabel(key))).toBe(key);
  });

  it.each([
    ['CTRL+G', 'ctrl+g'],
    ['Enter', 'return'],
    ['Esc', 'escape'],
    ['space', ' '],
    ['PgUp', 'pageup'],
    ['F12', 'f12'],
    ['é', 'é'],
  ])('%s is %j', (text, chord) => expect(parseChord(text)).toBe(chord));

  it.each(['', 'ctrl+', 'ctrl+1', 'f13', 'alt+x', 'ab'])('%j is none', (text) => expect(parseChord(text)).toBeUndefined());
});
