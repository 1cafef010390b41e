import { ConfigError, errorOf } from '../problems/config-error.js';
import { diagnosticAt, displayPath } from '../problems/diagnostic.js';
import type { Span } from '../problems/yaml-locate.js';
import { readBytes } from './bytes.js';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder; name the file in it',
  ENOTDIR: 'a part of the path is not a folder',
  ELOOP: 'it is a link that leads to itself',
};

/**
 * Reads a file of UTF-8 text, without the byte order mark that some editors write.
 * @param file absolute
 * @throws ConfigError when it cannot be read or is not UTF-8
 */
export function readText(file: string): string {
  const { text, fault } = decodeText(bytesOf(file));
  if (fault !== undefined) throw errorOf([diagnosticAt(file, text, fault.span, fault)]);
  return text;
}

/** What bytes say as UTF-8, and where they are none. */
interface DecodedText {
  readonly text: string;
  readonly fault?: { readonly span: Span; readonly message: string; readonly hint: string };
}

/** Reads bytes as UTF-8, without the byte order mark that some editors write. */
export function decodeText(bytes: Uint8Array): DecodedText {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    const hint = 'save it as UTF-8';
    const utf16 = [
      ['utf-16le', 0xff, 0xfe],
      ['utf-16be', 0xfe, 0xff],
    ] as const;
    const [found] = utf16.find(([, first, second]) => bytes[0] === first && bytes[1] === second) ?? [];
    const text = new TextDecoder(found ?? 'utf-8').decode(bytes);
    // As Windows PowerShell writes what is redirected into a file.
    if (found !== undefined) return { text, fault: { span: { start: 0, end: 1 }, message: 'the file is UTF-16', hint } };
    const start = Math.max(0, text.indexOf('\ufffd'));
    return { text, fault: { span: { start, end: start + 1 }, message: 'the file is not UTF-8 from here on', hint } };
  }
}

function bytesOf(file: string): Buffer {
  try {
    return readBytes(file);
  } catch (error) {
    throw new ConfigError(`cannot read ${displayPath(file)}: ${sayReadFault(error)}`);
  }
}

/** Why the system could not read a file, in words. */
export function sayReadFault(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return reasons[code ?? ''] ?? message;
}
