import { type FileHandle, open } from 'node:fs/promises';
import { privateFlags, privateMode } from '../../adapters/files/private.js';

/** Characters that wait for a disk that takes nothing; beyond them the oldest are dropped. */
const mostWaiting = 1024 * 1024;

/**
 * Appends lines to a file, one write after the other. What cannot be written waits for the next line, up to a bound: a full disk costs
 * lines, and neither memory nor the end of the program.
 */
export class LogAppender implements AsyncDisposable {
  #path: string;
  #handle: FileHandle | undefined;
  #waiting: string[] = [];
  #length = 0;
  #writing: Promise<void> | undefined;
  /** Whether a part of a line may stand at the end of the file. */
  #isTorn = false;

  private constructor(path: string) {
    this.#path = path;
  }

  /** Opens a file. @throws the system's error */
  static async open(path: string): Promise<LogAppender> {
    const appender = new LogAppender(path);
    appender.#handle = await open(path, privateFlags.append, privateMode);
    return appender;
  }

  /** Takes a line, with its end. Never throws. */
  write(line: string): void {
    this.#waiting.push(line);
    this.#length += line.length;
    while (this.#length > mostWaiting) this.#length -= this.#waiting.shift()!.length;
    this.#writing ??= this.#writeAll();
  }

  /** Goes on in another file, or in one that is made again. */
  reopen(path: string): void {
    this.#path = path;
    const handle = this.#handle;
    this.#handle = undefined;
    void this.flush().then(() => handle?.close().catch(() => {})); // What was written is written.
  }

  /** Resolves once all is written, or cannot be now. */
  async flush(): Promise<void> {
    await this.#writing;
    if (this.#waiting.length > 0) this.#writing ??= this.#writeAll();
    await this.#writing;
  }

  /** Writes what it can and closes the file. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.flush();
    await this.#handle?.close().catch(() => {}); // What was written is written.
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const lines = this.#waiting.splice(0);
      this.#length = 0;
      if (await this.#append((this.#isTorn ? '\n' : '') + lines.join(''))) continue;
      this.#waiting.unshift(...lines);
      this.#length = this.#waiting.reduce((sum, line) => sum + line.length, 0);
      break;
    }
    this.#writing = undefined;
  }

  async #append(text: string): Promise<boolean> {
    try {
      this.#handle ??= await open(this.#path, privateFlags.append, privateMode);
      await this.#handle.appendFile(text);
      this.#isTorn = false;
      return true;
    } catch {
      this.#isTorn = true;
      return false;
    }
  }
}
