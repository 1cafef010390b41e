/** A longer line is broken, in bytes; a mark says so. */
export const longestLine = 64 * 1024;

/** Stands at the end of a line that was broken. */
export const breakMark = '…';

/** What moves to the beginning of the line: a carriage return, and the sequence for column 1, as spinners write it. */
const returns = ['\r', '\x1b[G', '\x1b[0G', '\x1b[1G'];

/** The same as an expression for its states. */
const aReturn = /\r|\x1b\[[01]?G/;

/**
 * How many bytes at the beginning of a line carriage returns and their like have overwritten: what a terminal would not show any
 * more. 0 where that is nothing.
 */
export function overwrittenBytes(line: Buffer): number {
  return startOfLastState(line.toString('latin1'));
}

/** Where in a line what a terminal would still show begins, about: after the last return that something follows. */
export function startOfLastState(text: string): number {
  const end = endOfLastState(text);
  return Math.max(0, ...returns.map((each) => afterLast(text, each, end)));
}

function afterLast(text: string, sequence: string, end: number): number {
  const at = end < sequence.length ? -1 : text.lastIndexOf(sequence, end - sequence.length);
  return at === -1 ? 0 : at + sequence.length;
}

/** The end of a text without returns that nothing follows. */
function endOfLastState(text: string): number {
  let end = text.length;
  for (;;) {
    const last = returns.find((each) => text.endsWith(each, end));
    if (last === undefined) return end;
    end -= last.length;
  }
}

/** Whether anything in a text moves back, so that what it shows is not all that it has. */
export function movesBack(text: string): boolean {
  return text.includes('\r') || text.includes('\b') || (text.includes('\x1b[') && aReturn.test(text));
}

/** What a terminal would show of a line with returns and backspaces, about. */
export function lastState(text: string): string {
  if (!movesBack(text)) return text;
  const state = text.slice(startOfLastState(text), endOfLastState(text));
  return state.includes('\b') ? overtyped(state) : state;
}

/** All that a line showed, one after the other: what a return has overwritten was the line for a while. */
export function statesOf(line: string): readonly string[] {
  const states = line.split(aReturn).filter((state) => state !== '');
  return states.length === 0 ? [''] : states.map(lastState);
}

/** A sequence, which takes no place, or a character. */
const pieces = /\x1b\[[ -?]*[@-~]|./gsu;

/** A text in which each backspace has the next character take the place of the one before it. */
function overtyped(text: string): string {
  const places: string[] = [];
  let at = 0;
  let sequences = '';
  for (const [piece] of text.matchAll(pieces)) {
    if (piece === '\b') at = Math.max(0, at - 1);
    else if (piece.length > 2) sequences += piece;
    else {
      places[at] = sequences + piece;
      sequences = '';
      at += 1;
    }
  }
  return places.join('') + sequences;
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
