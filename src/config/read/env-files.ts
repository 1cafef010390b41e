import type { Diagnostic } from '../problems/diagnostic.js';
import type { Complaint } from '../schema/parts.js';
import { type EnvFileReading, readEnvFile, type Variables } from './env-file.js';

/** The files of one `envFile`, read in their order. */
export interface EnvFiles {
  readonly variables: Variables;
  /** Their absolute paths, whether they are there or not. */
  readonly files: readonly string[];
  /** What is wrong with the way that one is named, by its place in the list. */
  readonly faults: readonly { readonly index: number; readonly fault: Complaint }[];
  /** What is wrong inside them. */
  readonly errors: readonly Diagnostic[];
}

/**
 * Reads files of variables, of which the later wins; a later one may refer to what an earlier one says.
 * @param names as they are in `envFile`; what is not named is passed over
 */
export function readEnvFiles(names: readonly string[], reading: EnvFileReading): EnvFiles {
  let variables: Variables = {};
  const lookup = (name: string): string | undefined =>
    reading.lookup(name) ?? (Object.hasOwn(variables, name) ? variables[name] : undefined);
  const files: string[] = [];
  const faults: { readonly index: number; readonly fault: Complaint }[] = [];
  const errors: Diagnostic[] = [];
  for (const [index, name] of names.entries()) {
    if (name === '') continue;
    const read = readEnvFile(name, { ...reading, lookup });
    files.push(read.file);
    if ('fault' in read) faults.push({ index, fault: read.fault });
    else {
      variables = { ...variables, ...read.variables };
      errors.push(...read.errors);
    }
  }
  return { variables, files, faults, errors };
}
