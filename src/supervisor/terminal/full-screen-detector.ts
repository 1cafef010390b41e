import type { Terminal } from '@xterm/headless';

type Parameter = number | readonly number[] | undefined;

/** Cursor up and down, next and previous line, to a row; lines inserted and deleted, scrolled regions. */
const alwaysDrawing = ['A', 'B', 'E', 'F', 'd', 'e', 'L', 'M', 'S', 'T'];

/**
 * Whether a program draws: it is on the other screen, or it has moved the cursor to another row and what it drew has not yet been
 * scrolled or cleared away. One that clears the screen now and then, or writes over its last line, only prints lines.
 */
export class FullScreenDetector {
  readonly #terminal: Terminal;
  /** Lines that ended since something was drawn. */
  #linesSince = Infinity;
  /** Whether the screen was cleared and no line has ended since. */
  #cleared = false;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    const { parser } = terminal;
    for (const final of alwaysDrawing) parser.registerCsiHandler({ final }, () => this.#drawn());
    parser.registerEscHandler({ final: 'M' }, () => this.#drawn());
    for (const final of ['H', 'f']) parser.registerCsiHandler({ final }, ([row, column]) => this.#moved(row, column));
    parser.registerCsiHandler({ final: 'J' }, ([part]) => this.#erased(part));
    parser.registerEscHandler({ final: 'c' }, () => this.#erased(2));
    // Without parameters it only takes the region away.
    parser.registerCsiHandler({ final: 'r' }, (parameters) => parameters.some(isBeyondFirst) && this.#drawn());
    terminal.onLineFeed(() => {
      this.#linesSince += 1;
      this.#cleared = false;
    });
  }

  /** Whether something that was drawn is to be seen now. */
  get draws(): boolean {
    return this.#terminal.buffer.active.type === 'alternate' || this.#linesSince < this.#terminal.rows;
  }

  // All of them answer false, so that the emulator acts too.
  #drawn(): false {
    this.#linesSince = 0;
    return false;
  }

  #moved(row: Parameter, column: Parameter): false {
    const isCorner = !isBeyondFirst(row) && !isBeyondFirst(column);
    return isCorner && this.#cleared ? false : this.#drawn();
  }

  #erased(part: Parameter): false {
    const { cursorX, cursorY } = this.#terminal.buffer.active;
    const all = part === 2 || part === 3 || (cursorX === 0 && cursorY === 0 && part !== 1);
    if (!all) return false;
    this.#linesSince = Infinity;
    this.#cleared = true;
    return false;
  }
}

function isBeyondFirst(parameter: Parameter): boolean {
  return typeof parameter === 'number' && parameter > 1;
}
