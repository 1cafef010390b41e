/** The part of Ink's `Key` that tells chords apart. */
export interface InputKey {
  readonly upArrow: boolean;
  readonly downArrow: boolean;
  readonly leftArrow: boolean;
  readonly rightArrow: boolean;
  readonly pageUp: boolean;
  readonly pageDown: boolean;
  readonly home: boolean;
  readonly end: boolean;
  readonly return: boolean;
  readonly escape: boolean;
  readonly backspace: boolean;
  readonly delete: boolean;
  readonly tab: boolean;
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly meta: boolean;
  readonly eventType?: 'press' | 'repeat' | 'release' | undefined;
}

/** That of a plain character. */
export const noKey: InputKey = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageUp: false,
  pageDown: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  backspace: false,
  delete: false,
  tab: false,
  ctrl: false,
  shift: false,
  meta: false,
};

const named = [
  ['escape', 'escape'],
  ['return', 'return'],
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['backspace', 'backspace'],
  ['delete', 'delete'],
] as const satisfies readonly (readonly [keyof InputKey, string])[];

/**
 * The chords in one call of Ink's input handler: "r", "G", "ctrl+c", "up", "shift+tab".
 * Several characters are keys that were typed faster than they were read; pasted text does not come this way.
 */
export function chordsOf(input: string, key: InputKey): readonly string[] {
  if (key.eventType === 'release') return [];
  const name = named.find(([flag]) => key[flag])?.[1];
  if (name !== undefined) return [name];
  if (key.tab) return [key.shift ? 'shift+tab' : 'tab'];
  if (key.ctrl) return input === '' ? [] : [`ctrl+${input}`];
  if (key.meta) return [];
  return [...input].flatMap(chordOf);
}

/** The chord of one character. Control characters are keys too when they come together with others. */
function chordOf(character: string): readonly string[] {
  if (character === '\t') return ['tab'];
  if (character === '\r') return ['return'];
  if (character === '\x7f') return ['backspace'];
  if (character >= '\x01' && character <= '\x1a') return [`ctrl+${String.fromCharCode(character.charCodeAt(0) + 96)}`];
  return character >= ' ' ? [character] : [];
}

const functionKey = /\x1b(?:O([PQRS])|\[(?:\[([A-E])|(1[1-57-9]|2[0134])~))/g;
const tildeNumbers = ['11', '12', '13', '14', '15', '17', '18', '19', '20', '21', '23', '24'];

/** The function keys without modifiers in raw terminal input: "f1" to "f12". Ink's input handler does not name them. */
export function functionKeys(raw: string): readonly string[] {
  return [...raw.matchAll(functionKey)].map(([, xterm, linux, tilde]) => {
    if (xterm !== undefined) return `f${'PQRS'.indexOf(xterm) + 1}`;
    if (linux !== undefined) return `f${'ABCDE'.indexOf(linux) + 1}`;
    return `f${tildeNumbers.indexOf(tilde!) + 1}`;
  });
}

const labels: Readonly<Record<string, string>> = {
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
  escape: 'Esc',
  return: 'Enter',
  tab: 'Tab',
  backspace: 'Backspace',
  delete: 'Del',
  ' ': 'Space',
};

const written: ReadonlyMap<string, string> = new Map([
  ...Object.entries(labels).map(([chord, label]) => [label.toLowerCase(), chord] as const),
  ...named.map(([, chord]) => [chord, chord] as const),
]);

// A terminal sends the same for these as for Backspace, Tab, Enter and Escape.
const alike: ReadonlySet<string> = new Set(['ctrl+h', 'ctrl+i', 'ctrl+j', 'ctrl+m']);

/** The chord that a person wrote: "Ctrl+G", "PgUp", "space", "R"; undefined where a terminal cannot tell such a key. */
export function parseChord(text: string): string | undefined {
  const name = text.toLowerCase();
  const known = written.get(name);
  if (known !== undefined) return known;
  if ([...text].length === 1) return text >= ' ' && text !== '\x7f' ? text : undefined;
  if (name === 'shift+tab') return name;
  if (/^ctrl\+[a-z\]]$/.test(name)) return alike.has(name) ? undefined : name;
  return /^f([1-9]|1[0-2])$/.test(name) ? name : undefined;
}

/** A chord as it is written for a person: "r", "F7", "Ctrl+C", "PgDn", "↑". */
export function chordLabel(chord: string): string {
  if (chord.startsWith('ctrl+')) return `Ctrl+${chord.slice(5).toUpperCase()}`;
  if (/^f\d+$/.test(chord)) return chord.toUpperCase();
  return labels[chord] ?? chord;
}
