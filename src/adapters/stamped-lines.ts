import type { ContainerOutput } from '../ports/container-engine.js';
import { longestStamp, readStamp } from './log-stamp.js';

const newline = 0x0a;

/** A longer line is kept in pieces of this many bytes, each with a time of its own. */
const longestPiece = 16_384;

/** Takes the times out of the log of a container with a terminal, which is one stream with the time in front of each line. */
export class StampedLines {
  #rest: Buffer = Buffer.alloc(0);
  #time: number | undefined;
  /** How many bytes of the line under way have come; 0 where its time is what comes next. */
  #taken = 0;

  /** Takes a chunk in and returns the pieces of lines in it. */
  take(chunk: Buffer): readonly ContainerOutput[] {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const pieces: ContainerOutput[] = [];
    while (bytes.length > 0) {
      if (this.#taken === 0) {
        if (bytes.length < longestStamp && !bytes.includes(newline) && beginsLikeStamp(bytes)) break;
        const stamp = readStamp(bytes);
        this.#time = stamp?.time ?? this.#time;
        bytes = bytes.subarray(stamp?.length ?? 0);
      }
      const room = bytes.subarray(0, longestPiece - this.#taken);
      const lineEnd = room.indexOf(newline);
      const piece = lineEnd === -1 ? room : room.subarray(0, lineEnd + 1);
      if (piece.length > 0) pieces.push({ stream: 'stdout', chunk: piece, time: this.#time });
      const isWhole = lineEnd !== -1 || this.#taken + piece.length >= longestPiece;
      this.#taken = isWhole ? 0 : this.#taken + piece.length;
      bytes = bytes.subarray(piece.length);
    }
    this.#rest = bytes;
    return pieces;
  }
}

function beginsLikeStamp(bytes: Buffer): boolean {
  return /^[\dTZ:.+ -]*$/.test(bytes.toString('latin1'));
}
