import { readFileSync } from 'node:fs';
import { ConfigError, errorOf } from '../problems/config-error.js';
import { diagnosticAt, displayPath } from '../problems/diagnostic.js';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder; name the file in it',
  ENOTDIR: 'a part of the path is not a folder',
};

/**
 * Reads a file of UTF-8 text, without the byte order mark that some editors write.
 * @param file absolute
 * @throws ConfigError when it cannot be read or is not UTF-8
 */
export function readText(file: string): string {
  const bytes = readBytes(file);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const text = new TextDecoder('utf-8').decode(bytes);
    const start = Math.max(0, text.indexOf('\ufffd'));
    const words = { message: 'the file is not UTF-8 from here on', hint: 'save it as UTF-8' };
    throw errorOf([diagnosticAt(file, text, { start, end: start + 1 }, words)]);
  }
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new ConfigError(`cannot read ${displayPath(file)}: ${sayReadFault(error)}`);
  }
}

/** Why the system could not read a file, in words. */
export function sayReadFault(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return reasons[code ?? ''] ?? message;
}
