/** What is read from a child: a socket, or the end of a terminal. */
interface Readable {
  pause(): unknown;
  resume(): unknown;
}

/**
 * What all children of this program write, which can be held back: nothing more is read, and a child waits as soon as its pipe is
 * full. For a run whose own reader is slower than its children, and must get everything.
 */
class HeldOutput {
  readonly #readers = new Set<Readable>();
  #isHeld = false;

  /** Reads no more for now. */
  hold(): void {
    this.#isHeld = true;
    for (const reader of this.#readers) reader.pause();
  }

  /** Goes on reading. */
  release(): void {
    this.#isHeld = false;
    for (const reader of this.#readers) reader.resume();
  }

  /** Holds this one back with the others, until it is finished. */
  add(reader: Readable): void {
    this.#readers.add(reader);
    if (this.#isHeld) reader.pause();
  }

  /** Reads what is left of this one, whose writer has ended: a pipe holds little. */
  finish(reader: Readable): void {
    if (this.#readers.delete(reader)) reader.resume();
  }
}

/** The output of all children of this program, which can be held back. */
export const heldOutput: HeldOutput = new HeldOutput();
