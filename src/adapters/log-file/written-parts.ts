import { type FileHandle, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeptLine, KeptLines, LineCounts } from '../../ports/log-sink.js';
import { privateFlags } from '../files/private.js';
import type { FileBlock } from './blocks.js';
import { parseFiledLine } from './format.js';
import type { LogGaps } from './gaps.js';
import { stemOf } from './rotation.js';

/** Parts that follow each other are joined while they are smaller, in bytes: what is read again at once. */
const partBytes = 256 * 1024;

const streams = ['stdout', 'stderr', 'watchdog'] as const;

/** Lines that stand side by side in a file. */
interface WrittenPart {
  /** The number that the system gives the file. */
  readonly inode: number;
  /** Where they begin and end, in bytes. */
  readonly start: number;
  readonly end: number;
  /** The lines before it, and before what follows it, by stream. */
  readonly from: LineCounts;
  readonly to: LineCounts;
}

/** Where the lines of a log are in its files, so that they can be read again without a search. */
export class WrittenParts {
  /** The oldest first. */
  #parts: WrittenPart[] = [];

  /**
   * Adds what was written at once.
   * @param begin where it was written, and the lines before it
   * @param said what is before the blocks, with notes at its end
   * @param keep rotated files that are kept beside that file
   */
  addAll(
    { inode, ...begin }: Pick<WrittenPart, 'inode' | 'start' | 'from'>,
    said: ReturnType<LogGaps['take']>,
    blocks: readonly FileBlock[],
    keep: number,
  ): void {
    const { remark, notes, noteBytes } = said ?? { remark: Buffer.alloc(0), notes: 0, noteBytes: 0 };
    let [start, from] = [begin.start + remark.length - noteBytes, begin.from];
    const pieces = blocks.map((block) => ({ ...block, notes: block.notes.length }));
    for (const { stdout, stderr, notes: own, size } of [{ stdout: 0, stderr: 0, notes, size: noteBytes }, ...pieces]) {
      if (size === 0) continue;
      const to = { stdout: from.stdout + stdout, stderr: from.stderr + stderr, watchdog: from.watchdog + own };
      this.#add({ inode, start, end: start + size, from, to }, keep);
      [start, from] = [start + size, to];
    }
  }

  #add(part: WrittenPart, keep: number): void {
    const last = this.#parts.at(-1);
    if (last !== undefined && isNext(last, part) && part.end - last.start <= partBytes) {
      this.#parts[this.#parts.length - 1] = { ...last, end: part.end, to: part.to };
      return;
    }
    if (last !== undefined && last.inode !== part.inode) this.#forgetFiles(keep);
    // The system gives the number of a file that was removed to another.
    if (part.start === 0 || (last?.inode === part.inode && last.end > part.start))
      this.#parts = this.#parts.filter(({ inode, end }) => inode !== part.inode || end <= part.start);
    this.#parts.push(part);
  }

  /** Reads lines, as `LogSink.read` does, from the files of a stem in a folder. */
  async read(folder: string, stem: string, from: LineCounts, to: LineCounts): Promise<KeptLines> {
    let next = from;
    let missing = 0;
    for (const part of this.#parts) {
      const begin = atLeast(next, part.from, to);
      const end = atLeast(begin, part.to, to);
      if (linesBetween(begin, end) === 0) continue;
      missing += linesBetween(next, begin);
      const lines = await linesOf(folder, stem, part, begin, end);
      if (lines.length > 0) return { missing, lines, from: begin, next: end };
      missing += linesBetween(begin, end);
      next = end;
    }
    return { missing: missing + linesBetween(next, to), lines: [], from: to, next: to };
  }

  #forgetFiles(keep: number): void {
    const inodes = [...new Set(this.#parts.map(({ inode }) => inode))];
    const kept = new Set(keep === 0 ? [] : inodes.slice(-keep));
    this.#parts = this.#parts.filter(({ inode }) => kept.has(inode));
  }
}

function isNext(last: WrittenPart, part: WrittenPart): boolean {
  return last.inode === part.inode && last.end === part.start && streams.every((stream) => last.to[stream] === part.from[stream]);
}

/** `counts`, or those of `other` where they are more, up to `most`. */
function atLeast(counts: LineCounts, other: LineCounts, most: LineCounts): LineCounts {
  const of = (stream: (typeof streams)[number]): number => Math.max(counts[stream], Math.min(other[stream], most[stream]));
  return { stdout: of('stdout'), stderr: of('stderr'), watchdog: of('watchdog') };
}

function linesBetween(from: LineCounts, to: LineCounts): number {
  return streams.reduce((sum, stream) => sum + Math.max(0, to[stream] - from[stream]), 0);
}

async function linesOf(
  folder: string,
  stem: string,
  part: WrittenPart,
  begin: LineCounts,
  end: LineCounts,
): Promise<readonly KeptLine[]> {
  const at = { ...part.from };
  return (await textOf(folder, stem, part)).split('\n').flatMap((text) => {
    const line = text === '' ? undefined : parseFiledLine(text);
    if (line === undefined) return [];
    const number = at[line.stream]++;
    return number >= begin[line.stream] && number < end[line.stream] ? [line] : [];
  });
}

/** What is in a part of a file, wherever it is by now; nothing where it is gone, or cannot be read. */
async function textOf(folder: string, stem: string, { inode, start, end }: WrittenPart): Promise<string> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => stemOf(name) === stem);
  for (const name of names) {
    const file = await open(join(folder, name), privateFlags.read).catch(() => undefined);
    if (file === undefined) continue;
    try {
      if ((await file.stat()).ino === inode) return await textIn(file, start, end);
    } catch {
      return '';
    } finally {
      await file.close();
    }
  }
  return '';
}

async function textIn(file: FileHandle, start: number, end: number): Promise<string> {
  const bytes = Buffer.allocUnsafe(end - start);
  let read = 0;
  while (read < bytes.length) {
    const { bytesRead } = await file.read(bytes, read, bytes.length - read, start + read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return bytes.toString('utf8', 0, read);
}
