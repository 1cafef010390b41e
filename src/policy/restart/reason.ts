import type { Backoff, CircuitOpen, RestartRules } from './core.js';

/** A sentence with a running number in it: the time until what is due, until the next run, or since it began to run. */
export interface TimedWords {
  readonly before: string;
  readonly time: 'due' | 'next' | 'up';
  readonly after: string;
}

/**
 * Why a process is in its state. `full` is a sentence of its own, without running numbers; `timed` is the same with one, where
 * there is one; `brief` is beside the state and the countdown and may be empty.
 */
export interface Reason {
  readonly full: string;
  readonly timed?: TimedWords;
  readonly brief: string;
  /** What is unusual about a process that runs: it is suspended, its checks are held, its watch is paused. Missing where nothing is. */
  readonly unusual?: string;
}

/** A reason that reads the same beside the state as alone. */
export function sameReason(text: string): Reason {
  return { full: text, brief: text };
}

/** A reason with a running number. @param words what leads to the number: " in " */
export function timedReason(
  [head, words, time, after]: readonly [head: string, words: string, time: TimedWords['time'], after: string],
  brief: string,
): Reason {
  return { full: `${head}${after}`, timed: { before: `${head}${words}`, time, after }, brief };
}

/** Why nothing runs before the next automatic start. @param still ", still running" where that is so */
export function backoffReason({ attempt, after }: Backoff, still = ''): Reason {
  const restart = `restart ${attempt}`;
  const rest = ` after ${after}${still}`;
  return timedReason([restart, ' in ', 'due', rest], `${restart}${rest}`);
}

/** Why the circuit is open. @param still ", still running" where that is so */
export function circuitReason({ circuit }: RestartRules, { because }: CircuitOpen, still = ''): Reason {
  const full = `circuit open after ${because}${still}`;
  if (!circuit.autoRetry) return { full: `${full}, no automatic trial`, brief: `${because}${still}; no automatic trial` };
  return timedReason([full, ', trial in ', 'due', ''], `${because}${still}`);
}
