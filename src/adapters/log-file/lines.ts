import { breakMark, endOfCompleteCharacters, longestLine, overwrittenBytes } from '../../policy/words/line-break.js';
import type { NoteKind } from '../../ports/log-sink.js';
import type { OutputStream } from '../../ports/spawner.js';
import { blockBytes, type FileBlock, type LogBlocks, smallBlockBytes } from './blocks.js';
import { linePrefix, noteSuffix } from './format.js';

const newline = 0x0a;
const newlineBytes = Buffer.from('\n');
const endOfBroken = Buffer.from(`${breakMark}\n`);

/** The unterminated end of a stream. */
interface OpenLine {
  readonly time: number;
  parts: Buffer[];
  size: number;
}

/**
 * Makes whole lines, each with its time and stream in front, of output that comes in chunks, and lays them into blocks. They are
 * the lines that the log in memory has, each stream in the same order.
 */
export class LogFileLines {
  readonly #blocks: LogBlocks;
  readonly #most: number;
  readonly #open = new Map<OutputStream, OpenLine>();
  /** Those that wait, the oldest first; the last is being filled. */
  #waiting: FileBlock[] = [];
  #bytes = 0;

  /** @param mostBytes of the file that the blocks are for, which several shall fit into */
  constructor(blocks: LogBlocks, mostBytes: number) {
    this.#blocks = blocks;
    this.#most = Math.min(blockBytes, mostBytes / 8);
  }

  /** Bytes that wait to be taken. */
  get waiting(): number {
    return this.#bytes;
  }

  /** Bytes of the block that is taken next. */
  get nextSize(): number {
    return this.#waiting[0]?.size ?? 0;
  }

  /** Takes the oldest block out. */
  take(): FileBlock | undefined {
    const block = this.#waiting.shift();
    this.#bytes -= block?.size ?? 0;
    return block;
  }

  /** The oldest block comes back, untaken. */
  putBack(block: FileBlock): void {
    this.#waiting.unshift(block);
    this.#bytes += block.size;
  }

  /** Takes output in. A line comes with its end, and has the time of its first byte. */
  write(stream: OutputStream, chunk: Buffer, time: number): void {
    let start = this.#continue(stream, chunk, time);
    const prefix = linePrefix(stream, time);
    let bytes = this.#bytes;
    for (let end = chunk.indexOf(newline, start); end !== -1; end = chunk.indexOf(newline, start)) {
      const length = end + 1 - start;
      if (length > longestLine) {
        this.#bytes = bytes;
        this.#addBroken(stream, time, chunk.subarray(start, end), time);
        bytes = this.#bytes;
      } else {
        const block = this.#room(prefix.length + length);
        block.bytes.set(prefix, block.size);
        chunk.copy(block.bytes, block.size + prefix.length, start, end + 1);
        block.size += prefix.length + length;
        block[stream] += 1;
        bytes += prefix.length + length;
      }
      start = end + 1;
    }
    this.#bytes = bytes;
    this.#keep(stream, chunk.subarray(start), time);
  }

  /** Adds a line of the watchdog's own, which ends nothing that is unterminated. */
  remark(text: string, time: number, kind?: NoteKind): void {
    const line = Buffer.from(text);
    const start = endOfCompleteCharacters(line.subarray(0, longestLine));
    const parts = [linePrefix('watchdog', time), line.subarray(0, start), noteSuffix(kind), newlineBytes];
    const block = this.#add(parts);
    block.notes.push([block.size - parts.reduce((sum, part) => sum + part.length, 0), block.size]);
  }

  /** Makes lines of what is unterminated. */
  flush(): void {
    for (const [stream, { time, parts }] of this.#open) this.#addLine(stream, time, Buffer.concat(parts), newlineBytes);
    this.#open.clear();
  }

  /** Ends the open line with what belongs to it. Returns the index of the first byte that does not. */
  #continue(stream: OutputStream, chunk: Buffer, time: number): number {
    const open = this.#open.get(stream);
    const end = open === undefined ? -1 : chunk.indexOf(newline);
    if (open === undefined || end === -1) return 0;
    this.#open.delete(stream);
    this.#addBroken(stream, open.time, Buffer.concat([...open.parts, chunk.subarray(0, end)]), time);
    return end + 1;
  }

  #keep(stream: OutputStream, rest: Buffer, time: number): void {
    if (rest.length === 0) return;
    const open = this.#open.get(stream) ?? { time, parts: [], size: 0 };
    open.parts.push(Buffer.from(rest));
    open.size += rest.length;
    // A progress bar may write a byte at a time for hours.
    if (open.parts.length > 256) open.parts = [Buffer.concat(open.parts)];
    this.#open.set(stream, open);
    if (open.size <= longestLine) return;
    const left = this.#breakOff(stream, open.time, Buffer.concat(open.parts), time);
    this.#open.set(stream, { time: left.time, parts: [left.rest], size: left.rest.length });
  }

  /** Adds a line of any length, given without its end. */
  #addBroken(stream: OutputStream, begun: number, line: Buffer, time: number): void {
    const { rest, time: restTime } = this.#breakOff(stream, begun, line, time);
    this.#addLine(stream, restTime, rest, newlineBytes);
  }

  /**
   * Adds what is too long of a line in pieces, as the log in memory breaks it. Returns the rest, and when it came.
   * @param time when the end of the line came
   */
  #breakOff(stream: OutputStream, begun: number, line: Buffer, time: number): { readonly rest: Buffer; readonly time: number } {
    let [rest, restTime] = [line, begun];
    while (rest.length > longestLine) {
      const piece = rest.subarray(0, longestLine);
      // A progress bar that only ever returns to the start of its line is not a long line.
      const overwritten = overwrittenBytes(piece);
      const end = overwritten === 0 ? endOfCompleteCharacters(piece) : overwritten;
      if (overwritten === 0) {
        this.#addLine(stream, restTime, piece.subarray(0, end), endOfBroken);
        restTime = time;
      }
      rest = rest.subarray(end);
    }
    return { rest, time: restTime };
  }

  #addLine(stream: OutputStream, time: number, line: Buffer, end: Buffer): void {
    this.#add([linePrefix(stream, time), line, end])[stream] += 1;
  }

  #add(parts: readonly Buffer[]): FileBlock {
    const block = this.#room(parts.reduce((sum, { length }) => sum + length, 0));
    for (const part of parts) {
      block.bytes.set(part, block.size);
      block.size += part.length;
      this.#bytes += part.length;
    }
    return block;
  }

  #room(bytes: number): FileBlock {
    const last = this.#waiting.at(-1);
    if (last !== undefined && last.size + bytes <= Math.min(this.#most, last.bytes.length)) return last;
    const block = this.#blocks.take(last === undefined && bytes <= smallBlockBytes ? 'small' : 'large');
    this.#waiting.push(block);
    return block;
  }
}
