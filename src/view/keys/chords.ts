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
  ...Object.keys(labels).map((chord) => [chord, chord] as const),
]);

// A terminal sends the same for these as for Backspace, Tab, Enter and Escape.
const alike: ReadonlySet<string> = new Set(['ctrl+h', 'ctrl+i', 'ctrl+j', 'ctrl+m']);

/** The chord that the user wrote: "Ctrl+G", "PgUp", "space", "R"; undefined where a terminal cannot send such a key. */
export function parseChord(text: string): string | undefined {
  const name = text.toLowerCase();
  const known = written.get(name);
  if (known !== undefined) return known;
  if ([...text].length === 1) return text >= ' ' && text !== '\x7f' ? text : undefined;
  if (name === 'shift+tab') return name;
  if (/^ctrl\+[a-z\]]$/.test(name)) return alike.has(name) ? undefined : name;
  return /^f([1-9]|1[0-2])$/.test(name) ? name : undefined;
}

/** A chord as it is written for the user: "r", "F7", "Ctrl+C", "PgDn", "↑". */
export function chordLabel(chord: string): string {
  if (chord.startsWith('ctrl+')) return `Ctrl+${chord.slice(5).toUpperCase()}`;
  if (/^f\d+$/.test(chord)) return chord.toUpperCase();
  return labels[chord] ?? chord;
}

/** All chords of a command in a row: "s F7"; digits that follow one another as their first and last: "1\u20139". */
export function keysLabel(chords: readonly string[]): string {
  const isRow = chords.length > 2 && chords.every((chord, index) => chord === String(Number(chords[0]) + index));
  return isRow ? `${chords[0]}\u2013${chords.at(-1)}` : chords.map(chordLabel).join(' ');
}
