import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProjectStart } from '../../policy/timing/record.js';
import type { StartArchive } from '../../ports/start-archive.js';
import { privateWrite } from './private.js';
import { isNumber, isText, listOf, oneOf, orNull, shape } from './shape.js';

/** Starts that are kept. */
const kept = 50;

const mostBytes = 16 * 1024 * 1024;

const isStart = shape({
  at: isNumber,
  processes: listOf(
    shape({
      name: isText,
      waitedFor: listOf(
        shape({ name: isText, condition: oneOf('started', 'healthy', 'completed', 'ended'), metMs: orNull(isNumber) }),
      ),
      spawnedMs: orNull(isNumber),
      readyMs: orNull(isNumber),
      completedMs: orNull(isNumber),
      spawns: isNumber,
      outcome: oneOf('pending', 'ready', 'failed', 'stopped'),
    }),
  ),
});

const isRecord = shape({ version: oneOf(1), starts: listOf(isStart) });

/** Keeps the last fifty starts of a project in `starts.json`. */
export class StartsFile implements StartArchive {
  readonly #file: string;
  readonly #complain: (text: string) => void;
  #starts: readonly ProjectStart[] | undefined;

  /**
   * @param directory the folder of the file, which must be there
   * @param complain notified, in a sentence, that the file cannot be read or written
   */
  constructor(directory: string, complain: (text: string) => void) {
    this.#file = join(directory, 'starts.json');
    this.#complain = complain;
  }

  read(): readonly ProjectStart[] {
    this.#starts ??= this.#stored();
    return this.#starts;
  }

  add(start: ProjectStart): void {
    this.#starts = [...this.read(), start].slice(-kept);
    try {
      writeFileSync(`${this.#file}.new`, `${JSON.stringify({ version: 1, starts: this.#starts })}\n`, privateWrite);
      renameSync(`${this.#file}.new`, this.#file);
    } catch (error) {
      this.#complain(`this start cannot be kept for comparison: ${(error as Error).message}`);
    }
  }

  #stored(): readonly ProjectStart[] {
    try {
      const stats = statSync(this.#file, { throwIfNoEntry: false });
      if (stats === undefined) return [];
      if (!stats.isFile() || stats.uid !== process.getuid?.()) throw new Error('it is not a file of this user');
      if (stats.size > mostBytes) throw new Error('it is too large');
      const record: unknown = JSON.parse(readFileSync(this.#file, 'utf8'));
      if (!isRecord(record)) throw new Error('it is not of the expected form');
      return (record as { readonly starts: readonly ProjectStart[] }).starts.slice(-kept);
    } catch (error) {
      this.#complain(`earlier starts are not compared with: starts.json: ${(error as Error).message}`);
      return [];
    }
  }
}
