import type { DiagnosisKind } from './rules/rule.js';

/** A likely cause of a death, and what to do about it. */
export interface Diagnosis {
  readonly kind: DiagnosisKind;
  /** What happened, in a few words: "port 3000 is in use", or the error line itself: "TypeError: x is not a function at cart.js:3". */
  readonly what: string;
  /** One line on what to do; empty where that is not known. */
  readonly advice: string;
  /** The TCP port that it is about; null where it is about none, or about one that is not said. */
  readonly port: number | null;
  /** The file or folder that it is about. */
  readonly path?: string;
  /** The command, module, variable, user, table or signal that it is about. */
  readonly name?: string;
  readonly host?: string;
  /** In source code or a configuration, from the folder in which the process runs: "lib/cart.js:3". */
  readonly place?: string;
  /** The line of output that shows it; missing where only the exit does. */
  readonly line?: string;
  /** True where it is known from the end itself, or from who asked for it, and not from a line of output. */
  readonly ofExit?: boolean;
}
