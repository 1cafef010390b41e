// Buttons, then moves while one is held, then the form that has a place for every column. Off in the other order.
const on = '\x1b[?1000h\x1b[?1002h\x1b[?1006h';
const off = '\x1b[?1006l\x1b[?1002l\x1b[?1000l';

/** Whether a terminal is known to report no mouse. */
export function reportsMouse({ TERM }: Readonly<Record<string, string | undefined>>): boolean {
  return TERM !== undefined && !/^(linux|dumb|vt\d+.*|cons25.*)$/.test(TERM);
}

/**
 * Has the terminal that the dashboard is drawn on report the mouse, from the first `show` to `close`. What it writes moves no
 * cursor and draws nothing, so it may stand between any two frames.
 */
export class TerminalMouse {
  readonly #write: (text: string) => void;
  #isWanted = true;
  #isShown = false;
  #isClosed = false;

  /** @param write to a terminal that reports the mouse */
  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** The dashboard has the terminal: the mouse is reported, where that is wanted. */
  show(): void {
    if (this.#isShown || this.#isClosed) return;
    this.#isShown = true;
    if (this.#isWanted) this.#write(on);
  }

  /** The terminal is given away for a while. */
  hide(): void {
    if (this.#isShown && this.#isWanted) this.#write(off);
    this.#isShown = false;
  }

  /** Leaves the mouse to the terminal, or takes it back. Returns whether it is reported from now on. */
  toggle(): boolean {
    this.#isWanted = !this.#isWanted;
    if (this.#isShown) this.#write(this.#isWanted ? on : off);
    return this.#isWanted;
  }

  /** The dashboard does not come back. */
  close(): void {
    this.hide();
    this.#isClosed = true;
  }
}
