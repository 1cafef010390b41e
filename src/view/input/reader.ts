import type { Clock } from '../../ports/clock.js';
import { chordOfCharacter, chordOfSequence } from '../keys/decode.js';
import { type MouseEvent, mouseEvent } from './mouse.js';

/** One thing that came from the terminal, in the order in which it came. */
export type Input =
  /** A key; `raw` is what the terminal sent for it. `chord` is undefined for one that has no name here. */
  | { readonly kind: 'key'; readonly chord: string | undefined; readonly raw: string }
  /** Pasted text, or a part of it. */
  | { readonly kind: 'paste'; readonly text: string }
  | { readonly kind: 'mouse'; readonly event: MouseEvent }
  /** What the terminal answered to a question of ours, whole: the text of an OSC or of another control string, or a report. */
  | { readonly kind: 'answer'; readonly text: string };

/** Milliseconds that a lone Escape waits for the rest of a sequence. */
export const escapeMs = 30;

/** The same once more of a sequence, or a control string, has begun, which no key does. */
const answerMs = 1000;

/** For so long after an Escape whose time is over, a bracket is the rest of its sequence on a slow line rather than a key. */
const lateMs = 250;

/** Characters of an answer beyond which it is none that we asked for, and is dropped as it comes. */
const longestAnswer = 4096;

const pasteStart = '\x1b[200~';
const pasteEnd = '\x1b[201~';

