import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { makeFolder } from './make-folder.js';

const checksumBytes = 4;

/** What a file of the cache holds; undefined where there is none, or what is there is not what was written. */
export function readKept(path: string): Buffer | undefined {
  try {
    const content = readFileSync(path);
    const kept = content.subarray(checksumBytes);
    return content.readUInt32LE() === crc32(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Replaces a file of the cache, closed to all others, with a checksum before what it holds. Its folder is made where it is not there.
 * @throws the system's error
 */
export function writeKept(path: string, kept: Buffer): void {
  const checksum = Buffer.alloc(checksumBytes);
  checksum.writeUInt32LE(crc32(kept));
  makeFolder(dirname(path), 0o700);
  const fresh = `${path}.${process.pid}`;
  writeFileSync(fresh, Buffer.concat([checksum, kept]), { mode: 0o600, flag: 'wx' });
  renameSync(fresh, path);
}
