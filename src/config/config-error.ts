import { WatchdogError } from '../policy/errors.js';
import { type Diagnostic, displayPath, formatDiagnostic } from './diagnostic.js';

const mostShown = 20;

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

/** The error of a file in which something is wrong. */
export function errorOf(diagnostics: readonly Diagnostic[]): ConfigError {
  const inOrder = diagnostics.toSorted((a, b) => a.line - b.line || a.column - b.column);
  const shown = inOrder.slice(0, mostShown).map((diagnostic) => formatDiagnostic(diagnostic));
  if (inOrder.length > mostShown) {
    shown.push(`and ${inOrder.length - mostShown} more problems in ${displayPath(inOrder[0]!.file)}`);
  }
  return new ConfigError(shown.join('\n\n'), inOrder);
}
