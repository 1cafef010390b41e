import type { Backoff, CircuitOpen, RestartRules } from './core.js';

/**
 * Why a process is in its state. `full` is a sentence of its own, with `{due}` for the time until what is due and `{up}` for
 * the time since it began to run; `brief` is beside the state and the countdown, without placeholders, and may be empty.
 */
export interface Reason {
  readonly full: string;
  readonly brief: string;
  /** What is unusual about a process that runs: it is suspended, its checks are held, its watch is paused. Missing where nothing is. */
  readonly unusual?: string;
}

/** A reason that reads the same beside the state as alone. */
export function sameReason(text: string): Reason {
  return { full: text, brief: text };
}

/** Why nothing runs before the next automatic start. @param still ", still running" where that is so */
export function backoffReason({ attempt, after }: Backoff, still = ''): Reason {
  const restart = `restart ${attempt}`;
  return { full: `${restart} in {due} after ${after}${still}`, brief: `${restart} after ${after}${still}` };
}

/** Why the circuit is open. @param still ", still running" where that is so */
export function circuitReason({ circuit }: RestartRules, { because }: CircuitOpen, still = ''): Reason {
  const full = `circuit open after ${because}${still}`;
  if (!circuit.autoRetry) return { full: `${full}, no automatic trial`, brief: `${because}${still}; no automatic trial` };
  return { full: `${full}, trial in {due}`, brief: `${because}${still}` };
}
