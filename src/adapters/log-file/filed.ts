import { closeSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FiledPlace, KeptLine } from '../../ports/log-sink.js';
import { type LogStream, parseFiledLine, streamOf } from './format.js';
import { logFileName, logFileStem, nameOfStem } from './name.js';
import { type OpenedFile, openedFile, textLines } from './opened.js';
import { isRotatedElsewhere, rotationOf, stemOf } from './rotation.js';

/** Which lines of a file are wanted. */
export interface FiledQuery {
  /** At most so many of the newest. */
  readonly newest?: number | undefined;
  /** Milliseconds since 1970 from which on. */
  readonly since?: number | undefined;
  /** Where the lines end that are wanted; without it, at the end of the file. */
  readonly place?: FiledPlace | undefined;
  /** Only such lines, also when counting. */
  matches?(line: KeptLine): boolean;
}

/** The log files of a project, read. A file that cannot be read is as one that is not there. */
export class FiledLogs {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The processes that have a log file, by name. */
  names(): readonly string[] {
    const stems = filesIn(this.#folder).flatMap((file) => stemOf(file) ?? []);
    return [...new Set(stems.map(nameOfStem))].sort();
  }

  /** The lines of a process, the oldest first; rotated files come before the one that is written. */
  *lines(name: string, query: FiledQuery = {}): Generator<KeptLine> {
    const opened = this.#open(name);
    try {
      const { newest, place, since = Number.NEGATIVE_INFINITY } = query;
      const whole = place === undefined ? opened : upTo(place, opened);
      const files = whole.filter(({ changedAt }) => changedAt >= since);
      if (newest === undefined) yield* all(files.toReversed(), query);
      else yield* newestOf(files, query, newest);
    } finally {
      for (const { fd } of opened) closeSync(fd);
    }
  }

  /** The files of a process, the newest first: one that is rotated meanwhile is met again, and none is passed over. */
  #open(name: string): readonly OpenedFile[] {
    const stem = logFileStem(name);
    const rotations = filesIn(this.#folder).flatMap((file) => rotationOf(file, stem) ?? []);
    // One more than there are, which the oldest may be by now.
    const all = [...rotations, Math.max(-1, ...rotations) + 1].sort((one, other) => one - other);
    const opened: OpenedFile[] = [];
    for (const rotation of all) {
      const file = openedFile(join(this.#folder, logFileName(stem, rotation)));
      if (file === undefined) continue;
      if (opened.some(({ inode }) => inode === file.inode)) closeSync(file.fd);
      else opened.push(file);
    }
    return withElsewhere(opened, this.#elsewhere(stem));
  }

  /** The files of a process that another program has rotated, the newest first. */
  #elsewhere(stem: string): readonly OpenedFile[] {
    const found = filesIn(this.#folder).filter((file) => isRotatedElsewhere(file, stem));
    // While one is compressed, it is there twice.
    const once = found.filter((file) => !found.includes(file.replace(/\.gz$/, '')) || !file.endsWith('.gz'));
    const opened = once.flatMap(
      (file) => openedFile(join(this.#folder, file)) ?? openedFile(join(this.#folder, `${file}.gz`)) ?? [],
    );
    return opened.sort((one, other) => other.changedAt - one.changedAt);
  }
}

/** Puts files where they belong by the time of their last change, which compressing keeps. Ours are in the order of their numbers. */
function withElsewhere(ours: readonly OpenedFile[], others: readonly OpenedFile[]): readonly OpenedFile[] {
  const merged = [...ours];
  for (const other of others) {
    const at = merged.findIndex(({ changedAt }) => changedAt < other.changedAt);
    merged.splice(at === -1 ? merged.length : at, 0, other);
  }
  return merged;
}

function newestOf(files: readonly OpenedFile[], query: FiledQuery, newest: number): readonly KeptLine[] {
  let found: readonly KeptLine[] = [];
  for (const file of files) {
    if (found.length >= newest) break;
    found = [...last(all([file], query), newest - found.length), ...found];
  }
  return found;
}

function* all(files: readonly OpenedFile[], { since, matches }: FiledQuery): Generator<KeptLine> {
  for (const file of files) {
    for (const text of ownLines(file)) {
      const line = parseFiledLine(text);
      if (line === undefined || line.time < (since ?? line.time) || matches?.(line) === false) continue;
      yield line;
    }
  }
}

/** The files, the newest first, up to a place: without what came after it, and without the last lines that memory has too. */
function upTo({ inode, size, own }: FiledPlace, files: readonly OpenedFile[]): readonly OpenedFile[] {
  const at = files.findIndex((file) => file.inode === inode);
  // It was rotated away, and all that is left came later.
  if (at === -1) return [];
  const before = files.slice(at);
  before[0]!.size = size;
  const rest = { ...own };
  for (const file of before) {
    if (Object.values(rest).every((lines) => lines === 0)) break;
    const counts = { stdout: 0, stderr: 0, watchdog: 0 };
    for (const text of textLines(file)) {
      const stream = streamOf(text);
      if (stream !== undefined) counts[stream] += 1;
    }
    for (const stream of Object.keys(rest) as LogStream[]) {
      const others = Math.min(counts[stream], rest[stream]);
      rest[stream] -= others;
      counts[stream] -= others;
    }
    file.own = counts;
  }
  return before;
}

function* ownLines(file: OpenedFile): Generator<string> {
  const left = file.own === undefined ? undefined : { ...file.own };
  for (const text of textLines(file)) {
    const stream = left === undefined ? undefined : streamOf(text);
    if (left !== undefined && stream !== undefined && left[stream]-- <= 0) continue;
    yield text;
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

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // no logs yet
  }
}
