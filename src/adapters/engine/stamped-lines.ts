import type { ContainerOutput } from '../../ports/container-engine.js';
import { longestStamp, readStamp } from './log-stamp.js';

const newline = 0x0a;

/**
 * Takes the times out of the log of a container with a terminal, which is one stream. A time is in front of each line, and,
 * where a line was written bit by bit, of each bit, which then comes in a chunk of its own.
 */
export class StampedLines {
  #rest: Buffer = Buffer.alloc(0);
  #time: number | undefined;
  #isInLine = false;

  /** Takes a chunk in, as the engine sent it, and returns the pieces of lines in it. */
  take(chunk: Buffer): readonly ContainerOutput[] {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const pieces: ContainerOutput[] = [];
    for (let isFirst = true; bytes.length > 0; isFirst = false) {
      if (!this.#isInLine || isFirst) {
        if (!this.#isInLine && isPerhapsStamp(bytes)) break;
        const stamp = readStamp(bytes);
        this.#time = stamp?.time ?? this.#time;
        bytes = bytes.subarray(stamp?.length ?? 0);
      }
      const end = bytes.indexOf(newline) + 1;
      const piece = end === 0 ? bytes : bytes.subarray(0, end);
      if (piece.length > 0) pieces.push({ stream: 'stdout', chunk: piece, time: this.#time });
      this.#isInLine = end === 0;
      bytes = bytes.subarray(piece.length);
    }
    this.#rest = bytes;
    return pieces;
  }
}

/** Whether this is too short to say, but may be the beginning of a time. */
function isPerhapsStamp(bytes: Buffer): boolean {
  return bytes.length < longestStamp && !bytes.includes(newline) && /^[\dTZ:.+-]*$/.test(bytes.toString('latin1'));
}
