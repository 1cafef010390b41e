import type { TypedPart } from '../../supervisor/terminal/typed-bytes.js';

/** What became of one piece of input. */
export interface TypedChunk {
  /** What is for the program, in order. */
  readonly parts: readonly TypedPart[];
  /** What came after Ctrl+], which is not for the program any more; undefined where that was not pressed. */
  readonly rest: string | undefined;
}

const pasteStart = '\x1b[200~';
const pasteEnd = '\x1b[201~';

const special = new RegExp(
  [
    '\\x1b\\[200~',
    // Ctrl+]: as ever, and as terminals send it that tell more of a key (kitty's protocol, xterm's modifyOtherKeys). What is
    // added to 5, which stands for Ctrl, are Caps Lock and Num Lock.
    '\\x1d',
    '\\x1b\\[93(?::\\d*)*;(?:5|69|133|197)(?::[12])?(?:;[\\d:]*)?u',
    '\\x1b\\[27;5;93~',
    // The mouse and the focus of our own terminal: nothing that was typed.
    '\\x1b\\[<[\\d;]*[Mm]',
    '\\x1b\\[M[\\s\\S]{3}',
    '\\x1b\\[[IO]',
  ].join('|'),
  'g',
);
const notForTheProgram = /^\x1b\[[<IOM]/;
const cutMarker = /\x1b\[(?:20?[01]?|<[\d;]*|M[\s\S]{0,2})?$/;
const reportAfterEscape = /^\[<[\d;]*(?:[Mm]|$)/;

/** Takes the raw input of a terminal apart while it is meant for a program: typed and pasted text, and the way out, Ctrl+]. */
export class TypedInput {
  #pasting = false;
  /** The start of a sequence whose rest has not come yet. */
  #cut = '';
  /** Whether the program got an Escape last that may have begun a report of the mouse. */
  #endedInEscape = false;

  /** Takes the next piece of input. Inside pasted text nothing is the way out. */
  take(raw: string): TypedChunk {
    let left = this.#cut + raw;
    if (this.#endedInEscape) {
      const late = reportAfterEscape.exec(left)?.[0] ?? '';
      this.#cut = late;
      if (late !== '' && !/[Mm]$/.test(late)) return { parts: [], rest: undefined };
      left = left.slice(late.length);
    }
    this.#cut = cutMarker.exec(left)?.[0] ?? '';
    this.#endedInEscape = !this.#pasting && left.endsWith('\x1b');
    left = left.slice(0, left.length - this.#cut.length);
    const parts: TypedPart[] = [];
    const add = (text: string, pasted: boolean): void => {
      if (text !== '') parts.push({ text, pasted });
    };
    while (left !== '') {
      if (this.#pasting) {
        const end = left.indexOf(pasteEnd);
        add(end === -1 ? left : left.slice(0, end), true);
        if (end === -1) break;
        this.#pasting = false;
        left = left.slice(end + pasteEnd.length);
        continue;
      }
      special.lastIndex = 0;
      const found = special.exec(left);
      add(found === null ? left : left.slice(0, found.index), false);
      if (found === null) break;
      left = left.slice(special.lastIndex);
      if (found[0] === pasteStart) this.#pasting = true;
      else if (!notForTheProgram.test(found[0])) {
        const rest = left + this.#cut;
        this.#cut = '';
        return { parts, rest };
      }
    }
    return { parts, rest: undefined };
  }
}
