import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { TemporaryFolder } from '../fixtures/temporary-folder.js';

/** A file into which measured processes write numbers, one a line, at the moment that counts. */
export class Notebook implements AsyncDisposable {
  /** Shell code that notes the time, in seconds since 1970. */
  readonly noteTime: string;
  /** Shell code that notes the pid of the shell, which an `exec` after it keeps. */
  readonly notePid: string;
  readonly #folder: TemporaryFolder;

  private constructor(folder: TemporaryFolder) {
    this.#folder = folder;
    this.noteTime = `date +%s.%N >> ${this.path('notes')}`;
    this.notePid = `echo $$ >> ${this.path('notes')}`;
  }

  /** Opens an empty one. */
  static async open(): Promise<Notebook> {
    return new Notebook(await TemporaryFolder.make());
  }

  /** The path of a further file in the same folder. */
  path(name: string): string {
    return join(this.#folder.path, name);
  }

  /** Waits until there are `count` numbers, and returns all there are. Looking does not disturb what was noted. */
  async numbers(count: number, withinMs = 120_000): Promise<readonly number[]> {
    const deadline = performance.now() + withinMs;
    for (;;) {
      const lines = this.#text().split('\n').slice(0, -1);
      if (lines.length >= count) return lines.map(Number);
      if (performance.now() > deadline) throw new Error(`only ${lines.length} of ${count} were noted within ${withinMs} ms`);
      await delay(10);
    }
  }

  /** Removes it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#folder[Symbol.asyncDispose]();
  }

  /** Forgets all of them. */
  clear(): void {
    rmSync(this.path('notes'), { force: true });
  }

  #text(): string {
    try {
      return readFileSync(this.path('notes'), 'utf8');
    } catch {
      return ''; // nothing noted yet
    }
  }
}
