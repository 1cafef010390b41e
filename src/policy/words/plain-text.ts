import { lastState } from './line-break.js';

/**
 * All that is no text: what acts on a terminal, and what cannot be seen and shifts or turns around what can. What follows an
 * introducer is optional, or ends before the next one, so the time is linear on any input.
 */
export const unprintable = new RegExp(
  [
    // CSI: parameters and intermediates, then the final byte. Terminals obey controls in between, and the sequence goes on.
    '(?:\\x1b\\[|\\x9b)[ -?\\0-\\t\\x0b\\x0c\\x0e-\\x17\\x19\\x1c-\\x1f\\x7f]*[@-~]?',
    // The colours of the Linux console, which are not ended: console_codes(4).
    '\\x1b\\](?:P[\\dA-Fa-f]{7}|R)',
    // OSC, DCS, APC, PM and SOS strings, up to BEL or ST; CAN, SUB, another ESC and the end of the line break them off.
    '(?:\\x1b[\\]P_^X]|[\\x9d\\x90\\x9f\\x9e\\x98])[^\\x07\\x18\\x1a\\x1b\\x9c\\r\\n]*(?:\\x07|\\x9c|\\x1b\\\\)?',
    // The title of a window of screen or tmux; elsewhere ESC k is a sequence of its own, so that only an ST makes a string of it.
    '\\x1bk[^\\x07\\x18\\x1a\\x1b\\x9c\\r\\n]*(?:\\x9c|\\x1b\\\\)',
    // Every other escape sequence.
    '\\x1b[ -/]*[0-~]?',
    // C0 but tab, DEL, C1.
    '[\\0-\\x08\\x0a-\\x1f\\x7f-\\x9f]',
    // Bidi controls and isolates.
    '[\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]',
    // Invisible characters to which terminals give different widths.
    '[\\xad\\u0600-\\u0605\\u06dd\\u070f\\u08e2\\u115f\\u200b\\u2060-\\u2065\\u206a-\\u206f\\u3164\\ufeff\\uffa0\\ufff9-\\ufffb]',
    // Line and paragraph separators.
    '[\\u2028\\u2029]',
  ].join('|'),
  'g',
);

const printable = /^[\x20-\x7e\t\n]*$/;

/**
 * Text from outside as plain text: a process's output for a file, a pipe or a pattern. Line feeds and tabs stay, everything else
 * that is no text is taken out.
 */
export function plainText(text: string): string {
  if (printable.test(text)) return text;
  return text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(unprintable, (sequence) => (sequence === '\n' ? '\n' : /^[\u2028\u2029]$/.test(sequence) ? ' ' : ''));
}

/**
 * One line of output as the program's own text, for the clipboard and for files: only what acts on a terminal is taken out, tabs and
 * characters that no terminal shows well stay.
 */
export function ownText(line: string): string {
  return line.replace(unprintable, (sequence) => (controlled.test(sequence) ? '' : sequence));
}

/** The control characters of Unicode, with which every sequence for a terminal begins. */
const controlled = /^\p{Cc}/u;

/** A sequence that has begun at the end of a text, and of which the rest may still come. */
const unfinished =
  /(?:\x1b(?:\[[ -?]*|[\]P_^Xk][^\x07\x18\x1a\x1b\x9c\r\n]*\x1b?|[ -/]*)|\x9b[ -?]*|[\x90\x98\x9d-\x9f][^\x07\x18\x1a\x1b\x9c\r\n]*\x1b?)$/;

/** The length of a text without a sequence for the terminal that has begun at its end. */
export function endOfWhole(text: string): number {
  const at = text.search(unfinished);
  return at === -1 ? text.length : at;
}

/** The last line of what a program printed that says something, as plain text; empty where none does. */
export function lastLineOf(output: string): string {
  return plainText(output.split('\n').map(lastState).join('\n')).trimEnd().split('\n').at(-1)!.trim();
}

/** Plain text in one line, for what becomes a part of our own words: a name, a path, an error's text, what a check has printed. */
export function plainLine(text: string): string {
  return plainText(text).replace(/[\t\n]+/g, ' ');
}
