import type { ContainerOutput } from '../../ports/container-engine.js';
import { longestStamp, readStamp } from './log-stamp.js';

/** Bytes before each piece: which stream, three of nothing, and the length. */
const headerBytes = 8;

/**
 * Cuts the log of a container without a terminal, in which pieces of both outputs follow each other, each with a header and
 * then the time at which it was written.
 */
export class LogFrames {
  #rest: Buffer = Buffer.alloc(0);
  /** The piece under way: its stream and time, and how many bytes of it are still to come. */
  #stream: ContainerOutput['stream'] = 'stdout';
  #time: number | undefined;
  #missing = 0;

  /** Takes a chunk in and returns the pieces in it, of a long one as much as is there. */
  take(chunk: Buffer): readonly ContainerOutput[] {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const pieces: ContainerOutput[] = [];
    for (;;) {
      if (this.#missing > 0) {
        const piece = bytes.subarray(0, this.#missing);
        if (piece.length > 0) pieces.push({ stream: this.#stream, chunk: piece, time: this.#time });
        this.#missing -= piece.length;
        bytes = bytes.subarray(piece.length);
      }
      if (this.#missing > 0 || bytes.length < headerBytes) break;
      const length = bytes.readUInt32BE(4);
      // Only with all of its time is it known where the text begins.
      if (bytes.length < headerBytes + Math.min(length, longestStamp)) break;
      this.#stream = bytes[0] === 2 ? 'stderr' : 'stdout';
      const stamp = readStamp(bytes.subarray(headerBytes, headerBytes + length));
      const textAt = stamp?.length ?? 0;
      this.#time = stamp?.time;
      this.#missing = length - textAt;
      bytes = bytes.subarray(headerBytes + textAt);
    }
    this.#rest = bytes;
    return pieces;
  }
}
