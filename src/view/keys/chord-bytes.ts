const named: Readonly<Record<string, string>> = {
  return: '\r',
  tab: '\t',
  'shift+tab': '\x1b[Z',
  escape: '\x1b',
  up: '\x1b[A',
  down: '\x1b[B',
  right: '\x1b[C',
  left: '\x1b[D',
  home: '\x1b[H',
  end: '\x1b[F',
  pageup: '\x1b[5~',
  pagedown: '\x1b[6~',
};

/** What a terminal sends for a chord; nothing for one that it does not know. */
export function bytesOfChord(chord: string): string {
  const control = /^ctrl\+(.)$/.exec(chord)?.[1];
  // The lower five bits of the letter: Ctrl+C is 3.
  if (control !== undefined) return String.fromCharCode(control.toUpperCase().charCodeAt(0) & 31);
  return named[chord] ?? ([...chord].length === 1 ? chord : '');
}
