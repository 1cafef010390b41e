import { closedCircuit, closeKeepingFailures } from './circuit.js';
import { onContainerExit } from './container-exit.js';
import type {
  ContainerEffect,
  ContainerFacts,
  ContainerLifecycle,
  ContainerPhase,
  ContainerPolicy,
  ContainerRunning,
  ContainerStep,
} from './container-lifecycle.js';
import { bringUp, countFailure, enterPhase, forgive, settle, tell } from './container-transitions.js';
import { describeExit, type Exit } from './exit.js';
import { countAnswer, type Health, nextCheckDelay, untriedProbe } from './health.js';
import type { Moment } from './lifecycle.js';

/** The engine has answered how it is. What differs from what is known has happened meanwhile. */
export function onFacts(policy: ContainerPolicy, before: ContainerLifecycle, facts: ContainerFacts, at: Moment): ContainerStep {
  const isAnother = before.id !== null && before.id !== facts.id;
  const state: ContainerLifecycle = { ...before, id: facts.id, ownRestart: facts.ownRestart };
  // Another container under the same name is a new thing: it neither restarted nor failed.
  if (isAnother) return renewed(policy, forgive(state), facts, at);
  return facts.running ? seenRunning(policy, state, facts, at) : seenDown(state, facts, at);
}

/** The health of a running container in one word: the engine's, else what we have found. */
export function containerHealth(phase: ContainerPhase): Health {
  if (phase.name !== 'running') return 'none';
  return phase.engineHealth !== 'none' ? phase.engineHealth : (phase.probe?.word ?? 'none');
}

