import { describe, expect, it } from 'vitest';
import { chordLabel } from '../../../src/view/keys/chords.js';
import { chordOfCharacter, chordOfSequence } from '../../../src/view/keys/decode.js';

describe('A character', () => {
  it.each([
    ['r', 'r'],
    ['G', 'G'],
    ['é', 'é'],
    [' ', ' '],
    ['\t', 'tab'],
    ['\r', 'return'],
    ['\x7f', 'backspace'],
    ['\x03', 'ctrl+c'],
    ['\x1d', 'ctrl+]'],
    ['\x00', undefined],
    ['\x1f', undefined],
  ])('%j is the key %j', (character, chord) => {
    expect(chordOfCharacter(character)).toBe(chord);
  });
});

describe('A sequence', () => {
  it.each([
    ['\x1b[A', 'up'],
    ['\x1bOB', 'down'],
    ['\x1b[1;2C', 'right'],
    ['\x1b[H', 'home'],
    ['\x1b[4~', 'end'],
    ['\x1b[5~', 'pageup'],
    ['\x1b[6;5~', 'pagedown'],
    ['\x1b[3~', 'delete'],
    ['\x1b[Z', 'shift+tab'],
    ['\x1bOP', 'f1'],
    ['\x1b[15~', 'f5'],
    ['\x1b[24~', 'f12'],
    ['\x1b[[A', 'f1'],
    ['\x1b[18;2~', undefined],
    ['\x1b[16~', undefined],
    ['\x1b[12;3R', undefined],
  ])('%j is the key %j', (sequence, chord) => {
    expect(chordOfSequence(sequence)).toBe(chord);
  });

  it.each([
    ['\x1b[97u', 'a'],
    ['\x1b[97;2u', 'A'],
    ['\x1b[49:33;2u', '!'],
    ['\x1b[99;5u', 'ctrl+c'],
    ['\x1b[99;133u', 'ctrl+c'],
    ['\x1b[99;6u', undefined],
    ['\x1b[97;3u', undefined],
    ['\x1b[97;1:3u', undefined],
    ['\x1b[97;1:2u', 'a'],
    ['\x1b[27u', 'escape'],
    ['\x1b[13;5u', 'return'],
    ['\x1b[9;2u', 'shift+tab'],
    ['\x1b[57404u', '5'],
    ['\x1b[57419u', 'up'],
    ['\x1b[57441u', undefined],
    ['\x1b[1;1:3A', undefined],
    ['\x1b[27;5;93~', 'ctrl+]'],
    ['\x1b[27;2;65~', 'A'],
  ])('%j, of a terminal that tells more of its keys, is the key %j', (sequence, chord) => {
    expect(chordOfSequence(sequence)).toBe(chord);
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
