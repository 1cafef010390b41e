import { formatDuration } from '../words/duration.js';
import { type BackoffPolicy, backoffDelay } from './backoff.js';
import {
  type Circuit,
  type CircuitPolicy,
  closedCircuit,
  closeKeepingFailures,
  failuresInWindow,
  halfOpen,
  recordFailure,
} from './circuit.js';

/** The moment of a step. */
export interface Moment {
  /** Monotonic milliseconds. */
  readonly now: number;
  /** Milliseconds since 1970. */
  readonly wall: number;
  /** A number in [0, 1). */
  readonly random: number;
}

/** When an exit that nobody asked for is restarted: any exit, all but success codes, or none. */
export type RestartPolicy = 'always' | 'on-failure' | 'never';

/** What decides whether and when a process or a container is restarted. */
export interface RestartRules {
  readonly restart: RestartPolicy;
  readonly backoff: BackoffPolicy;
  readonly circuit: CircuitPolicy;
  /** Automatic restarts allowed since the last success; -1 for no bound. */
  readonly maxRestarts: number;
  /** Milliseconds of uptime that make a generation a success. */
  readonly minUptimeMs: number;
  readonly successExitCodes: readonly number[];
}

/** What went wrong last. */
export interface Failure {
  /** An exit, a failed check, too much memory, or a start or stop that the system or the engine refused. */
  readonly kind: 'exit' | 'health' | 'memory' | 'start' | 'stop';
  /** As it reads on after "after": "exit code 1", "3 failed health checks (HTTP 503)"; of a refusal a sentence. */
  readonly text: string;
}

/** What is counted of the restarts of a process or a container. */
export interface RestartState {
  /** Automatic restarts since the last success. */
  readonly restartCount: number;
  /** Failures since the last success. */
  readonly failuresInRow: number;
  readonly circuit: Circuit;
  readonly lastFailure: Failure | null;
}

/** The counts of what never failed. */
export const noRestarts: RestartState = { restartCount: 0, failuresInRow: 0, circuit: closedCircuit, lastFailure: null };

/** An automatic start is scheduled. */
export interface Backoff {
  readonly name: 'backoff';
  /** Monotonic milliseconds. */
  readonly until: number;
  readonly attempt: number;
  /** What failed, as in `Failure`. */
  readonly after: string;
}

/** Nothing restarts until the cooldown of the circuit is over. */
export interface CircuitOpen {
  readonly name: 'circuit_open';
  /** "5 failures in 21s". */
  readonly because: string;
}

/** It is not restarted. */
export interface Failed {
  readonly name: 'failed';
  readonly because: string;
}

/** What a failure leads to: the phase that follows, what is announced, and the timer that ends the phase. */
export interface FailureOutcome {
  readonly phase: Backoff | CircuitOpen | Failed;
  readonly announcement: RestartAnnouncement;
  readonly timer: { readonly name: 'backoff' | 'cooldown'; readonly delayMs: number } | null;
}

/** What is reported outside of restarts; the names and fields are those of the events table. */
export type RestartAnnouncement =
  | { readonly event: 'circuit_reset' | 'circuit_half_open' | 'circuit_closed' }
  | { readonly event: 'circuit_open'; readonly failures: number }
  | { readonly event: 'max_restarts'; readonly restartCount: number }
  | { readonly event: 'backoff'; readonly delayMs: number; readonly attempt: number };

/**
 * Counts a failure and decides what follows: backoff, an open circuit, or the end of all restarts.
 * @param elapsedMs milliseconds since the failure, with which the wait has begun
 */
export function countFailure<S extends RestartState>(
  rules: RestartRules,
  state: S,
  failure: Failure,
  at: Moment,
  elapsedMs = 0,
): readonly [S, FailureOutcome] {
  const failuresInRow = state.failuresInRow + 1;
  const circuit = recordFailure(rules.circuit, state.circuit, failuresInRow, at.now);
  const counted: S = { ...state, failuresInRow, circuit, lastFailure: failure };
  if (circuit.name === 'open') {
    return [counted, circuitOpened(rules, counted, circuit, at)];
  }
  if (restartsUsedUp(rules, counted)) return [withoutOpenCircuit(counted), gaveUp(counted, failure.text)];
  const fullMs = backoffDelay(rules.backoff, failuresInRow - 1, at.random);
  const delayMs = Math.max(0, Math.round(fullMs - elapsedMs));
  const attempt = counted.restartCount + 1;
  return [
    { ...counted, restartCount: attempt },
    {
      phase: { name: 'backoff', until: at.now + delayMs, attempt, after: failure.text },
      announcement: { event: 'backoff', delayMs, attempt },
      timer: { name: 'backoff', delayMs },
    },
  ];
}

/** Whether `maxRestarts` allows no further automatic start. */
export function restartsUsedUp({ maxRestarts }: RestartRules, { restartCount }: RestartState): boolean {
  return maxRestarts !== -1 && restartCount >= maxRestarts;
}

/** The end of all restarts, since they are used up. */
export function gaveUp({ restartCount }: RestartState, because: string): FailureOutcome & { readonly phase: Failed } {
  const times = restartCount === 1 ? '1 restart' : `${restartCount} restarts`;
  return {
    phase: { name: 'failed', because: `${because}; gave up after ${times}` },
    announcement: { event: 'max_restarts', restartCount },
    timer: null,
  };
}

/** What a manual start, a restart and a reset do to the counts: all zero, circuit closed. */
export function zeroCounts<S extends RestartState>(state: S): S {
  return { ...state, restartCount: 0, failuresInRow: 0, circuit: closedCircuit };
}

/** Closes an open or half-open circuit, which means nothing where nothing is scheduled; the failures stay in the window. */
export function withoutOpenCircuit<S extends RestartState>(state: S): S {
  return { ...state, circuit: closeKeepingFailures(state.circuit) };
}

/** The one trial that a half-open circuit allows begins; it counts as a restart. */
export function countTrial<S extends RestartState>(state: S, circuit: Circuit & { readonly name: 'open' }): S {
  return { ...state, circuit: halfOpen(circuit), restartCount: state.restartCount + 1 };
}

/** A success clears all but the window, and closes the circuit after a trial. Returns whether it did. */
export function countSuccess<S extends RestartState>(state: S): readonly [S, boolean] {
  const next: S = { ...state, restartCount: 0, failuresInRow: 0 };
  return state.circuit.name === 'half_open' ? [{ ...next, circuit: closedCircuit }, true] : [next, false];
}

function circuitOpened(
  rules: RestartRules,
  { failuresInRow, lastFailure }: RestartState,
  circuit: Circuit & { readonly name: 'open' },
  at: Moment,
): FailureOutcome {
  const inWindow = failuresInWindow(rules.circuit, circuit, at.now);
  const failures = Math.max(inWindow.length, failuresInRow);
  const isFull = inWindow.length >= rules.circuit.threshold;
  const span = isFull ? `in ${formatDuration(at.now - (inWindow[0] ?? at.now))}` : 'in a row';
  const counted = failures === 1 ? '1 failure' : `${failures} failures ${span}`;
  return {
    phase: { name: 'circuit_open', because: circuit.afterTrial ? `the trial failed with ${lastFailure?.text}` : counted },
    announcement: { event: 'circuit_open', failures },
    timer: rules.circuit.autoRetry ? { name: 'cooldown', delayMs: circuit.cooldownMs } : null,
  };
}
