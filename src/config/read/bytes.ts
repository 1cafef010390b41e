import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** What is larger was not written by hand. */
const mostBytes = 16 * 1024 * 1024;
const pieceBytes = 64 * 1024;
/** Milliseconds between two looks into a pipe. */
const stepMs = 20;
/** So many of them pass without anybody who writes into it, and without anything that comes from who could. */
const mostUnopened = 50;
const mostSilent = 250;

/** A file that is not read, and why, in words. */
class Unread extends Error {
  readonly code = 'UNREAD';
}

/**
 * Reads a whole file. In place of one there may be a pipe, as some keepers of secrets mount `.env` and shells pass `<(…)`: it is read
 * to its end, and not waited for without end, since a running watchdog reads its files too.
 * @throws the system's error, or one that says why it is not read
 */
export function readBytes(file: string): Buffer {
  const fd = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    if (fstatSync(fd).isDirectory()) throw new Unread('it is a folder; name the file in it');
    const pieces: Buffer[] = [];
    let size = 0;
    for (let piece = nextPiece(fd, true); piece.length > 0; piece = nextPiece(fd, false)) {
      pieces.push(piece);
      size += piece.length;
      if (size > mostBytes) throw new Unread('it is larger than 16 MB');
    }
    return Buffer.concat(pieces);
  } finally {
    closeSync(fd);
  }
}

/** What comes next; nothing at the end. */
function nextPiece(fd: number, isFirst: boolean): Buffer {
  const piece = Buffer.allocUnsafe(pieceBytes);
  const isPipe = fstatSync(fd).isFIFO();
  for (let steps = 0; ; steps += 1) {
    const length = readOr(fd, piece);
    if (length !== undefined && (length > 0 || !isPipe || !isFirst)) return piece.subarray(0, length);
    if (length === 0 && steps >= mostUnopened) throw new Unread('it is a pipe, and nothing is written into it');
    if (steps >= mostSilent) throw new Unread('it is a pipe, and nothing more comes out of it');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, stepMs);
  }
}

/** How many bytes were read; undefined where there are none yet. */
function readOr(fd: number, piece: Buffer): number | undefined {
  try {
    return readSync(fd, piece);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return undefined;
    throw error;
  }
}
