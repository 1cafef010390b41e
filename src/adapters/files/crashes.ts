import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CrashCard } from '../../policy/diagnosis/crash.js';
import type { CrashArchive, CrashCards } from '../../ports/crash-archive.js';
import { privateWrite } from './private.js';
import { ifThere, isFlag, isNumber, isText, listOf, oneOf, orNull, shape } from './shape.js';

/** What is in `crashes.json`. */
interface CrashRecord {
  readonly version: 1;
  /** The cards by the name of their process, oldest death first. */
  readonly processes: Readonly<Record<string, readonly CrashCard[]>>;
}

const isCard = shape({
  id: isNumber,
  firstAt: isNumber,
  count: isNumber,
  at: isNumber,
  exit: orNull(shape({ code: orNull(isNumber), signal: orNull(isText), outOfMemory: ifThere(isFlag) })),
  words: isText,
  ranMs: orNull(isNumber),
  lines: listOf(shape({ stream: oneOf('stdout', 'stderr'), text: isText })),
  cpu: orNull(isNumber),
  memory: orNull(isNumber),
  checks: listOf(shape({ id: isText, ok: isFlag, message: isText, at: isNumber, latencyMs: isNumber })),
  causes: listOf(
    shape({
      kind: isText,
      what: isText,
      advice: isText,
      port: orNull(isNumber),
      path: ifThere(isText),
      name: ifThere(isText),
      host: ifThere(isText),
      place: ifThere(isText),
      line: ifThere(isText),
      ofExit: ifThere(isFlag),
    }),
  ),
});

/** Whether a value is what a run has written into `crashes.json`. */
function isCrashRecord(value: unknown): value is CrashRecord {
  if (!shape({ version: oneOf(1), processes: shape({}) })(value)) return false;
  return Object.values((value as CrashRecord).processes).every(listOf(isCard));
}

/** Milliseconds in which deaths are gathered into one write. */
const gatherMs = 200;

/** Milliseconds after a fault until the file is tried again: a disk that was full may have room again. */
const retryMs = 5000;

/** Cards of all processes together, the newest, so that the file stays small. */
const mostInFile = 200;

const mostBytes = 32 * 1024 * 1024;

/** Keeps crash cards in `crashes.json`, readable by its user alone, since output may hold anything. */
export class CrashFile implements CrashArchive {
  readonly #file: string;
  readonly #complain: (text: string) => void;
  readonly #retryMs: number;
  #waiting: CrashCards | undefined;
  #timer: NodeJS.Timeout | undefined;
  #writing = false;
  #closed = false;
  #hasComplained = false;

  /**
   * @param directory the folder of the file, which must be there
   * @param complain notified, in a sentence, that the file cannot be read, and the first time that it cannot be written
   * @param retryAfterMs how long after that it is tried again
   */
  constructor(directory: string, complain: (text: string) => void, retryAfterMs = retryMs) {
    this.#file = join(directory, 'crashes.json');
    this.#complain = complain;
    this.#retryMs = retryAfterMs;
  }

  read(): CrashCards {
    try {
      const stats = statSync(this.#file, { throwIfNoEntry: false });
      if (stats === undefined) return new Map();
      if (!stats.isFile() || stats.uid !== process.getuid?.()) throw new Error('it is not a file of this user');
      if (stats.size > mostBytes) throw new Error('it is too large');
      const record: unknown = JSON.parse(readFileSync(this.#file, 'utf8'));
      if (!isCrashRecord(record)) throw new Error('it is not of the expected form');
      return new Map(Object.entries(record.processes));
    } catch (error) {
      this.#complain(`the crashes of earlier runs are not shown: crashes.json: ${(error as Error).message}`);
      return new Map();
    }
  }

  write(cards: CrashCards): void {
    this.#waiting = cards;
    this.#writeAfter(gatherMs);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    if (this.#waiting === undefined) return;
    try {
      writeFileSync(`${this.#file}.new`, textOf(this.#waiting), privateWrite);
      renameSync(`${this.#file}.new`, this.#file);
    } catch (error) {
      this.#failed(error);
    }
    this.#waiting = undefined;
  }

  #writeAfter(ms: number): void {
    if (this.#writing || this.#closed) return;
    this.#timer ??= setTimeout(() => void this.#writeWaiting(), ms).unref();
  }

  /** Off the main thread, which a slow disk must not hold up; what came meanwhile is written next. */
  async #writeWaiting(): Promise<void> {
    this.#timer = undefined;
    const cards = this.#waiting;
    if (cards === undefined) return;
    this.#writing = true;
    let isKept = false;
    try {
      await writeFile(`${this.#file}.next`, textOf(cards), privateWrite);
      // What was closed meanwhile has written all.
      if (!this.#closed) renameSync(`${this.#file}.next`, this.#file);
      isKept = true;
    } catch (error) {
      this.#failed(error);
    }
    this.#writing = false;
    if (isKept && this.#waiting === cards) this.#waiting = undefined;
    if (this.#waiting !== undefined) this.#writeAfter(isKept ? gatherMs : this.#retryMs);
  }

  #failed(error: unknown): void {
    if (!this.#hasComplained) this.#complain(`the crashes cannot be kept for the next run: ${(error as Error).message}`);
    this.#hasComplained = true;
  }
}

function textOf(cards: CrashCards): string {
  const all = [...cards].flatMap(([name, list]) => list.map((card) => ({ name, card })));
  const newest = all.sort((one, other) => other.card.at - one.card.at).slice(0, mostInFile);
  const processes: Record<string, CrashCard[]> = Object.create(null);
  for (const { name, card } of newest.reverse()) processes[name] = [...(processes[name] ?? []), card];
  return `${JSON.stringify({ version: 1, processes })}\n`;
}
