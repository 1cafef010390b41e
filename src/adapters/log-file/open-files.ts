/** Lets only so many log files be open at once: file descriptors are few where processes are many. */
export class OpenFiles {
  #free: number;
  readonly #waiting: (() => void)[] = [];
  /** How to close those that are open and have nothing to write, the longest idle first. */
  readonly #idle = new Set<() => void>();

  constructor(most: number) {
    this.#free = most;
  }

  /** Resolves once another file may be opened; an idle one is closed for it where there is one. */
  take(): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return Promise.resolve();
    }
    const taken = new Promise<void>((resolve) => this.#waiting.push(resolve));
    const [close] = this.#idle;
    if (close !== undefined) {
      this.#idle.delete(close);
      close();
    }
    return taken;
  }

  /** A file that was opened is closed. */
  give(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }

  /** An open file has nothing to write for now; `close` is called where another needs its place. */
  rest(close: () => void): void {
    if (this.#waiting.length > 0) close();
    else this.#idle.add(close);
  }

  /** It has something to write again, or is closed. */
  wake(close: () => void): void {
    this.#idle.delete(close);
  }
}
