import { countAnswer, type Health, nextCheckDelay, untriedProbe } from '../health/probing.js';
import { countSuccess, type Failure, type Moment } from '../restart/core.js';
import { announce, enter } from '../restart/transitions.js';
import { sayFailedChecks } from '../words/failed-checks.js';
import type {
  ContainerEffect,
  ContainerFacts,
  ContainerLifecycle,
  ContainerPhase,
  ContainerPolicy,
  ContainerRunning,
  ContainerStep,
} from './lifecycle.js';
import { failContainer } from './transitions.js';

/** The health of a running container in one word: the engine's, else what we have found. */
export function containerHealth(phase: ContainerPhase): Health {
  if (phase.name !== 'running') return 'none';
  return phase.engineHealth !== 'none' ? phase.engineHealth : (phase.probe?.word ?? 'none');
}

/** Our own check was answered. */
export function onContainerProbed(
  policy: ContainerPolicy,
  state: ContainerLifecycle,
  answer: { readonly ok: boolean; readonly message: string; readonly unasked?: boolean },
  at: Moment,
): ContainerStep {
  const { phase } = state;
  if (phase.name !== 'running' || phase.probe === null || policy.probe === null) return [state, []];
  const probe = countAnswer(policy.probe, phase.probe, answer, at.now - phase.since);
  const next: ContainerLifecycle = { ...state, phase: { ...phase, probe } };
  if (probe.word === 'unhealthy' && phase.probe.word !== 'unhealthy') {
    return unhealthy(policy, next, at, sayFailedChecks(probe.failures, probe.message));
  }
  const again: ContainerEffect = {
    type: 'arm',
    timer: 'probe',
    epoch: next.epoch,
    delayMs: nextCheckDelay(policy.probe, probe),
  };
  const [counted, effects] = countContainerSuccess(next);
  return [counted, [again, ...effects]];
}

/** Success: up for the minimal uptime and, where there is a check, healthy. It clears all but the window. */
export function countContainerSuccess(state: ContainerLifecycle): ContainerStep {
  const { phase } = state;
  if (phase.name !== 'running' || phase.succeeded || !phase.stable) return [state, []];
  const health = containerHealth(phase);
  if (health !== 'none' && health !== 'healthy') return [state, []];
  const [next, closed] = countSuccess({ ...state, phase: { ...phase, succeeded: true } });
  return [next, closed ? [announce({ event: 'circuit_closed' })] : []];
}

/** It runs: a life of its own begins, or goes on where we had lost sight of it. */
export function beginRunning(
  policy: ContainerPolicy,
  state: ContainerLifecycle,
  facts: ContainerFacts,
  at: Moment,
): ContainerStep {
  const uptimeMs = Math.max(0, at.wall - facts.startedAt);
  const asks = policy.probe !== null && facts.health === 'none';
  const running: ContainerRunning = {
    name: 'running',
    since: at.now - uptimeMs,
    paused: facts.paused,
    engineHealth: facts.health === 'unhealthy' ? 'pending' : facts.health,
    probe: asks ? untriedProbe : null,
    stable: false,
    succeeded: false,
  };
  const isAnotherLife = state.startedAt !== facts.startedAt;
  const next = enter(
    {
      ...state,
      desired: 'up',
      startedAt: facts.startedAt,
      askedAt: 0,
      oomAt: isAnotherLife ? 0 : state.oomAt,
      asked: null,
      startCount: state.startCount + (isAnotherLife ? 1 : 0),
    },
    running,
  );
  const effects: ContainerEffect[] = [
    { type: 'arm', timer: 'stable', epoch: next.epoch, delayMs: Math.max(0, policy.minUptimeMs - uptimeMs) },
  ];
  if (asks) effects.push({ type: 'probe', epoch: next.epoch });
  const [judged, more] = refreshed(policy, next, running, facts, at);
  return [judged, [...effects, ...more]];
}

/** The engine says how it is while it runs. */
export function refreshed(
  policy: ContainerPolicy,
  state: ContainerLifecycle,
  running: ContainerRunning,
  facts: ContainerFacts,
  at: Moment,
): ContainerStep {
  const asks = policy.probe !== null && facts.health === 'none';
  const begins = asks && running.probe === null;
  const isSame = running.paused === facts.paused && running.engineHealth === facts.health && !begins;
  if (isSame && asks === (running.probe !== null)) return [state, []];
  const probe = asks ? (running.probe ?? untriedProbe) : null;
  const next: ContainerLifecycle = {
    ...state,
    phase: { ...running, paused: facts.paused, engineHealth: facts.health, probe },
  };
  if (facts.health === 'unhealthy' && running.engineHealth !== 'unhealthy') {
    return unhealthy(policy, next, at, 'its own health check failed');
  }
  const [counted, effects] = countContainerSuccess(next);
  return [counted, begins ? [{ type: 'probe', epoch: next.epoch }, ...effects] : effects];
}

/** It runs and is not well: that is a failure, unless something else manages it or nobody is to restart it. */
function unhealthy(policy: ContainerPolicy, state: ContainerLifecycle, at: Moment, text: string): ContainerStep {
  const failure: Failure = { kind: 'health', text };
  const failed = announce({ event: 'container_health_failed' });
  if (state.ownRestart !== null || policy.restart === 'never') {
    const again: readonly ContainerEffect[] =
      policy.probe === null || state.phase.name !== 'running' || state.phase.probe === null
        ? []
        : [{ type: 'arm', timer: 'probe', epoch: state.epoch, delayMs: policy.probe.intervalMs }];
    return [{ ...state, lastFailure: failure }, [failed, ...again]];
  }
  const [next, effects] = failContainer(policy, state, at, { failure, alive: true, elapsedMs: 0 });
  return [next, [failed, ...effects]];
}
