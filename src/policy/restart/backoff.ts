/** How long to wait before an automatic start. */
export interface BackoffPolicy {
  /** Milliseconds before the first restart (`restartDelay`). */
  readonly initialMs: number;
  /** The factor from one wait to the next. */
  readonly multiplier: number;
  /** The longest wait in milliseconds. */
  readonly maxMs: number;
  /** The share of a wait, 0 to 1, that chance may take off. */
  readonly jitter: number;
}

/**
 * Milliseconds to wait before the next automatic start.
 * @param earlierFailures failures since the last success, this one not counted: 0 at the first
 * @param random a number in [0, 1) that decides the jitter
 */
export function backoffDelay(policy: BackoffPolicy, earlierFailures: number, random: number): number {
  // 0 * Infinity is NaN; a zero delay stays zero however many failures came before.
  if (policy.initialMs === 0) return 0;
  const uncapped = policy.initialMs * policy.multiplier ** earlierFailures;
  return Math.round(Math.min(uncapped, policy.maxMs) * (1 - policy.jitter * random));
}
