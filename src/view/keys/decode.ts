const letterKeys: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  M: 'return',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
  Z: 'shift+tab',
};

const tildeKeys: Readonly<Record<string, string>> = {
  1: 'home',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
  11: 'f1',
  12: 'f2',
  13: 'f3',
  14: 'f4',
  15: 'f5',
  17: 'f6',
  18: 'f7',
  19: 'f8',
  20: 'f9',
  21: 'f10',
  23: 'f11',
  24: 'f12',
};

/** Keys that have no character of their own, by the numbers of kitty's protocol: the keypad stands for the keys of the same name. */
const codeKeys: ReadonlyMap<number, string> = new Map([
  [9, 'tab'],
  [13, 'return'],
  [27, 'escape'],
  [127, 'backspace'],
  [57_414, 'return'],
  [57_417, 'left'],
  [57_418, 'right'],
  [57_419, 'up'],
  [57_420, 'down'],
  [57_421, 'pageup'],
  [57_422, 'pagedown'],
  [57_423, 'home'],
  [57_424, 'end'],
  [57_426, 'delete'],
]);

/** The first character that kitty's protocol gives to keys without one, and the last. */
const [firstPrivate, lastPrivate] = [0xe000, 0xf8ff];

const keypadZero = 57_399;

const [shift, alt, control, superKey] = [1, 2, 4, 8];

/** The chord of one character as it was typed; undefined for one that is no key here. */
export function chordOfCharacter(character: string): string | undefined {
  if (character === '\t') return 'tab';
  if (character === '\r') return 'return';
  if (character === '\x7f' || character === '\b') return 'backspace';
  if (character === '\x1b') return 'escape';
  if (character === '\x1d') return 'ctrl+]';
  if (character >= '\x01' && character <= '\x1a') return `ctrl+${String.fromCharCode(character.charCodeAt(0) + 96)}`;
  return character >= ' ' ? character : undefined;
}

/**
 * The chord of an escape sequence of a key, whole: as terminals have ever sent it, in kitty's protocol, or as xterm reports
 * modified keys. Undefined for one that is no key here: held with Alt, let go, or not known.
 */
export function chordOfSequence(sequence: string): string | undefined {
  const plain = /^\x1bO([A-Z])$/.exec(sequence)?.[1];
  if (plain !== undefined) return letterKeys[plain];
  const linux = /^\x1b\[\[([A-E])$/.exec(sequence)?.[1];
  if (linux !== undefined) return `f${'ABCDE'.indexOf(linux) + 1}`;
  const [, parameters, final] = /^\x1b\[([\d;:]*)([A-Zu~])$/.exec(sequence) ?? [];
  if (parameters === undefined || final === undefined) return undefined;
  const [first = '', second = '', third = ''] = parameters.split(';');
  const [modifiers = '', event = ''] = second.split(':');
  if (event === '3') return undefined;
  const held = (Number(modifiers) || 1) - 1;
  if (final === 'u') return chordOfCode(first, held);
  if (final === '~' && first === '27') return chordOfCode(third, held);
  const name = final === '~' ? tildeKeys[first] : letterKeys[final];
  if (name === undefined || (final === 'R' && parameters !== '' && first !== '1')) return undefined;
  // A function key with a modifier is another key; the arrows and their neighbours mean the same with one.
  return held !== 0 && /^f\d+$/.test(name) ? undefined : name;
}

/** @param code a character's number, and after a colon that of its shifted form where the terminal reports it */
function chordOfCode(code: string, held: number): string | undefined {
  if (held & (alt | superKey)) return undefined;
  const [base = 0, shifted] = code.split(':').map(Number);
  const isShifted = (held & shift) !== 0;
  const named = codeKeys.get(base);
  if (named !== undefined) return named === 'tab' && isShifted ? 'shift+tab' : named;
  if (base >= keypadZero && base < keypadZero + 10) return String(base - keypadZero);
  if (base < 32 || base > 0x10ffff || (base >= firstPrivate && base <= lastPrivate) || (base >= 0xd800 && base < 0xe000))
    return undefined;
  const character = String.fromCodePoint(base);
  if (held & control) return isShifted ? undefined : `ctrl+${character.toLowerCase()}`;
  if (!isShifted) return character;
  return shifted ? chordOfCharacter(String.fromCodePoint(Math.min(shifted, 0x10ffff))) : character.toUpperCase();
}
