import { createWriteStream, renameSync, rmSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { privateWrite } from './private.js';

/**
 * Writes text, compressed, to a file that only this user can read. A file that is there is replaced once all is written.
 * @param pieces the next is asked for when the last one is written
 * @throws the system's error; nothing is left behind then
 */
export async function writeGzip(path: string, pieces: Iterable<string> | AsyncIterable<string | Buffer>): Promise<void> {
  const unfinished = `${path}.${process.pid}.part`;
  try {
    const { mode, flag } = privateWrite;
    await pipeline(Readable.from(pieces), createGzip(), createWriteStream(unfinished, { mode, flags: flag }));
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}
