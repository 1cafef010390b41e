import type { ProbeResult } from '../../ports/probe-runner.js';
import { isShortage } from '../node/shortage.js';

/** The result of a check that got no answer. @param error why, with the code of the system */
export function unanswered(error: { readonly code?: string } | Error, message: string): ProbeResult {
  return { ok: false, message, ...(isShortage(error) ? { unasked: true } : {}) };
}
