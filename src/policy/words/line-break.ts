const carriageReturn = 0x0d;

/** A longer line is broken, in bytes; a mark says so. */
export const longestLine = 64 * 1024;

/** Stands at the end of a line that was broken. */
export const breakMark = '…';

/**
 * How many bytes at the beginning of a line carriage returns have overwritten: what a terminal would not show any more. 0 where
 * that is nothing.
 */
export function overwrittenBytes(line: Buffer): number {
  let end = line.length;
  while (end > 0 && line[end - 1] === carriageReturn) end--;
  return end === 0 ? 0 : line.subarray(0, end).lastIndexOf(carriageReturn) + 1;
}

/** Where in a line what a terminal would still show begins, about: after the last carriage return that something follows. */
export function startOfLastState(text: string): number {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === carriageReturn) end--;
  return end === 0 ? 0 : text.lastIndexOf('\r', end - 1) + 1;
}

/** What a terminal would show of a line with carriage returns, about. */
export function lastState(text: string): string {
  return text.includes('\r') ? text.slice(startOfLastState(text)).replace(/\r+$/, '') : text;
}

/** The length of `bytes` without a UTF-8 character whose end is missing. */
export function endOfCompleteCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length - 1); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}
