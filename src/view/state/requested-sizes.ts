import type { TtySize } from '../../ports/spawner.js';

interface Given {
  readonly terminal: unknown;
  readonly size: TtySize;
}

/**
 * The sizes that one dashboard gave to terminals. Several may show the same one in panes of different sizes: it has the size
 * that was given last, and a dashboard gives its own again only when its pane changes or its user types.
 */
export class RequestedSizes {
  readonly #given = new Map<string, Given>();

  /**
   * Notes a size. Returns whether the terminal is to get it: not where it got it from here before.
   * @param terminal what distinguishes it from an earlier one of the same process
   */
  give(name: string, terminal: unknown, size: TtySize): boolean {
    const last = this.#given.get(name);
    this.#given.set(name, { terminal, size });
    return last === undefined || last.terminal !== terminal || last.size.columns !== size.columns || last.size.rows !== size.rows;
  }

  /** The size that was given last to a terminal of this process; undefined where none was. */
  of(name: string): TtySize | undefined {
    return this.#given.get(name)?.size;
  }
}
