import { readSync } from 'node:fs';

const newline = 0x0a;
const pieceBytes = 1024 * 1024;

/** The lines in the first `size` bytes of an open file, without their ends; an unfinished last one, which is still being written, is left out. */
export function* textLines(fd: number, size: number): Generator<string> {
  const piece = Buffer.allocUnsafe(Math.min(pieceBytes, Math.max(1, size)));
  let open = '';
  for (let at = 0; at < size; ) {
    const length = readSync(fd, piece, 0, Math.min(piece.length, size - at), at);
    if (length === 0) return;
    at += length;
    // As bytes first, or a character that straddles two pieces would be lost.
    let start = 0;
    for (let end = piece.indexOf(newline); end !== -1 && end < length; end = piece.indexOf(newline, start)) {
      yield Buffer.from(open + piece.toString('latin1', start, end), 'latin1').toString();
      open = '';
      start = end + 1;
    }
    open += piece.toString('latin1', start, length);
  }
}
