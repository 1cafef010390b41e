/** What a person did with the mouse, at a cell of the screen: column `x` and row `y`, both from 0. */
export type MouseEvent = { readonly x: number; readonly y: number } & (
  | { readonly kind: 'press' | 'release' | 'drag'; readonly button: 'left' | 'middle' | 'right' }
  /** One notch: -1 is up, or away from the person. */
  | { readonly kind: 'wheel'; readonly step: -1 | 1 }
);

// Where Ink took the first character for a key of its own, the rest comes without it.
const report = /\[?<(\d+);(\d+);(\d+)([Mm])/g;
const cutRaw = /\x1b\[(?:<[\d;]*)?$/;
const cutInput = /^\[(?:<[\d;]{0,21})?$/;
const longestReport = 24;
const buttons = ['left', 'middle', 'right'] as const;

/** What mouse reports in SGR form say, in order; with or without the escape character that begins them. */
export function mouseEvents(input: string): readonly MouseEvent[] {
  return [...input.matchAll(report)].flatMap(eventOf);
}

/** Raw input without its mouse reports. */
export function withoutMouse(raw: string): string {
  return raw.replace(/\x1b\[<\d+;\d+;\d+[Mm]|\x1b\[M[\s\S]{3}/g, '');
}

/**
 * Takes what Ink hands on as text apart into what was typed and what the mouse did. It knows a report too that came in pieces so
 * late that Ink took each of them for text, and those of terminals that know no SGR form.
 */
export class MouseInput {
  /** The start of a report whose rest has not come yet. */
  #cut = '';
  /** Characters of an old report that have not come yet. */
  #missing = 0;
  /** Whether the last key was an Escape, which may have begun a report. */
  #isAfterEscape = false;
  /** The end of the raw input. */
  #raw = '';

  /** Hears of a piece of raw input, before Ink makes anything of it. */
  hear(raw: string): void {
    this.#raw = this.#raw.slice(-longestReport) + raw;
  }

  /** Takes the next input, in order; an empty text is a key that Ink tells by its name. */
  take(input: string, isEscape: boolean): readonly (string | MouseEvent)[] {
    const [missing, cut, isAfterEscape] = [this.#missing, this.#cut, this.#isAfterEscape];
    this.#missing = 0;
    this.#cut = '';
    this.#isAfterEscape = isEscape;
    if (isEscape) this.#raw = '';
    if (input === '') return [''];
    if (missing > 0) return this.#takeOld(input, missing);
    if (input === '[M' && this.#raw.includes('\x1b[M')) {
      this.#missing = 3;
      return [];
    }
    // The key [ just before a report that was cut after its own [.
    if (cut === '[' && input.startsWith('[')) return ['[', ...this.take(input, false)];
    const isCut = cut !== '' || cutRaw.test(this.#raw) || (isAfterEscape && input.startsWith('[<'));
    if (isCut && cutInput.test(cut + input)) {
      this.#cut = cut + input;
      return [];
    }
    const joined = cut + input;
    // Without an end that fits, it was no report; what came first of it was no key either.
    return partsOf(cut === '' || joined.search(report) === 0 ? joined : input);
  }

  #takeOld(input: string, missing: number): readonly (string | MouseEvent)[] {
    const [old, rest] = [input.slice(0, missing), input.slice(missing)];
    this.#missing = missing - old.length;
    const [button = 0, x = 0, y = 0] = [...old].map((character) => character.charCodeAt(0) - 32);
    // In pieces, or at a column for which the old form has no character: nobody knows where it was.
    const isKnown = old.length === 3 && Math.max(button, x, y) < 128 - 32;
    return [...(isKnown ? decoded(button, x, y, (button & 3) === 3) : []), ...(rest === '' ? [] : partsOf(rest))];
  }
}

function partsOf(text: string): readonly (string | MouseEvent)[] {
  const parts: (string | MouseEvent)[] = [];
  let at = 0;
  for (const match of text.matchAll(report)) {
    // A second Escape before a report stays in what Ink hands on.
    const typed = text.slice(at, match.index).replace(/\x1b$/, '');
    if (typed !== '') parts.push(typed);
    parts.push(...eventOf(match));
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push(text.slice(at));
  return parts;
}

function eventOf([, code, x, y, final]: RegExpExecArray): readonly MouseEvent[] {
  return decoded(Number(code), Number(x), Number(y), final === 'm');
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
