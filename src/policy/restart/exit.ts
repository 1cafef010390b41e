/** How a child ended, as the system said it: exactly one of the two is set. */
export interface ExitFact {
  readonly code: number | null;
  readonly signal: string | null;
}

/** An exit with its time. */
export interface Exit extends ExitFact {
  /** Wall time in milliseconds since 1970. */
  readonly at: number;
}

/** Says an exit in the words that follow "after", "with" or "by": "exit code 1", "signal SIGKILL". */
export function describeExit(exit: ExitFact): string {
  return exit.signal === null ? `exit code ${exit.code ?? 'unknown'}` : `signal ${exit.signal}`;
}

/**
 * The meaning that POSIX shells give to two exit codes, or undefined for all others.
 * Source: POSIX.1-2024, Shell Command Language, 2.8.2 Exit Status for Commands.
 */
export function shellExitMeaning(code: number | null): string | undefined {
  if (code === 126) return 'command cannot be executed';
  if (code === 127) return 'command not found';
  return undefined;
}
