import { resolve } from 'node:path';
import { type Diagnostic, diagnosticAt, displayPath } from '../problems/diagnostic.js';
import type { Complaint } from '../schema/parts.js';
import { readBytes } from './bytes.js';
import { readEnvText } from './dotenv.js';
import { readForemanEnv } from './foreman-env.js';
import { decodeText, sayReadFault } from './text.js';

/** Environment variables by name. */
export type Variables = Readonly<Record<string, string>>;

/** Whose rules a file of variables is read by: those of Docker Compose, or, beside a Procfile, those of Foreman. */
export type EnvRules = 'compose' | 'foreman';

/** A file of variables, or what is wrong with it: with the way it is named, or at places inside it. */
export type EnvFile = { readonly file: string } & (
  | { readonly fault: Complaint }
  | {
      readonly variables: Variables;
      /** Lines that keep the configuration from being used. */
      readonly errors: readonly Diagnostic[];
      /** Lines that Foreman passes over, which it says to nobody. */
      readonly warnings: readonly Diagnostic[];
    }
);

/** How a file of variables is read. */
export interface EnvFileReading {
  /** What it is relative to; absolute. */
  readonly directory: string;
  readonly rules: EnvRules;
  /** What the environment and earlier files have. */
  readonly lookup: (name: string) => string | undefined;
}

/**
 * Reads a file of variables.
 * @param named as it is in `envFile`; a `?` at its end makes it optional
 */
export function readEnvFile(named: string, { directory, rules, lookup }: EnvFileReading): EnvFile {
  const isOptional = named.endsWith('?');
  const file = resolve(directory, isOptional ? named.slice(0, -1) : named);
  const refused = (why: string, hint?: string): EnvFile => ({
    file,
    fault: { message: `cannot read ${displayPath(file)}: ${why}`, ...(hint === undefined ? {} : { hint }) },
  });
  let bytes: Buffer;
  try {
    bytes = readBytes(file);
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (isMissing && isOptional) return { file, variables: {}, errors: [], warnings: [] };
    return refused(sayReadFault(error), isMissing ? `make it, or write "${named}?" where it may be missing` : undefined);
  }
  const { text, fault } = decodeText(bytes);
  if (text.includes('\0')) return refused('it contains a NUL character');
  const read = rules === 'foreman' ? readForemanEnv(text) : readEnvText(text, lookup);
  const variables: Variables = read.variables;
  // What a value would be is not known; of Foreman's it is said.
  const faults = fault === undefined ? read.faults : [fault, ...(rules === 'foreman' ? read.faults : [])];
  const diagnostics = faults.map((fault) => diagnosticAt(file, text, fault.span, fault));
  return rules === 'foreman'
    ? { file, variables, errors: [], warnings: diagnostics }
    : { file, variables, errors: diagnostics, warnings: [] };
}
