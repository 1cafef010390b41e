import { describe, expect, it } from 'vitest';
import { chordLabel, chordsOf, functionKeys, type InputKey, noKey } from '../../../src/view/keys/chords.js';

describe('The chord of a key press', () => {
  it.each<[string, Partial<InputKey>, readonly string[]]>([
    ['r', {}, ['r']],
    ['G', { shift: true }, ['G']],
    ['?', {}, ['?']],
    ['', { upArrow: true }, ['up']],
    ['', { pageDown: true }, ['pagedown']],
    ['', { home: true }, ['home']],
    ['', { tab: true }, ['tab']],
    ['', { tab: true, shift: true }, ['shift+tab']],
    ['', { escape: true, meta: true }, ['escape']],
    ['\r', { return: true }, ['return']],
    ['c', { ctrl: true }, ['ctrl+c']],
    ['r', { meta: true }, []],
    ['jjk', {}, ['j', 'j', 'k']],
    ['j\tk\r\x04', {}, ['j', 'tab', 'k', 'return', 'ctrl+d']],
    ['r', { eventType: 'release' }, []],
    ['', {}, []],
  ])('for %j with %j is %j', (input, key, chords) => {
    expect(chordsOf(input, { ...noKey, ...key })).toEqual(chords);
  });
});

describe('Function keys in raw input', () => {
  it.each([
    ['\x1bOP', ['f1']],
    ['\x1b[15~', ['f5']],
    ['\x1b[18~', ['f7']],
    ['\x1b[20~', ['f9']],
    ['\x1b[21~', ['f10']],
    ['\x1b[24~', ['f12']],
    ['\x1b[[A', ['f1']],
    ['\x1b[18~\x1b[20~', ['f7', 'f9']],
    ['\x1b[5~', []],
    ['\x1b[A', []],
    ['\x1b[16~', []],
    ['OP', []],
  ])('of %j are %j', (raw, keys) => {
    expect(functionKeys(raw)).toEqual(keys);
  });
});

describe('The label of a chord', () => {
  it.each([
    ['r', 'r'],
    ['G', 'G'],
    ['f10', 'F10'],
    ['f', 'f'],
    ['ctrl+d', 'Ctrl+D'],
    ['pagedown', 'PgDn'],
    ['escape', 'Esc'],
    ['up', '↑'],
  ])('of %s is %s', (chord, label) => {
    expect(chordLabel(chord)).toBe(label);
  });
});
