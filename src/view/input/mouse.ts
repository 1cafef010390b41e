/** What a person did with the mouse, at a cell of the screen: column `x` and row `y`, both from 0. */
export type MouseEvent = { readonly x: number; readonly y: number } & (
  | { readonly kind: 'press' | 'release' | 'drag'; readonly button: 'left' | 'middle' | 'right' }
  /** One notch: -1 is up, or away from the person. */
  | { readonly kind: 'wheel'; readonly step: -1 | 1 }
);

const report = /\x1b\[<(\d+);(\d+);(\d+)([Mm])|\x1b\[M([\s\S]{3})/g;
const leadingReports = /^(?:\x1b\[<[\d;]+[Mm])*/;
const cutReport = /\x1b(?:\[(?:<[\d;]{0,21}|M[\s\S]{0,2})?)?$/;
// Where Ink took the first character for a key of its own, the rest comes without it.
const lateReport = /\[?<\d+;\d+;\d+[Mm]/g;
const cutRaw = /\x1b\[(?:<[\d;]*)?$/;
const cutInput = /^\[(?:<[\d;]{0,21})?$/;
const longestReport = 24;
const buttons = ['left', 'middle', 'right'] as const;

/** What the mouse reports in raw input say, in order, in the form that has a place for every column or in the old one. */
export function mouseEvents(raw: string): readonly MouseEvent[] {
  return [...raw.matchAll(report)].flatMap(eventOf);
}

/** Raw input without its mouse reports. */
export function withoutMouse(raw: string): string {
  return raw.replace(report, '');
}

/** What the mouse did, as it was told together with keys. */
export interface MouseNews {
  /** Before any key. */
  readonly first: readonly MouseEvent[];
  /** After the first key. */
  readonly later: readonly MouseEvent[];
}

/**
 * Hears of raw input and of what Ink makes of it, tells what the mouse did, and keeps all of its reports out of what was typed.
 * Ink drops a report that is whole; of one that comes in pieces too late for that it takes each piece for text.
 */
export class MouseInput {
  /** The start of a report in the raw input whose rest has not come yet. */
  #begun = '';
  /** The start of a report in what Ink made of it. */
  #cut = '';
  /** What stands in old reports after the part that Ink drops. */
  #old: readonly string[] = [];
  /** Whether the last key was an Escape, which may have begun a report. */
  #isAfterEscape = false;
  /** The end of the raw input. */
  #raw = '';
  /** Whether Ink has made all of the raw input that it could, and only gives up waiting from now on. */
  #isSettled = true;

  /** Hears of a piece of raw input, before Ink makes anything of it. */
  hear(raw: string): MouseNews {
    this.#isSettled = false;
    const joined = this.#begun + raw;
    this.#begun = cutReport.exec(joined)?.[0] ?? '';
    this.#raw = this.#raw.slice(-longestReport) + raw;
    this.#old = [...joined.matchAll(report)].flatMap(([, , , , , old]) => old ?? []);
    const leading = leadingReports.exec(joined)![0];
    return { first: mouseEvents(leading), later: mouseEvents(joined.slice(leading.length)) };
  }

  /** Ink has handed on all that it made at once of what was heard. */
  settle(): void {
    this.#isSettled = true;
  }

  /** What of the next text that Ink hands on was typed; undefined where nothing was. */
  typed(input: string, isEscape: boolean): string | undefined {
    const [cut, isAfterEscape] = [this.#cut, this.#isAfterEscape];
    this.#cut = '';
    this.#isAfterEscape = isEscape;
    if (isEscape) this.#raw = '';
    if (input === '') return '';
    const [old] = this.#old;
    if (old !== undefined && input.startsWith(old)) {
      this.#old = this.#old.slice(1);
      return input.slice(old.length) || undefined;
    }
    const isCut = cut !== '' || (this.#isSettled ? cutRaw.test(this.#raw) : isAfterEscape && input.startsWith('[<'));
    const joined = cut + input;
    if (isCut && cutInput.test(joined)) {
      this.#cut = joined;
      return undefined;
    }
    // Without an end that fits, it was no report; what came first of it was no key either.
    const text = cut === '' || joined.search(lateReport) === 0 ? joined : input;
    return text.replace(lateReport, '') || undefined;
  }
}

function eventOf([, code, x, y, final, old]: RegExpExecArray): readonly MouseEvent[] {
  if (old === undefined) return decoded(Number(code), Number(x), Number(y), final === 'm');
  const [button = 0, column = 0, row = 0] = [...old].map((character) => character.charCodeAt(0) - 32);
  // At a column for which the old form has no character, nobody knows where it was.
  return Math.max(button, column, row) < 128 - 32 ? decoded(button, column, row, (button & 67) === 3) : [];
}

/** Nothing for what no one acts on: buttons beyond the third, the wheel sideways, the mouse without a button. */
function decoded(code: number, column: number, row: number, isRelease: boolean): readonly MouseEvent[] {
  const [x, y] = [Math.max(0, column - 1), Math.max(0, row - 1)];
  const number = code & 3;
  if (code >= 128) return [];
  if (code & 64) return number > 1 || isRelease ? [] : [{ kind: 'wheel', step: number === 0 ? -1 : 1, x, y }];
  // The old form does not say which button was let go.
  const button = buttons[number] ?? (isRelease ? 'left' : undefined);
  if (button === undefined) return [];
  return [{ kind: isRelease ? 'release' : code & 32 ? 'drag' : 'press', button, x, y }];
}
