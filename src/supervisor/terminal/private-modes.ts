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
