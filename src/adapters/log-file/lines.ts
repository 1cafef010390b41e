import { countNewlines } from '../../policy/words/newline-count.js';
import type { NoteKind } from '../../ports/log-sink.js';
import { blockBytes, type FileBlock, type LogBlocks } from './blocks.js';
import { type LogStream, linePrefix } from './format.js';

const newline = 0x0a;
const newlineBytes = Buffer.from('\n');

/** A longer line is broken, in bytes. */
const longestLine = 64 * 1024;

/** The unterminated end of a stream. */
interface OpenLine {
  readonly time: number;
  parts: Buffer[];
  size: number;
}

/** Makes whole lines, each with its time and stream in front, of output that comes in chunks, and lays them into blocks. */
export class LogFileLines {
  readonly #blocks: LogBlocks;
  readonly #open = new Map<LogStream, OpenLine>();
  #full: FileBlock[] = [];
  #last: FileBlock | undefined;

  constructor(blocks: LogBlocks) {
    this.#blocks = blocks;
  }

  /** Bytes that wait to be taken, about. */
  get waiting(): number {
    return this.#full.length * blockBytes + (this.#last?.size ?? 0);
  }

  /** Takes out all that waits. */
  take(): readonly FileBlock[] {
    const blocks = this.#last === undefined ? this.#full : [...this.#full, this.#last];
    this.#full = [];
    this.#last = undefined;
    return blocks;
  }

  /** Takes output in. A line comes with its end, and has the time of its first byte. */
  write(stream: LogStream, chunk: Buffer, time: number): void {
    let start = this.#continue(stream, chunk);
    const prefix = linePrefix(stream, time);
    for (let end = chunk.indexOf(newline, start); end !== -1; end = chunk.indexOf(newline, start)) {
      const length = end + 1 - start;
      if (length > longestLine) this.#addLong(prefix, chunk.subarray(start, end));
      else {
        const block = this.#room(prefix.length + length);
        block.bytes.set(prefix, block.size);
        chunk.copy(block.bytes, block.size + prefix.length, start, end + 1);
        block.size += prefix.length + length;
      }
      start = end + 1;
    }
    this.#keep(stream, chunk.subarray(start), time);
  }

  /** Adds a line of the watchdog's own, which ends nothing that is unterminated. */
  remark(text: string, time: number, kind?: NoteKind): void {
    this.#addLong(linePrefix(kind ?? 'watchdog', time), Buffer.from(text));
  }

  /** Takes output in of which no whole line is kept. Returns how many lines that are. */
  skip(stream: LogStream, chunk: Buffer, time: number): number {
    const end = chunk.lastIndexOf(newline) + 1;
    if (end > 0) this.#open.delete(stream);
    this.#keep(stream, chunk.subarray(end), time);
    return countNewlines(chunk.subarray(0, end));
  }

  /** Makes lines of what is unterminated. */
  flush(): void {
    for (const [stream, { time, parts }] of this.#open) this.#addLong(linePrefix(stream, time), Buffer.concat(parts));
    this.#open.clear();
  }

  /** Ends the open line with what belongs to it. Returns the index of the first byte that does not. */
  #continue(stream: LogStream, chunk: Buffer): number {
    const open = this.#open.get(stream);
    const end = open === undefined ? -1 : chunk.indexOf(newline);
    if (open === undefined || end === -1) return 0;
    this.#open.delete(stream);
    this.#addLong(linePrefix(stream, open.time), Buffer.concat([...open.parts, chunk.subarray(0, end)]));
    return end + 1;
  }

  #keep(stream: LogStream, rest: Buffer, time: number): void {
    if (rest.length === 0) return;
    const open = this.#open.get(stream) ?? { time, parts: [], size: 0 };
    open.parts.push(Buffer.from(rest));
    open.size += rest.length;
    // A progress bar may write a byte at a time for hours.
    if (open.parts.length > 256) open.parts = [Buffer.concat(open.parts)];
    this.#open.set(stream, open);
    if (open.size < longestLine) return;
    this.#open.delete(stream);
    this.#addLong(linePrefix(stream, open.time), Buffer.concat(open.parts));
  }

  /** Adds a line of any length, given without its end. */
  #addLong(prefix: Buffer, line: Buffer): void {
    let start = 0;
    do {
      const piece = line.subarray(start, start + longestLine);
      const block = this.#room(prefix.length + piece.length + 1);
      for (const part of [prefix, piece, newlineBytes]) {
        block.bytes.set(part, block.size);
        block.size += part.length;
      }
      start += longestLine;
    } while (start < line.length);
  }

  #room(bytes: number): FileBlock {
    if (this.#last !== undefined && this.#last.size + bytes > blockBytes) {
      this.#full.push(this.#last);
      this.#last = undefined;
    }
    this.#last ??= this.#blocks.take();
    return this.#last;
  }
}
