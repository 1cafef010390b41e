import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * Reads the mode of a pseudo-terminal at any time, also after its program has ended: then the library has closed its end,
 * the system would forget the modes with the last one that closes, and so a child process keeps one more end open.
 */
export class PtyModes {
  readonly #keeper;
  readonly #answers: AsyncIterator<string>;

  /** @param fd the end of the pseudo-terminal that belongs to the terminal, not to the program */
  constructor(fd: number) {
    this.#keeper = spawn('sh', ['-c', 'while read -r _; do stty -a <&3 | tr "\\n" " "; echo; done'], {
      stdio: ['pipe', 'pipe', 'inherit', fd],
      detached: true, // Ctrl+C at the test runner is not for it
    });
    this.#answers = createInterface({ input: this.#keeper.stdout! })[Symbol.asyncIterator]();
  }

  /** Whether the terminal is as a shell leaves it to its programs: lines are edited and echoed, Ctrl+C is a signal. */
  async cooked(): Promise<boolean> {
    this.#keeper.stdin!.write('\n');
    const words = String((await this.#answers.next()).value).split(' ');
    return ['icanon', 'echo', 'isig'].every((mode) => words.includes(mode));
  }

  /** Lets go of the pseudo-terminal. */
  async close(): Promise<void> {
    if (this.#keeper.exitCode !== null || this.#keeper.signalCode !== null) return;
    const gone = new Promise((resolve) => this.#keeper.once('exit', resolve));
    this.#keeper.kill('SIGKILL');
    await gone;
  }
}
