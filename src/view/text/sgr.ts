const byte = '\\d{1,3}';
const colour = [
  `[345]8;5;${byte}`,
  `[345]8;2;${byte};${byte};${byte}`,
  `[345]8:5:${byte}`,
  `[345]8:2:(?:\\d{0,3}:)?${byte}:${byte}:${byte}`,
].join('|');
const attribute = `${colour}|4:[0-5]|(?!0*[345]8(?!\\d))\\d{0,3}`;
const unambiguous = new RegExp(`^(?:${attribute})(?:;(?:${attribute}))*$`);

/** An SGR sequence (colours, bold and their like). */
export const sgrSequence = /\x1b\[[0-9;:]*m/g;

/**
 * Whether every reader understands these SGR parameters ("1;31") alike. Unfinished colours such as "38;2;39" are not:
 * the terminal and the code that closes the colours would disagree on what is on, and a colour would leak.
 */
export function isUnambiguousSgr(parameters: string): boolean {
  return unambiguous.test(parameters);
}

/** Sanitized text without its colours. */
export function stripSgr(text: string): string {
  return text.includes('\x1b') ? text.replace(sgrSequence, '') : text;
}
