import { closeSync, openSync, readSync } from 'node:fs';

/** So much of a file the system reads to know how to execute it. */
const headBytes = 256;

/**
 * Says what is missing where the system calls a program missing whose file is there: what executes it.
 * @param command its name in the configuration
 */
export function sayMissingInterpreter(command: string, file: string): string | undefined {
  const head = headOf(file);
  const [, interpreter] = /^#![ \t]*([^\n \t]+)/.exec(head) ?? [];
  if (interpreter?.endsWith('\r') === true)
    return `the first line of ${command} ends in CR LF, so its interpreter is not found (ENOENT)`;
  if (interpreter !== undefined) return `the interpreter in the first line of ${command} is not there: ${interpreter} (ENOENT)`;
  if (head.startsWith('\x7fELF'))
    return `the loader that ${command} names is not there: it was built for another system or C library (ENOENT)`;
  return undefined;
}

function headOf(file: string): string {
  const head = Buffer.alloc(headBytes);
  try {
    const descriptor = openSync(file, 'r');
    try {
      return head.toString('latin1', 0, readSync(descriptor, head, 0, headBytes, 0));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return ''; // It may be executed and not read.
  }
}
