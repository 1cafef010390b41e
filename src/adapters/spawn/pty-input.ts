import { writeSync } from 'node:fs';
import type { ReadStream } from 'node:tty';

/** What waits at most to be read by a program, in bytes. */
const longestQueue = 1024 * 1024;

/** Milliseconds between two attempts while the program does not read. */
const retryMs = 20;

/**
 * What is typed into a pseudo-terminal. The package's own `write` waits inside the system call while the program does not read, and
 * with it all of us; this one tries again later.
 */
export class PtyInput {
  readonly #fd: number;
  readonly #socket: ReadStream;
  #queue: Buffer[] = [];
  #queued = 0;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param fd our end of the terminal
   * @param socket what reads it; destroyed as soon as the number is not ours any more
   */
  constructor(fd: number, socket: ReadStream) {
    this.#fd = fd;
    this.#socket = socket;
  }

  /** Types text, at once where the program reads. Beyond a megabyte that waits, it is dropped. */
  write(text: string): void {
    const bytes = Buffer.from(text);
    if (this.#queued + bytes.length > longestQueue) return;
    this.#queue.push(bytes);
    this.#queued += bytes.length;
    if (this.#timer === undefined) this.#send();
  }

  /** Forgets what waits. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#queue = [];
    this.#queued = 0;
  }

  #send(): void {
    this.#timer = undefined;
    for (let [first] = this.#queue; first !== undefined; [first] = this.#queue) {
      const written = this.#tryWrite(first);
      if (written === undefined) {
        this.close();
        return;
      }
      this.#queued -= written;
      if (written === first.length) this.#queue.shift();
      else {
        this.#queue[0] = first.subarray(written);
        this.#timer = setTimeout(() => this.#send(), retryMs);
        return;
      }
    }
  }

  /** How many bytes the system took; undefined once nobody can read them any more. */
  #tryWrite(bytes: Buffer): number | undefined {
    // By then the number may be another file's.
    if (this.#socket.destroyed) return undefined;
    try {
      return writeSync(this.#fd, bytes);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EAGAIN' ? 0 : undefined;
    }
  }
}
