/** Why the system could not start a process. */
export interface StartFault {
  /** The system's error code, such as ENOENT. */
  readonly code: string;
  /** A plain sentence, such as "command not found: foo". */
  readonly message: string;
  /** What it is about; left out where that is the system as a whole. */
  readonly about?: { readonly kind: 'command' | 'folder' | 'interpreter'; readonly path: string };
  /** The port that another program holds, where that is why. */
  readonly port?: number;
  /** What the system said itself. */
  readonly cause?: Error;
}

/** A start fault as the Error of the `error` event, with the system's `code`. */
export function startError({ message, code, cause }: StartFault): Error {
  return Object.assign(new Error(message, cause && { cause }), { code });
}
