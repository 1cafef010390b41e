import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { displayPath } from '../problems/diagnostic.js';
import type { Complaint } from '../schema/parts.js';
import { sayReadFault } from './text.js';

/** Variables by name. */
export type Variables = Readonly<Record<string, string>>;

/** A file of variables, or what is wrong with it. */
export type EnvFile = { readonly file: string } & ({ readonly variables: Variables } | { readonly fault: Complaint });

/**
 * Reads a file of variables with Node's own parser.
 * @param named as it stands in `envFile`; a `?` at its end makes it optional
 * @param directory what it is relative to; absolute
 */
export function readEnvFile(named: string, directory: string): EnvFile {
  const isOptional = named.endsWith('?');
  const file = resolve(directory, isOptional ? named.slice(0, -1) : named);
  const refused = (why: string, hint?: string): EnvFile => ({
    file,
    fault: { message: `cannot read ${displayPath(file)}: ${why}`, ...(hint === undefined ? {} : { hint }) },
  });
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (isMissing && isOptional) return { file, variables: {} };
    return refused(sayReadFault(error), isMissing ? `make it, or write "${named}?" where it may be missing` : undefined);
  }
  if (text.includes('\0')) return refused('it contains a NUL character');
  return { file, variables: parseEnv(text) as Variables };
}
