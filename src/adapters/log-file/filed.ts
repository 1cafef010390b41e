import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type FiledLine, parseFiledLine } from './format.js';
import { logFileName, logFileStem, nameOfStem } from './name.js';
import { rotationOf } from './rotation.js';

const newline = 0x0a;
const pieceBytes = 1024 * 1024;

/** Which lines of a file are wanted. */
export interface FiledQuery {
  /** At most so many of the newest. */
  readonly newest?: number | undefined;
  /** Milliseconds since 1970 from which on. */
  readonly since?: number | undefined;
  /** Only such lines, also when counting. */
  matches?(line: FiledLine): boolean;
}

/** The log files of a project, read. A file that cannot be read is as one that is not there. */
export class FiledLogs {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The processes that have a log file, by name. */
  names(): readonly string[] {
    const stems = filesIn(this.#folder).flatMap((file) => /^(.*?)(\.\d+)?\.log$/.exec(file)?.[1] ?? []);
    return [...new Set(stems.map(nameOfStem))].sort();
  }

  /** The lines of a process, the oldest first; rotated files come before the one that is written. */
  lines(name: string, query: FiledQuery = {}): Iterable<FiledLine> {
    const { newest, since = Number.NEGATIVE_INFINITY } = query;
    const files = this.#filesOf(name).filter((file) => changedAt(file) >= since);
    if (newest === undefined) return all(files.toReversed(), query);
    let found: FiledLine[] = [];
    for (const file of files) {
      if (found.length >= newest) break;
      found = [...last(all([file], query), newest - found.length), ...found];
    }
    return found;
  }

  /** The files of a process, the newest first. */
  #filesOf(name: string): readonly string[] {
    const stem = logFileStem(name);
    const rotations = filesIn(this.#folder).flatMap((file) => rotationOf(file, stem) ?? []);
    return rotations.sort((one, other) => one - other).map((rotation) => join(this.#folder, logFileName(stem, rotation)));
  }
}

function* all(files: readonly string[], { since, matches }: FiledQuery): Generator<FiledLine> {
  for (const file of files) {
    for (const text of textLines(file)) {
      const line = parseFiledLine(text);
      if (line === undefined || line.time < (since ?? line.time) || matches?.(line) === false) continue;
      yield line;
    }
  }
}

/** The last `count` of them. */
function last<T>(values: Iterable<T>, count: number): readonly T[] {
  if (count === 0) return [];
  let kept: T[] = [];
  for (const value of values) {
    kept.push(value);
    // In large steps, since each moves all that is kept.
    if (kept.length > 2 * count + 1000) kept = kept.slice(-count);
  }
  return kept.slice(-count);
}

/** The lines of a file without their ends; an unfinished last one, which is still being written, is left out. */
function* textLines(file: string): Generator<string> {
  let fd: number;
  try {
    fd = openSync(file, 'r');
  } catch {
    return; // It was rotated away meanwhile, or is not ours to read.
  }
  try {
    const piece = Buffer.allocUnsafe(pieceBytes);
    let open = '';
    for (let length = readSync(fd, piece); length > 0; length = readSync(fd, piece)) {
      // As bytes first, or a character that straddles two pieces would be lost.
      let start = 0;
      for (let end = piece.indexOf(newline); end !== -1 && end < length; end = piece.indexOf(newline, start)) {
        yield Buffer.from(open + piece.toString('latin1', start, end), 'latin1').toString();
        open = '';
        start = end + 1;
      }
      open += piece.toString('latin1', start, length);
    }
  } finally {
    closeSync(fd);
  }
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // no logs yet
  }
}

function changedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
