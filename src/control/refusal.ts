import { type ErrorCode, WatchdogError } from '../policy/words/errors.js';
import type { RefusalDocument } from '../protocol/documents.js';

/** A request that is answered with an error: its HTTP status, and the code with which the command line ends. */
export class RequestRefused extends Error {
  readonly status: number;
  readonly code: ErrorCode;

  constructor(status: number, message: string, code: ErrorCode = 'USAGE') {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
  }
}

/** The answer to a request that failed, whatever was thrown. */
export function refusalFor(error: unknown): { readonly status: number; readonly body: RefusalDocument } {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof RequestRefused) return { status: error.status, body: { error: { code: error.code, message } } };
  if (error instanceof WatchdogError) {
    return { status: error.code === 'PROCESS_UNKNOWN' ? 404 : 400, body: { error: { code: error.code, message } } };
  }
  return { status: 500, body: { error: { code: 'INTERNAL', message } } };
}