const controlSequence = /^\x1b\[([<-?]?)[0-9:;]*[ -/]*[@-~]/;
const cutSequence = /^\x1b(?:\[[<-?]?[0-9:;]*[ -/]*|O)?$/;
const controlString = /^\x1b[\]P_^X]/;
const stringEnd = /\x07|\x1b\\|\x9c/;
/** The rest of a sequence whose Escape came so early that it was taken for the key. */
const lateRest = /^(?:\[(?:<[\d;]*[Mm]?|[\d;]*[A-Z~u])|\]\d)/;
const lateBeginning = /^[[\]]/;

type ReadStep = { readonly input: Input | undefined; readonly length: number };

/**
 * The one reader of the terminal's input. It takes apart what comes, in whatever pieces: keys, pasted text, the mouse and
 * answers of the terminal. A sequence that is cut waits for its rest; a lone Escape is a key once its time is over.
 */
export class InputReader {
  readonly #clock: Clock;
  readonly #onInput: (inputs: readonly Input[]) => void;
  /** What came and is incomplete yet. */
  #rest = '';
  #isPasting = false;
  /** When the last key was an Escape whose time was over, which may have begun a sequence all the same; else undefined. */
  #escapedAt: number | undefined;
  /** Whether what came and is incomplete yet has an Escape that was taken for the key. */
  #isLate = false;
  /** Whether an answer is dropped that has grown too long. */
  #isDropping = false;
  #timer: Disposable | undefined;

  /** @param onInput receives all that one piece of input brought, in its order */
  constructor(clock: Clock, onInput: (inputs: readonly Input[]) => void) {
    this.#clock = clock;
    this.#onInput = onInput;
  }

  /** Takes the next piece of input. */
  take(piece: string): void {
    this.#disarm();
    if (this.#rest === '') this.#isLate = this.#isRestOfEscape(piece);
    this.#escapedAt = undefined;
    this.#rest += this.#isLate && this.#rest === '' ? `\x1b${piece}` : piece;
    const inputs: Input[] = [];
    for (let step = this.#next(); step !== undefined; step = this.#next()) {
      this.#rest = this.#rest.slice(step.length);
      if (step.input !== undefined) inputs.push(this.#isLate ? withoutEscape(step.input) : step.input);
      this.#isLate = false;
    }
    if (inputs.length > 0) this.#onInput(inputs);
    // What is held back inside a paste is the beginning of its end, and no key.
    if (this.#rest !== '' && !this.#isPasting) this.#arm();
  }

  /** Forgets what waits for its rest. */
  close(): void {
    this.#disarm();
    this.#rest = '';
  }

  #isRestOfEscape(piece: string): boolean {
    if (this.#escapedAt === undefined) return false;
    return lateRest.test(piece) || (lateBeginning.test(piece) && this.#clock.now() - this.#escapedAt < lateMs);
  }

  /** What comes first; undefined where nothing complete is left. */
  #next(): ReadStep | undefined {
    const rest = this.#rest;
    if (rest === '') return undefined;
    if (this.#isPasting) return this.#nextOfPaste(rest);
    if (this.#isDropping || controlString.test(rest)) return this.#nextOfString(rest);
    const [first = ''] = rest;
    if (first !== '\x1b') return key(chordOfCharacter(first), first);
    if (rest.startsWith(pasteStart)) {
      this.#isPasting = true;
      return { input: undefined, length: pasteStart.length };
    }
    if (cutSequence.test(rest)) return undefined;
    return this.#nextOfSequence(rest);
  }

  #nextOfSequence(rest: string): ReadStep | undefined {
    if (rest.startsWith('\x1b[[')) {
      if (rest.length < 4) return undefined;
      return key(chordOfSequence(rest.slice(0, 4)), rest.slice(0, 4));
    }
    const [sequence, mark] = controlSequence.exec(rest) ?? [];
    if (sequence === '\x1b[M') {
      // The old form of a mouse report has three characters more.
      if (rest.length < 6) return undefined;
      return mouse(rest.slice(0, 6));
    }
    if (sequence !== undefined) {
      if (mark === '<') return mouse(sequence);
      // The focus of the terminal comes and goes without a key.
      if (sequence === '\x1b[I' || sequence === '\x1b[O') return { input: undefined, length: sequence.length };
      if (mark !== '') return { input: { kind: 'answer', text: sequence.slice(1) }, length: sequence.length };
      return key(chordOfSequence(sequence), sequence);
    }
    if (/^\x1bO[A-Z]/.test(rest)) return key(chordOfSequence(rest.slice(0, 3)), rest.slice(0, 3));
    const [, second = ''] = [...rest.slice(0, 3)];
    // Two Escapes are the key twice, or the key and a sequence; any other character was held with Alt, which has no meaning here.
    if (second === '\x1b' || second < ' ') return key('escape', '\x1b');
    return key(undefined, `\x1b${second}`);
  }

  #nextOfPaste(rest: string): ReadStep | undefined {
    const end = rest.indexOf(pasteEnd);
    const length = end === -1 ? rest.length - cutEnd(rest) : end;
    if (length > 0) return { input: { kind: 'paste', text: rest.slice(0, length) }, length };
    if (end === -1) return undefined;
    this.#isPasting = false;
    return { input: undefined, length: pasteEnd.length };
  }

  #nextOfString(rest: string): ReadStep | undefined {
    const end = stringEnd.exec(rest);
    if (end === null) {
      // An Escape at its end may begin the terminator.
      const length = rest.length - (rest.endsWith('\x1b') ? 1 : 0);
      if (!this.#isDropping && rest.length <= longestAnswer) return undefined;
      this.#isDropping = true;
      return length === 0 ? undefined : { input: undefined, length };
    }
    const input: Input | undefined = this.#isDropping ? undefined : { kind: 'answer', text: rest.slice(1, end.index) };
    this.#isDropping = false;
    return { input, length: end.index + end[0].length };
  }

  #arm(): void {
    const isAnswer = this.#isDropping || this.#isLate || /^\x1b(?:\][\d]|[P_^X].|\[.)/.test(this.#rest);
    this.#timer = this.#clock.setTimer(
      () => {
        // The rest may have come during a long draw: it is read before this second, short wait is over.
        this.#timer = this.#clock.setTimer(() => this.#giveUp(), 1);
      },
      isAnswer ? answerMs : escapeMs,
    );
  }

  #disarm(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
  }

  /** What waited is all that comes. */
  #giveUp(): void {
    this.#timer = undefined;
    const [rest, isLate] = [this.#rest, this.#isLate];
    this.#rest = '';
    this.#isDropping = false;
    this.#isLate = false;
    if (isLate && rest.length === 2) this.#onInput([{ kind: 'key', chord: chordOfCharacter(rest[1]!), raw: rest[1]! }]);
    else if (rest === '\x1b') {
      this.#escapedAt = this.#clock.now();
      this.#onInput([{ kind: 'key', chord: 'escape', raw: rest }]);
    } else if (/^\x1b[[O\]P_^X]$/.test(rest)) this.#onInput([{ kind: 'key', chord: undefined, raw: rest }]);
    // Anything longer is a broken sequence, and no key.
  }
}

function key(chord: string | undefined, raw: string): ReadStep {
  return { input: { kind: 'key', chord, raw }, length: raw.length };
}

function mouse(report: string): ReadStep {
  const event = mouseEvent(report);
  return { input: event && { kind: 'mouse', event }, length: report.length };
}

/** What has had its Escape already, for a program that is typed into. */
function withoutEscape(input: Input): Input {
  return input.kind === 'key' ? { ...input, raw: input.raw.replace(/^\x1b/, '') } : input;
}

/** How many characters at the end of pasted text may begin its end. */
function cutEnd(text: string): number {
  for (let length = Math.min(pasteEnd.length - 1, text.length); length > 0; length--) {
    if (pasteEnd.startsWith(text.slice(-length))) return length;
  }
  return 0;
}