/** Our own check was answered. */
export function onContainerProbed(
  policy: ContainerPolicy,
  state: ContainerLifecycle,
  answer: { readonly ok: boolean; readonly message: string },
  at: Moment,
): ContainerStep {
  const { phase } = state;
  if (phase.name !== 'running' || phase.probe === null || policy.probe === null) return [state, []];
  const probe = countAnswer(policy.probe, phase.probe, answer, at.now - phase.since);
  const next: ContainerLifecycle = { ...state, phase: { ...phase, probe } };
  if (probe.word === 'unhealthy' && phase.probe.word !== 'unhealthy') {
    return unhealthy(policy, next, at, `${probe.failures} failed health checks (${probe.message})`);
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

/** Success: up for the minimal uptime and, where there is a check, healthy. It forgives all but the window. */
export function countContainerSuccess(state: ContainerLifecycle): ContainerStep {
  const { phase } = state;
  if (phase.name !== 'running' || phase.succeeded || !phase.stable) return [state, []];
  const health = containerHealth(phase);
  if (health !== 'none' && health !== 'healthy') return [state, []];
  const next: ContainerLifecycle = { ...state, phase: { ...phase, succeeded: true }, restartCount: 0, failuresInRow: 0 };
  if (state.circuit.name !== 'half_open') return [next, []];
  return [{ ...next, circuit: closedCircuit }, [tell({ event: 'circuit_closed' })]];
}

function renewed(policy: ContainerPolicy, state: ContainerLifecycle, facts: ContainerFacts, at: Moment): ContainerStep {
  const afresh: ContainerLifecycle = { ...state, startedAt: 0, finishedAt: facts.finishedAt, lastExit: null, lastError: null };
  if (facts.running) return beginRunning(policy, afresh, facts, at);
  return [settle(afresh, { name: 'stopped', why: 'created', exit: null }), []];
}

function seenRunning(policy: ContainerPolicy, state: ContainerLifecycle, facts: ContainerFacts, at: Moment): ContainerStep {
  const { phase } = state;
  const isSameLife = state.startedAt === facts.startedAt;
  switch (phase.name) {
    case 'running':
      if (isSameLife) return refreshed(policy, state, phase, facts, at);
      return state.ownRestart === null ? beginRunning(policy, state, facts, at) : restartedByItself(policy, state, facts, at);
    case 'judging':
    case 'observed':
      // A person who restarts it asks for its end; its own policy does not.
      if (isSameLife) return [state, []];
      if (state.ownRestart !== null) return restartedByItself(policy, state, facts, at);
      return beginRunning(policy, forgive(state), facts, at);
    case 'starting':
      return phase.answered || !isSameLife ? beginRunning(policy, state, facts, at) : [state, []];
    case 'stopping':
      return isSameLife ? [state, []] : beginRunning(policy, state, facts, at);
    case 'backoff':
    case 'circuit_open':
      if (!isSameLife) return beginRunning(policy, forgive(state), facts, at);
      if (facts.health !== 'healthy') return [state, []];
      return beginRunning(policy, { ...state, circuit: closeKeepingFailures(state.circuit) }, facts, at);
    case 'unknown':
      return beginRunning(policy, state, facts, at);
    case 'stopped':
    case 'completed':
    case 'failed':
      return beginRunning(policy, forgive(state), facts, at);
  }
}

function seenDown(before: ContainerLifecycle, facts: ContainerFacts, at: Moment): ContainerStep {
  const { phase } = before;
  const state: ContainerLifecycle = { ...before, startedAt: facts.startedAt, finishedAt: facts.finishedAt };
  const exit = exitIn(facts);
  switch (phase.name) {
    case 'unknown':
      return backFromUnknown(before, state, phase, facts, at);
    case 'running':
      return onContainerExit(state, exit ?? { code: null, signal: null, at: at.wall }, at);
    case 'starting':
      return phase.answered ? onContainerExit(state, exit ?? { code: null, signal: null, at: at.wall }, at) : [state, []];
    case 'observed': {
      if (facts.restarting) return [state, []];
      const because = `${exit === null ? phase.after : describeExit(exit)}; its own restart policy (${state.ownRestart}) leaves it down`;
      return [settle({ ...state, lastError: because }, { name: 'failed', because }), []];
    }
    case 'stopped':
      return facts.restarting ? [enterPhase(state, { name: 'observed', after: 'its end' }), []] : [state, []];
    case 'backoff':
    case 'circuit_open':
      return phase.alive ? onContainerExit(state, exit ?? { code: null, signal: null, at: at.wall }, at) : [state, []];
    case 'judging':
    case 'stopping':
    case 'completed':
    case 'failed':
      return [state, []];
  }
}

/** It is down, and nobody saw how that came. Only what was decided before the silence goes on. */
function backFromUnknown(
  before: ContainerLifecycle,
  state: ContainerLifecycle,
  phase: ContainerPhase & { readonly name: 'unknown' },
  facts: ContainerFacts,
  at: Moment,
): ContainerStep {
  if (facts.restarting) return [enterPhase(state, { name: 'observed', after: 'its end' }), []];
  if (phase.wanted) return bringUp(forgive(state), 'person', false);
  const earlier = phase.before;
  if (earlier !== null && before.finishedAt === facts.finishedAt) {
    const next = enterPhase(state, earlier);
    if (earlier.name === 'backoff' && !earlier.alive) {
      return [next, [{ type: 'arm', timer: 'backoff', epoch: next.epoch, delayMs: Math.max(0, earlier.until - at.now) }]];
    }
    if (earlier.name === 'circuit_open' && !earlier.alive) {
      const until = state.circuit.name === 'open' ? state.circuit.until : at.now;
      return [next, [{ type: 'arm', timer: 'cooldown', epoch: next.epoch, delayMs: Math.max(0, until - at.now) }]];
    }
    if (earlier.name === 'stopped' || earlier.name === 'completed' || earlier.name === 'failed') return [next, []];
  }
  const why = earlier === null ? 'seen' : 'away';
  return [settle({ ...state, desired: 'down' }, { name: 'stopped', why, exit: exitIn(facts) }), []];
}

function restartedByItself(policy: ContainerPolicy, state: ContainerLifecycle, facts: ContainerFacts, at: Moment): ContainerStep {
  const [next, effects] = beginRunning(policy, { ...state, restartCount: state.restartCount + 1 }, facts, at);
  return [next, [tell({ event: 'container_restart' }), ...effects]];
}

/** It runs: a life of its own begins, or goes on where we had lost sight of it. */
function beginRunning(policy: ContainerPolicy, state: ContainerLifecycle, facts: ContainerFacts, at: Moment): ContainerStep {
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
  const next = enterPhase(
    {
      ...state,
      desired: 'up',
      startedAt: facts.startedAt,
      askedAt: 0,
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

function refreshed(
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

/** It runs and is not well: that is a failure, unless somebody else looks after it or nobody is to restart it. */
function unhealthy(policy: ContainerPolicy, state: ContainerLifecycle, at: Moment, because: string): ContainerStep {
  const failed = tell({ event: 'container_health_failed' });
  if (state.ownRestart !== null || policy.restart === 'never') {
    const again: readonly ContainerEffect[] =
      policy.probe === null || state.phase.name !== 'running' || state.phase.probe === null
        ? []
        : [{ type: 'arm', timer: 'probe', epoch: state.epoch, delayMs: policy.probe.intervalMs }];
    return [{ ...state, lastError: because }, [failed, ...again]];
  }
  const [next, effects] = countFailure(policy, state, at, { because, alive: true, elapsedMs: 0 });
  return [next, [failed, ...effects]];
}

function exitIn({ exitCode, finishedAt }: ContainerFacts): Exit | null {
  return finishedAt === 0 ? null : { code: exitCode, signal: null, at: finishedAt };
}
