import type { Clock } from '../../ports/clock.js';

/** What the screen gets at most in a window of time, in bytes: more than any program draws, a tenth of what a pipe can bring. */
const budget = 256 * 1024;
const windowMs = 100;

/** How much of the newest output it gets when it could not get all. */
const newest = 64 * 1024;

/** How far into the newest output a good place to begin is searched for, in bytes. */
const longestSearch = 4 * 1024;

const newline = 10;
const escapeByte = 0x1b;
const cancelSequence = '\x18';
const resetColours = '\x1b[m';

/**
 * Feeds a screen with output, at once as long as that is little. Of a flood it gets the newest from time to time, from a good
 * place on, with the modes that were set in what it missed; so a flood costs no more than a busy program.
 */
export class ScreenFeed {
  readonly #clock: Clock;
  readonly #write: (bytes: Buffer, parsed: () => void) => void;
  #window: Disposable | undefined;
  #spent = 0;
  /** Bytes that were written and are not parsed yet. */
  #unparsed = 0;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #missed: PrivateModes | undefined;
  #skipped = 0;

  /** @param write called with what the screen is to show; it calls `parsed` once it shows it */
  constructor(clock: Clock, write: (bytes: Buffer, parsed: () => void) => void) {
    this.#clock = clock;
    this.#write = write;
  }

  /** Bytes that were left out since the start. */
  get skipped(): number {
    return this.#skipped;
  }

  /** Takes output in. The chunk may be used again afterwards. */
  take(output: Buffer): void {
    const chunk = Buffer.from(output);
    if (this.#held.length === 0 && this.#fits(chunk.length)) {
      this.#send(chunk);
      return;
    }
    this.#held.push(chunk);
    this.#heldBytes += chunk.length;
    if (this.#heldBytes > budget) this.#dropOldest();
    this.#openWindow();
  }

  /** Sends at once what is held back: nothing will follow it. */
  end(): void {
    if (this.#held.length > 0) this.#sendHeld();
    this.#window?.[Symbol.dispose]();
    this.#window = undefined;
  }

  #fits(bytes: number): boolean {
    return this.#spent + bytes <= budget && this.#unparsed + bytes <= budget;
  }

  #send(bytes: Buffer): void {
    this.#spent += bytes.length;
    this.#unparsed += bytes.length;
    this.#write(bytes, () => {
      this.#unparsed -= bytes.length;
    });
    this.#openWindow();
  }

  #openWindow(): void {
    this.#window ??= this.#clock.setTimer(() => {
      this.#window = undefined;
      this.#spent = 0;
      if (this.#held.length === 0) return;
      if (this.#unparsed === 0) this.#sendHeld();
      else this.#openWindow();
    }, windowMs);
  }

  #sendHeld(): void {
    const bytes = Buffer.concat(this.#held);
    this.#held = [];
    this.#heldBytes = 0;
    if (this.#missed === undefined) {
      this.#send(bytes);
      return;
    }
    const start = goodStart(bytes);
    this.#skipped += start;
    this.#missed.take(bytes.subarray(0, start));
    const again = Buffer.from(`${cancelSequence}${resetColours}${this.#missed}`);
    this.#missed = undefined;
    this.#send(Buffer.concat([again, bytes.subarray(start)]));
  }

  #dropOldest(): void {
    const all = Buffer.concat(this.#held);
    const dropped = all.subarray(0, all.length - newest);
    this.#missed ??= new PrivateModes();
    this.#missed.take(dropped);
    this.#skipped += dropped.length;
    // A copy, or the slice would keep all of it.
    this.#held = [Buffer.from(all.subarray(dropped.length))];
    this.#heldBytes = newest;
  }
}

/** Where output that was cut somewhere can be shown from: a line, else an escape sequence, else as it is. */
function goodStart(bytes: Buffer): number {
  const beginning = bytes.subarray(0, longestSearch);
  const line = beginning.indexOf(newline) + 1;
  return line > 0 ? line : Math.max(0, beginning.indexOf(escapeByte));
}

const introducer = Buffer.from('\x1b[?');
const sequence = /^\x1b\[\?([0-9;]+)([hl])/;
const longestSequence = 64;
const mostModes = 64;

/** The private modes that a piece of output sets: which screen, whether the cursor is seen, what its keys send. */
export class PrivateModes {
  readonly #modes = new Map<string, 'h' | 'l'>();

  /** Takes note of those in `bytes`; one that is cut at either end is missed. */
  take(bytes: Buffer): void {
    for (let at = bytes.indexOf(introducer); at !== -1; at = bytes.indexOf(introducer, at + introducer.length)) {
      const found = sequence.exec(bytes.toString('latin1', at, at + longestSequence));
      for (const mode of found?.[1]?.split(';') ?? []) this.#set(mode, found?.[2] as 'h' | 'l');
    }
  }

  /** The sequences that set them once more. */
  toString(): string {
    return [...this.#modes].map(([mode, letter]) => `\x1b[?${mode}${letter}`).join('');
  }

  #set(mode: string, letter: 'h' | 'l'): void {
    // In the order in which they were last set.
    this.#modes.delete(mode);
    if (this.#modes.size < mostModes) this.#modes.set(mode, letter);
  }
}
