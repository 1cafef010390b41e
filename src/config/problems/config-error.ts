import { WatchdogError } from '../../policy/words/errors.js';
import { type Diagnostic, diagnosticParts, formatDiagnostic, formatWarning } from './diagnostic.js';

/** The configuration cannot be used. The message is the whole text to print. */
export class ConfigError extends WatchdogError {
  /** What is wrong, in the order of the file; empty where there is no file to point into. */
  readonly diagnostics: readonly Diagnostic[];

  constructor(message: string, diagnostics: readonly Diagnostic[] = []) {
    super('CONFIG_INVALID', message);
    this.name = 'ConfigError';
    this.diagnostics = diagnostics;
  }
}

/** Why a configuration cannot be used, for those who show it. */
export interface ConfigProblem {
  /** The whole text to print. */
  readonly text: string;
  /** The same in parts: what is wrong, and the line of the file with carets below, where it is of one. */
  readonly parts: readonly { readonly message: string; readonly source?: string }[];
}

/** What an error of reading a configuration says. */
export function problemOf(error: WatchdogError): ConfigProblem {
  const text = error.message;
  const diagnostics = error instanceof ConfigError ? error.diagnostics : [];
  if (diagnostics.length === 0) return { text, parts: [{ message: text }] };
  const shown = diagnostics.slice(0, mostShown).map((diagnostic) => diagnosticParts(diagnostic));
  return { text, parts: [...shown, ...countOfRest(diagnostics).map((message) => ({ message }))] };
}

/** Whether it is a report of a file, each of whose complaints begins with a place in it, as those of a compiler do. */
export function isOfPlaces({ parts }: ConfigProblem): boolean {
  return parts.some(({ source }) => source !== undefined);
}

/** The user reads no more complaints at once. */
export const mostShown = 100;

/** The error of files in which something is wrong. Keeps the order of the files in `diagnostics`. */
export function errorOf(diagnostics: readonly Diagnostic[]): ConfigError {
  const files = [...new Set(diagnostics.map(({ file }) => file))];
  const inOrder = diagnostics.toSorted(
    (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column,
  );
  const shown = inOrder.slice(0, mostShown).map((diagnostic) => formatDiagnostic(diagnostic));
  return new ConfigError([...shown, ...countOfRest(inOrder)].join('\n\n'), inOrder);
}

/** Warnings, one a line, as far as they are read at once. */
export function warningLines(warnings: readonly Diagnostic[]): readonly string[] {
  return [...warnings.slice(0, mostShown).map((warning) => formatWarning(warning)), ...countOfRest(warnings)];
}

function countOfRest(all: readonly Diagnostic[]): readonly string[] {
  const rest = all.length - mostShown;
  return rest <= 0 ? [] : [`and ${rest} more ${rest === 1 ? 'complaint' : 'complaints'}`];
}
