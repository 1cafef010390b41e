/** How often a probe asks and how many answers decide. */
export interface ProbePolicy {
  /** `health` for a `healthCheck`, which is both of the others. */
  readonly id: 'health' | 'readiness' | 'liveness';
  /** Whether it decides if the process is ready. */
  readonly readiness: boolean;
  /** Whether its failing restarts the process. */
  readonly liveness: boolean;
  /**
   * What it waits for, in words, where it is asked once in a generation and answers when that has come; nothing bounds the
   * wait. Null where it is asked again and again.
   */
  readonly awaits: string | null;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** Failures in a row that make it unhealthy. */
  readonly threshold: number;
  /** Successes in a row that make it healthy. */
  readonly successThreshold: number;
  /** Milliseconds after the start in which failures before the first success do not count. */
  readonly startPeriodMs: number;
  /** The interval until the first success; the shorter of this and `intervalMs` rules. */
  readonly startIntervalMs: number;
}

/** What a probe has found in this generation. */
export interface ProbeState {
  readonly word: 'pending' | 'healthy' | 'unhealthy';
  /** Successes in a row. */
  readonly successes: number;
  /** Counted failures in a row. */
  readonly failures: number;
  /** Whether any check has passed in this generation. */
  readonly everPassed: boolean;
  /** What the last check found; empty before the first. */
  readonly message: string;
}

/** A probe that has not asked yet. */
export const untriedProbe: ProbeState = { word: 'pending', successes: 0, failures: 0, everPassed: false, message: '' };

/** The health of a process in one word. */
export type Health = 'none' | 'pending' | 'healthy' | 'unhealthy';

/**
 * Counts one answer; a check that could not ask is none.
 * Source: Docker's HEALTHCHECK for the start period and interval, Kubernetes' probes for the thresholds.
 * @param sinceStartMs milliseconds from the spawn to the answer
 */
export function countAnswer(
  policy: ProbePolicy,
  state: ProbeState,
  answer: { readonly ok: boolean; readonly message: string; readonly unasked?: boolean },
  sinceStartMs: number,
): ProbeState {
  if (answer.ok) {
    const successes = state.successes + 1;
    const word = successes >= policy.successThreshold ? 'healthy' : state.word;
    return { word, successes, failures: 0, everPassed: true, message: answer.message };
  }
  if (answer.unasked === true) return { ...state, message: answer.message };
  const forgiven = !state.everPassed && sinceStartMs < policy.startPeriodMs;
  const failures = forgiven ? 0 : state.failures + 1;
  const word = failures >= policy.threshold ? 'unhealthy' : state.word;
  return { word, successes: 0, failures, everPassed: state.everPassed, message: answer.message };
}

/** Milliseconds until the next check. */
export function nextCheckDelay(policy: ProbePolicy, state: ProbeState): number {
  return state.everPassed ? policy.intervalMs : Math.min(policy.startIntervalMs, policy.intervalMs);
}

/** The health of a generation: unhealthy once liveness fails, else what readiness says, else what liveness says. */
export function healthOf(policies: readonly ProbePolicy[], states: readonly ProbeState[]): Health {
  if (policies.length === 0) return 'none';
  let ready: Health | undefined;
  let alive: Health = 'pending';
  for (const [index, policy] of policies.entries()) {
    const word = states[index]?.word ?? 'pending';
    if (policy.liveness && word === 'unhealthy') return 'unhealthy';
    if (policy.readiness) ready = word;
    else alive = word;
  }
  return ready ?? alive;
}
