import { cellWidth } from './cell-slice.js';

const plain = /^[\x00-\x7f]*$/;
const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** What stands for a character of ours, in as many cells. */
const stand = new Map(
  Object.entries({
    '●': '*',
    '○': 'o',
    '◌': '~',
    '◔': '.',
    '◑': ')',
    '◐': '(',
    '✖': 'X',
    '✔': '+',
    // Nothing but the selection is an angle bracket.
    '▌': '>',
    '•': '!',
    '▍': '!',
    '▏': '|',
    '│': '|',
    '┃': '|',
    '┆': ':',
    '─': '-',
    '├': '|',
    '└': '`',
    '┌': '+',
    '┐': '+',
    '┘': '+',
    '┤': '|',
    '█': '#',
    '▐': '#',
    '▶': '=',
    '═': '=',
    '↳': '\\',
    '◆': '*',
    '░': ':',
    '…': '~',
    '–': '-',
    '—': '-',
    '→': '-',
    '←': '-',
    '↑': '^',
    '↓': 'v',
    '▲': '^',
    '▼': 'v',
    '“': '"',
    '”': '"',
    '‘': "'",
    '’': "'",
    '·': '.',
    '×': 'x',
    '▁': '_',
    '▂': '.',
    '▃': ':',
    '▄': '-',
    '▅': '=',
    '▆': '+',
    '▇': '*',
  }),
);

/**
 * A text for a terminal that shows nothing but ASCII, as wide as before: the characters of the dashboard have each one that
 * stands for them, and any other becomes question marks.
 */
export function toAscii(text: string): string {
  if (plain.test(text)) return text;
  let ascii = '';
  for (const { segment } of characters.segment(text)) {
    ascii += plain.test(segment) ? segment : (stand.get(segment) ?? '?'.repeat(cellWidth(segment)));
  }
  return ascii;
}

/**
 * Whether a terminal with this environment may not show UTF-8: a locale is set and names another encoding, or it is the console of
 * Linux, whose font has few characters. Where no locale is set nothing is known, and terminals of today show it.
 */
export function needsAscii(env: Readonly<Record<string, string | undefined>>): boolean {
  if (env.TERM === 'linux') return true;
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return locale !== '' && !/utf-?8/i.test(locale);
}
