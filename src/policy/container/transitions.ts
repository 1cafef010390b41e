import type { Moment } from '../process/lifecycle.js';
import { backoffDelay } from '../restart/backoff.js';
import {
  type Circuit,
  closedCircuit,
  closeKeepingFailures,
  failuresInWindow,
  halfOpen,
  recordFailure,
} from '../restart/circuit.js';
import type { EndRequest, Requester } from '../restart/exit.js';
import { formatDuration } from '../words/duration.js';
import type {
  ContainerAnnouncement,
  ContainerEffect,
  ContainerLifecycle,
  ContainerPhase,
  ContainerPolicy,
  ContainerStep,
} from './lifecycle.js';

/** An announcement as an effect. */
export function tell(announcement: ContainerAnnouncement): ContainerEffect {
  return { type: 'announce', announcement };
}

/** Changes the phase, which begins a new epoch. */
export function enterPhase(state: ContainerLifecycle, phase: ContainerPhase): ContainerLifecycle {
  return { ...state, phase, epoch: state.epoch + 1 };
}

/** What a person's word does to the counts: all zero, circuit closed. */
export function forgive(state: ContainerLifecycle): ContainerLifecycle {
  return { ...state, restartCount: 0, failuresInRow: 0, circuit: closedCircuit };
}

/** Rests in a phase in which nothing is scheduled. */
export function settle(
  state: ContainerLifecycle,
  phase: ContainerPhase & { readonly name: 'stopped' | 'completed' | 'failed' },
): ContainerLifecycle {
  return enterPhase({ ...state, circuit: closeKeepingFailures(state.circuit) }, phase);
}

/** Has the engine bring it up: `restart` for one that still runs, since a start of it would do nothing. */
export function bringUp(
  state: ContainerLifecycle,
  by: 'person' | 'failure',
  alive: boolean,
  requester: Requester = 'user',
): ContainerStep {
  // Only a restart ends a life.
  const asked: EndRequest =
    by === 'failure'
      ? { by: 'health', action: 'restart', why: state.lastError ?? 'unhealthy' }
      : { by: requester, action: 'restart', why: '' };
  const next = enterPhase(
    { ...state, desired: 'up', askedAt: 0, asked: alive ? asked : null },
    { name: 'starting', by, answered: false, told: false },
  );
  const call: ContainerEffect = { type: 'call', call: alive ? 'restart' : 'start', epoch: next.epoch };
  return [next, by === 'failure' ? [tell({ event: 'container_restart' }), call] : [call]];
}

/** Starts the one trial that a half-open circuit allows; it counts as a restart. */
export function bringUpOnTrial(
  state: ContainerLifecycle,
  circuit: Circuit & { readonly name: 'open' },
  alive: boolean,
): ContainerStep {
  const trial = { ...state, circuit: halfOpen(circuit), restartCount: state.restartCount + 1 };
  const [next, effects] = bringUp(trial, 'failure', alive);
  return [next, [tell({ event: 'circuit_half_open' }), ...effects]];
}

/**
 * Counts a failure and decides what follows: backoff, an open circuit, or the end of all restarts.
 * @param alive whether it still runs, unhealthy
 * @param elapsedMs milliseconds since the failure, which the wait has begun with
 */
export function countFailure(
  policy: ContainerPolicy,
  state: ContainerLifecycle,
  at: Moment,
  { because, alive, elapsedMs }: { readonly because: string; readonly alive: boolean; readonly elapsedMs: number },
): ContainerStep {
  const failuresInRow = state.failuresInRow + 1;
  const circuit = recordFailure(policy.circuit, state.circuit, failuresInRow, at.now);
  const counted: ContainerLifecycle = { ...state, failuresInRow, circuit, lastError: because };
  if (circuit.name === 'open') {
    return openContainerCircuit(policy, counted, circuit, at, { because, alive, trial: state.circuit.name === 'half_open' });
  }
  if (containerRestartsUsedUp(policy, counted)) return giveUpContainer(counted, because);

  const fullMs = backoffDelay(policy.backoff, failuresInRow - 1, at.random);
  const delayMs = Math.max(0, Math.round(fullMs - elapsedMs));
  const attempt = counted.restartCount + 1;
  const next = enterPhase(
    { ...counted, restartCount: attempt },
    { name: 'backoff', until: at.now + delayMs, attempt, after: because, alive },
  );
  return [next, [tell({ event: 'backoff', delayMs, attempt }), { type: 'arm', timer: 'backoff', epoch: next.epoch, delayMs }]];
}

/** Whether `maxRestarts` allows no further automatic start. */
export function containerRestartsUsedUp({ maxRestarts }: ContainerPolicy, { restartCount }: ContainerLifecycle): boolean {
  return maxRestarts !== -1 && restartCount >= maxRestarts;
}

/** Ends in `failed` because all restarts are used up. */
export function giveUpContainer(state: ContainerLifecycle, because: string): ContainerStep {
  const { restartCount } = state;
  const times = restartCount === 1 ? '1 restart' : `${restartCount} restarts`;
  return [
    settle(state, { name: 'failed', because: `${because}; gave up after ${times}` }),
    [tell({ event: 'max_restarts', restartCount })],
  ];
}

function openContainerCircuit(
  policy: ContainerPolicy,
  state: ContainerLifecycle,
  circuit: Circuit & { readonly name: 'open' },
  at: Moment,
  { because, alive, trial }: { readonly because: string; readonly alive: boolean; readonly trial: boolean },
): ContainerStep {
  const inWindow = failuresInWindow(policy.circuit, circuit, at.now);
  const failures = Math.max(inWindow.length, state.failuresInRow);
  const isFull = inWindow.length >= policy.circuit.threshold;
  const span = isFull ? `in ${formatDuration(at.now - (inWindow[0] ?? at.now))}` : 'in a row';
  const counted = failures === 1 ? '1 failure' : `${failures} failures ${span}`;
  const next = enterPhase(state, {
    name: 'circuit_open',
    because: trial ? `the trial failed with ${because}` : counted,
    alive,
  });
  const opened = tell({ event: 'circuit_open', failures });
  if (!policy.circuit.autoRetry) return [next, [opened]];
  return [next, [opened, { type: 'arm', timer: 'cooldown', epoch: next.epoch, delayMs: circuit.cooldownMs }]];
}
