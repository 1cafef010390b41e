const errors = {
  ACTION_FAILED: { exitCode: 1, meaning: 'An action did not reach its outcome, or something is left alive' },
  TIMEOUT: { exitCode: 1, meaning: 'What was waited for did not come in time' },
  USAGE: { exitCode: 64, meaning: 'Wrong usage: an unknown command, option or process name' },
  PROCESS_UNKNOWN: { exitCode: 64, meaning: 'No process of that name is registered' },
  PROCESS_DUPLICATE: { exitCode: 64, meaning: 'A process of that name is registered already' },
  NOT_RUNNING: { exitCode: 69, meaning: 'No running watchdog to talk to' },
  SUSPENDED: { exitCode: 69, meaning: 'The watchdog is suspended, as by Ctrl+Z, and answers nothing' },
  INTERNAL: { exitCode: 70, meaning: 'An internal error; a fault of the watchdog itself' },
  ALREADY_RUNNING: { exitCode: 73, meaning: 'A watchdog already runs for this project' },
  CONFIG_INVALID: { exitCode: 78, meaning: 'The configuration is missing or does not match the schema' },
} as const satisfies Record<string, { readonly exitCode: number; readonly meaning: string }>;

/** What a caller or the user can have done wrong, by name. */
export type ErrorCode = keyof typeof errors;

/** The table of error codes with their exit statuses (sysexits.h where it has one); the table in docs/cli.md is made from it. */
export const errorTable: Readonly<Record<ErrorCode, { readonly exitCode: number; readonly meaning: string }>> = errors;

/** A mistake of the caller, with a code that decides the exit status. What happens to a process is never an error but data. */
export class WatchdogError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.name = 'WatchdogError';
    this.code = code;
  }

  /** The exit status that a program should end with. */
  get exitCode(): number {
    return errors[this.code].exitCode;
  }
}
