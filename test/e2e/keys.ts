const named: Readonly<Record<string, string>> = {
  enter: '\r',
  escape: '\x1b',
  esc: '\x1b',
  tab: '\t',
  'shift+tab': '\x1b[Z',
  space: ' ',
  backspace: '\x7f',
  up: '\x1b[A',
  down: '\x1b[B',
  right: '\x1b[C',
  left: '\x1b[D',
  home: '\x1b[H',
  end: '\x1b[F',
  insert: '\x1b[2~',
  delete: '\x1b[3~',
  pageup: '\x1b[5~',
  pagedown: '\x1b[6~',
  f1: '\x1bOP',
  f2: '\x1bOQ',
  f3: '\x1bOR',
  f4: '\x1bOS',
  f5: '\x1b[15~',
  f6: '\x1b[17~',
  f7: '\x1b[18~',
  f8: '\x1b[19~',
  f9: '\x1b[20~',
  f10: '\x1b[21~',
  f11: '\x1b[23~',
  f12: '\x1b[24~',
};

/**
 * The bytes that a terminal sends for a key: "r", "R", "enter", "ctrl+c", "ctrl+]", "shift+tab".
 * Throws for a key that is not in the table.
 */
export function bytesOf(key: string): string {
  const bytes = named[key.toLowerCase()];
  if (bytes !== undefined) return bytes;
  const control = /^ctrl\+([a-z[\]\\^_])$/.exec(key.toLowerCase())?.[1];
  // A terminal sends the lower five bits of the letter: Ctrl+C is 3.
  if (control !== undefined) return String.fromCharCode(control.toUpperCase().charCodeAt(0) & 31);
  if ([...key].length === 1) return key;
  throw new Error(`no key is called "${key}"`);
}
