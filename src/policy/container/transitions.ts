import type { Circuit } from '../restart/circuit.js';
import { countFailure, countTrial, type Failure, gaveUp, type Moment } from '../restart/core.js';
import type { EndRequest, Requester } from '../restart/exit.js';
import { announce, enter, outcomeEffects, rest } from '../restart/transitions.js';
import type { ContainerEffect, ContainerLifecycle, ContainerPolicy, ContainerStep } from './lifecycle.js';

/** Has the engine bring it up: `restart` for one that still runs, since a start of it would do nothing. */
export function beginContainerStart(
  state: ContainerLifecycle,
  by: 'user' | 'failure',
  alive: boolean,
  requester: Requester = 'user',
): ContainerStep {
  // Only a restart ends a life.
  const asked: EndRequest =
    by === 'failure'
      ? { by: 'health', action: 'restart', why: state.lastFailure?.text ?? 'unhealthy' }
      : { by: requester, action: 'restart', why: '' };
  const next = enter(
    { ...state, desired: 'up', askedAt: 0, asked: alive ? asked : null },
    { name: 'starting', by, answered: false, isExitReported: false },
  );
  const call: ContainerEffect = { type: 'call', call: alive ? 'restart' : 'start', epoch: next.epoch };
  return [next, by === 'failure' ? [announce({ event: 'container_restart' }), call] : [call]];
}

/** Starts the one trial that a half-open circuit allows; it counts as a restart. */
export function beginContainerTrial(
  state: ContainerLifecycle,
  circuit: Circuit & { readonly name: 'open' },
  alive: boolean,
): ContainerStep {
  const [next, effects] = beginContainerStart(countTrial(state, circuit), 'failure', alive);
  return [next, [announce({ event: 'circuit_half_open' }), ...effects]];
}

/**
 * Counts a failure and enters what follows: backoff, an open circuit, or the end of all restarts.
 * @param alive whether it still runs, unhealthy
 * @param elapsedMs milliseconds since the failure, with which the wait has begun
 */
export function failContainer(
  policy: ContainerPolicy,
  state: ContainerLifecycle,
  at: Moment,
  { failure, alive, elapsedMs }: { readonly failure: Failure; readonly alive: boolean; readonly elapsedMs: number },
): ContainerStep {
  const [counted, outcome] = countFailure(policy, state, failure, at, elapsedMs);
  const next = enter(counted, outcome.phase.name === 'failed' ? outcome.phase : { ...outcome.phase, alive });
  return [next, outcomeEffects(outcome, next.epoch)];
}

/** Ends in `failed` because all restarts are used up. */
export function giveUpContainer(state: ContainerLifecycle, because: string): ContainerStep {
  const { phase, announcement } = gaveUp(state, because);
  return [rest(state, phase), [announce(announcement)]];
}
