import { breakMark, lastState, startOfLastState } from '../../policy/words/line-break.js';
import { endOfWhole, plainText } from '../../policy/words/plain-text.js';
import type { Clock } from '../../ports/clock.js';
import type { OutputStream } from '../../ports/spawner.js';
import { ControlStrings } from '../../supervisor/log/control-strings.js';

/** An unterminated line is broken when it has grown to this many characters. */
const longestLine = 65_536;

/** Milliseconds of quiet after which a line without an end is printed: it may be a question that waits for its answer. */
const quietMs = 1000;

/** Milliseconds after the end of a process in which its last output may still come. */
const lastWordsMs = 100;

/** A timer that is later than so many milliseconds comes before what was written meanwhile is read. */
const lateMs = 20;

const streams = ['stdout', 'stderr'] as const;

/** The end of what came on one output stream. */
interface Rest {
  /** What has no line end yet. */
  text: string;
  /** When the last of it came. */
  at: number;
  /** Whether what came before was printed without its line end. */
  isCut: boolean;
}

/** Makes whole lines of text that comes in pieces, each output stream for itself. */
export class LineAssembler {
  readonly #clock: Clock;
  readonly #print: (lines: readonly string[]) => void;
  readonly #rests: Readonly<Record<OutputStream, Rest>> = { stdout: newRest(), stderr: newRest() };
  readonly #strings: ControlStrings;
  readonly #heldUntil: () => number;
  #timer: Disposable | undefined;

  /**
   * @param leftOut given how many bytes of a string for the terminal, which nobody sees, are left out of the lines
   * @param heldUntil until when nothing came because nobody read it, which is no quiet of the process: now, or a moment before
   */
  constructor(
    clock: Clock,
    print: (lines: readonly string[]) => void,
    leftOut: (bytes: number) => void,
    heldUntil: () => number = () => Number.NEGATIVE_INFINITY,
  ) {
    this.#heldUntil = heldUntil;
    this.#clock = clock;
    this.#print = print;
    this.#strings = new ControlStrings(leftOut);
  }

  /** Prints what is whole and keeps the rest, until its end comes or nothing more for a while. */
  add(stream: OutputStream, output: string): void {
    // A line is broken where it grows too long, and the payload of such a string would begin the next one as if it were text.
    const text = this.#strings.takeText(stream, output);
    const rest = this.#rests[stream];
    const lines = (rest.text + text).split('\n');
    let open = lines.pop() ?? '';
    if (rest.isCut && lines.length > 0) {
      rest.isCut = false;
      // Of a line that was printed already, its end alone, or colours and its end, would be an empty line.
      if (!shows(lines[0]!)) lines.shift();
    }
    // A bar of progress would grow to a line of all that it ever showed.
    open = open.slice(startOfLastState(open));
    while (open.length > longestLine) {
      const end = endOfPiece(open);
      lines.push(`${open.slice(0, end)}${breakMark}`);
      open = open.slice(end);
    }
    rest.text = open;
    if (lines.length > 0) this.#print(lines.map(lastState));
    if (rest.text === '') return;
    rest.at = this.#clock.now();
    if (this.#timer === undefined) this.#after(quietMs, () => this.#poll());
  }

  /** The process has ended: what has no line end is printed as soon as no more of it can be expected. */
  ended(): void {
    this.#timer?.[Symbol.dispose]();
    this.#endAfter(this.#clock.now());
  }

  /** Prints what has no line end: nothing belongs to it any more. */
  flush(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    for (const stream of streams) {
      const { text } = this.#rests[stream];
      this.#cut(stream, text.length);
      this.#rests[stream].text = '';
      this.#rests[stream].isCut = false;
    }
    this.#strings.flush();
  }

  /** Prints the last words once no more came for a while, counted from the end. */
  #endAfter(endedAt: number): void {
    const last = Math.max(endedAt, this.#heldUntil(), ...streams.map((stream) => this.#rests[stream].at));
    const leftMs = last + lastWordsMs - this.#clock.now();
    if (leftMs > 0) this.#after(leftMs, () => this.#endAfter(endedAt));
    else this.flush();
  }

  /** Runs it after so many milliseconds, and after all that was written until then. */
  #after(ms: number, run: () => void): void {
    const due = this.#clock.now() + ms;
    this.#timer = this.#clock.setTimer(() => {
      if (this.#clock.now() - due <= lateMs) run();
      else this.#timer = this.#clock.setTimer(run, 0);
    }, ms);
  }

  #poll(): void {
    this.#timer = undefined;
    const now = this.#clock.now();
    const heldUntil = this.#heldUntil();
    for (const stream of streams) {
      const rest = this.#rests[stream];
      rest.at = Math.max(rest.at, heldUntil);
      if (now - rest.at >= quietMs) this.#cut(stream, endOfWhole(rest.text));
    }
    const open = streams.map((stream) => this.#rests[stream]).filter(({ text }) => shows(text.slice(0, endOfWhole(text))));
    if (open.length === 0) return;
    this.#after(Math.min(...open.map(({ at }) => at)) + quietMs - now, () => this.#poll());
  }

  /** Prints a line without its end. @param length of it; the rest is a sequence that has begun, which is no text by itself */
  #cut(stream: OutputStream, length: number): void {
    const rest = this.#rests[stream];
    const text = rest.text.slice(0, length);
    if (!shows(text)) return;
    rest.text = rest.text.slice(length);
    rest.isCut = true;
    this.#print([lastState(text)]);
  }
}

/** Whether anything of a line is seen. */
function shows(line: string): boolean {
  return plainText(lastState(line)) !== '';
}

/** Where a line that is too long is broken: between two characters. */
function endOfPiece(line: string): number {
  return /[\ud800-\udbff]/.test(line[longestLine - 1]!) ? longestLine - 1 : longestLine;
}

function newRest(): Rest {
  return { text: '', at: 0, isCut: false };
}
