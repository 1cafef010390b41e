import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { constants, gunzipSync } from 'node:zlib';
import { privateFlags } from '../files/private.js';
import type { LogStream } from './format.js';

const newline = 0x0a;
const pieceBytes = 1024 * 1024;

/** So much is read of what was compressed: it is unpacked in memory. */
const mostUnpacked = 256 * 1024 * 1024;

/** One file of a process's log, open. */
export interface OpenedFile {
  readonly fd: number;
  readonly inode: number;
  readonly changedAt: number;
  readonly isPacked: boolean;
  /** Bytes of it that count. */
  size: number;
  /** So many lines of each stream are wanted, the first ones; others come from elsewhere. */
  own?: Readonly<Record<LogStream, number>>;
}

/** Opens a file; undefined where it was moved away meanwhile, or is not ours to read. */
export function openedFile(path: string): OpenedFile | undefined {
  let fd: number | undefined;
  try {
    fd = openSync(path, privateFlags.read);
    const { ino, size, mtimeMs } = fstatSync(fd);
    return { fd, inode: ino, size, changedAt: mtimeMs, isPacked: path.endsWith('.gz') };
  } catch {
    if (fd !== undefined) closeSync(fd);
    return undefined;
  }
}

/** The lines in an open file, as far as it counts, without their ends; an unfinished last one, which is still being written, is left out. */
export function* textLines(file: OpenedFile): Generator<string> {
  let open = '';
  for (const piece of file.isPacked ? unpacked(file) : pieces(file)) {
    // As bytes first, or a character that straddles two pieces would be lost.
    let start = 0;
    for (let end = piece.indexOf(newline); end !== -1; end = piece.indexOf(newline, start)) {
      yield Buffer.from(open + piece.toString('latin1', start, end), 'latin1').toString();
      open = '';
      start = end + 1;
    }
    open += piece.toString('latin1', start);
  }
}

function* pieces({ fd, size }: Pick<OpenedFile, 'fd' | 'size'>): Generator<Buffer> {
  const piece = Buffer.allocUnsafe(Math.min(pieceBytes, Math.max(1, size)));
  for (let at = 0; at < size; ) {
    const length = readSync(fd, piece, 0, Math.min(piece.length, size - at), at);
    if (length === 0) return;
    at += length;
    yield piece.subarray(0, length);
  }
}

function unpacked(file: OpenedFile): readonly Buffer[] {
  if (file.size > mostUnpacked) return [];
  const packed = Buffer.concat(Array.from(pieces(file), (piece) => Buffer.from(piece)));
  try {
    // What is still being compressed is read up to where it is.
    return [gunzipSync(packed, { maxOutputLength: mostUnpacked, finishFlush: constants.Z_SYNC_FLUSH })];
  } catch {
    return []; // no gzip file, or more than can be unpacked here
  }
}
