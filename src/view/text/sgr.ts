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

/** Unambiguous parameters as terminals know them that read no colons: "4:3" is an underline, "38:2::1:2:3" is "38;2;1;2;3". */
export function withoutColons(parameters: string): string {
  if (!parameters.includes(':')) return parameters;
  return parameters
    .split(';')
    .map((parameter) => {
      if (parameter.startsWith('4:')) return parameter === '4:0' ? '24' : '4';
      const [kind, way, ...rest] = parameter.split(':');
      return [kind, way, ...(way === '2' ? rest.slice(-3) : rest)].filter((part) => part !== undefined).join(';');
    })
    .join(';');
}

/** Sanitized text without its colours. */
export function stripSgr(text: string): string {
  return text.includes('\x1b') ? text.replace(sgrSequence, '') : text;
}

/** What turns an attribute off, by what turns it on; colours and what is not here are handled below. */
const ends: Readonly<Record<number, number>> = {
  1: 22,
  2: 22,
  3: 23,
  4: 24,
  21: 24,
  5: 25,
  6: 25,
  7: 27,
  8: 28,
  9: 29,
  53: 55,
  58: 59,
};

/** Whether an attribute that sanitized text turns on is still on at its end. */
export function isOpen(text: string): boolean {
  const on = new Set<number>();
  for (const [, parameters = ''] of text.matchAll(/\x1b\[([\d;]*)m/g)) {
    const codes = parameters.split(';').map(Number);
    for (let index = 0; index < codes.length; index += 1) {
      const code = codes[index]!;
      if (code === 0) on.clear();
      else if (isEnd(code)) on.delete(code);
      else on.add(endOf(code));
      if (code === 38 || code === 48 || code === 58) index += codes[index + 1] === 2 ? 4 : 2;
    }
  }
  return on.size > 0;
}

function isEnd(code: number): boolean {
  return (code >= 22 && code <= 29) || code === 39 || code === 49 || code === 55 || code === 59;
}

function endOf(code: number): number {
  if ((code >= 30 && code <= 38) || (code >= 90 && code <= 97)) return 39;
  if ((code >= 40 && code <= 48) || (code >= 100 && code <= 107)) return 49;
  return ends[code] ?? code;
}
