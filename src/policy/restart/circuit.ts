/** When the circuit opens, and for how long. */
export interface CircuitPolicy {
  /** Failures inside the window, or in a row, that open it. */
  readonly threshold: number;
  /** Milliseconds for which a failure counts. */
  readonly windowMs: number;
  /** Milliseconds that it stays open the first time. */
  readonly cooldownMs: number;
  /** The longest cooldown, which doubles with every failed trial. */
  readonly maxCooldownMs: number;
  /** Whether the trial starts by itself when the cooldown is over. */
  readonly autoRetry: boolean;
}

/** The circuit breaker of one process. Times are monotonic milliseconds. */
export type Circuit =
  | { readonly name: 'closed'; readonly failureTimes: readonly number[] }
  | {
      readonly name: 'open';
      readonly failureTimes: readonly number[];
      readonly openedAt: number;
      readonly until: number;
      readonly cooldownMs: number;
      /** Whether it opened again since a trial failed. */
      readonly afterTrial: boolean;
    }
  | { readonly name: 'half_open'; readonly failureTimes: readonly number[]; readonly cooldownMs: number };

/** A circuit that has seen no failure. */
export const closedCircuit: Circuit = { name: 'closed', failureTimes: [] };

/** The failures that still count at `now`, oldest first. */
export function failuresInWindow(policy: CircuitPolicy, circuit: Circuit, now: number): readonly number[] {
  return circuit.failureTimes.filter((time) => now - time < policy.windowMs);
}

/**
 * Records one failure. A failed trial opens the circuit again with the cooldown doubled; otherwise it opens when the window
 * or the row is full.
 * @param inRow failures since the last success, this one included
 */
export function recordFailure(policy: CircuitPolicy, circuit: Circuit, inRow: number, now: number): Circuit {
  const failureTimes = [...failuresInWindow(policy, circuit, now), now];
  if (circuit.name === 'half_open') {
    return open(failureTimes, now, Math.min(circuit.cooldownMs * 2, policy.maxCooldownMs), true);
  }
  if (failureTimes.length >= policy.threshold || inRow >= policy.threshold) {
    return open(failureTimes, now, policy.cooldownMs, false);
  }
  return { name: 'closed', failureTimes };
}

/** The circuit of a trial start, with the cooldown remembered for the case that it fails. */
export function halfOpen(circuit: Circuit & { readonly name: 'open' }): Circuit {
  return { name: 'half_open', failureTimes: circuit.failureTimes, cooldownMs: circuit.cooldownMs };
}

/** Closes a circuit and keeps the failures that it has seen; a closed one is returned as it is. */
export function closeKeepingFailures(circuit: Circuit): Circuit {
  return circuit.name === 'closed' ? circuit : { name: 'closed', failureTimes: circuit.failureTimes };
}

function open(failureTimes: readonly number[], now: number, cooldownMs: number, afterTrial: boolean): Circuit {
  return { name: 'open', failureTimes, openedAt: now, until: now + cooldownMs, cooldownMs, afterTrial };
}
