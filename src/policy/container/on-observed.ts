import { type Moment, withoutOpenCircuit, zeroCounts } from '../restart/core.js';
import { describeExit, type Exit, type ExitRecord, exitRecord } from '../restart/exit.js';
import { announce, enter, rest } from '../restart/transitions.js';
import { containerExit, lastRunMs, onContainerExit, withFacts } from './exit.js';
import type { ContainerFacts, ContainerLifecycle, ContainerPhase, ContainerPolicy, ContainerStep } from './lifecycle.js';
import { beginRunning, refreshed } from './running.js';
import { beginContainerStart } from './transitions.js';

/** The engine has answered how it is. What differs from what is known has happened meanwhile. */
export function onFacts(policy: ContainerPolicy, before: ContainerLifecycle, facts: ContainerFacts, at: Moment): ContainerStep {
  const isAnother = before.id !== null && before.id !== facts.id;
  const state: ContainerLifecycle = { ...before, id: facts.id, ownRestart: facts.ownRestart };
  // Another container under the same name is a new thing: it neither restarted nor failed.
  if (isAnother) return renewed(policy, zeroCounts(state), facts, at);
  return facts.running ? seenRunning(policy, state, facts, at) : seenDown(state, facts, at);
}

function renewed(policy: ContainerPolicy, state: ContainerLifecycle, facts: ContainerFacts, at: Moment): ContainerStep {
  const afresh: ContainerLifecycle = {
    ...state,
    startedAt: 0,
    finishedAt: facts.finishedAt,
    oomAt: 0,
    asked: null,
    lastExit: null,
    lastFailure: null,
  };
  if (facts.running) return beginRunning(policy, afresh, facts, at);
  return [rest(afresh, { name: 'stopped', why: 'created', exit: null }), []];
}

function seenRunning(policy: ContainerPolicy, state: ContainerLifecycle, facts: ContainerFacts, at: Moment): ContainerStep {
  const { phase } = state;
  const isSameLife = state.startedAt === facts.startedAt;
  switch (phase.name) {
    case 'running':
      if (isSameLife) return refreshed(policy, state, phase, facts, at);
      return state.ownRestart === null ? beginRunning(policy, state, facts, at) : restartedByItself(policy, state, facts, at);
    case 'classifying_exit':
    case 'observed':
      // The user who restarts it asks for its end; its own policy does not.
      if (isSameLife) return [state, []];
      if (state.ownRestart !== null) return restartedByItself(policy, state, facts, at);
      return beginRunning(policy, zeroCounts(state), facts, at);
    case 'starting':
      // After a death the engine may have been asked before it; the inspection after its answer to the start is surely of now.
      return phase.answered || (!isSameLife && !phase.isExitReported) ? beginRunning(policy, state, facts, at) : [state, []];
    case 'stopping':
      return isSameLife ? [state, []] : beginRunning(policy, state, facts, at);
    case 'backoff':
    case 'circuit_open':
      if (!isSameLife) return beginRunning(policy, zeroCounts(state), facts, at);
      if (facts.health !== 'healthy') return [state, []];
      return beginRunning(policy, withoutOpenCircuit(state), facts, at);
    case 'unknown': {
      const earlier = phase.before;
      if (phase.wanted) return beginRunning(policy, zeroCounts(state), facts, at);
      if (earlier?.name !== 'backoff' && earlier?.name !== 'circuit_open') return beginRunning(policy, state, facts, at);
      // It was about to be restarted when the engine went away. As long as it is the same life, it still is.
      const [resumed, effects] = resume(state, earlier, at);
      const [next, more] = seenRunning(policy, resumed, facts, at);
      return [next, next.epoch === resumed.epoch ? effects : more];
    }
    case 'stopped':
    case 'completed':
    case 'failed':
      return beginRunning(policy, zeroCounts(state), facts, at);
  }
}

function seenDown(before: ContainerLifecycle, facts: ContainerFacts, at: Moment): ContainerStep {
  // What is known of the last exit is completed only while nothing has begun since.
  const isOfExit = before.lastExit !== null && before.startedAt === facts.startedAt;
  const known: ContainerLifecycle = { ...before, startedAt: facts.startedAt, finishedAt: facts.finishedAt };
  const state = isOfExit ? withFacts(known, facts) : known;
  const { phase } = state;
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
      return [rest({ ...state, lastFailure: { kind: 'exit', text: because } }, { name: 'failed', because }), []];
    }
    case 'stopped':
      return facts.restarting ? [enter(state, { name: 'observed', after: 'its end' }), []] : [state, []];
    case 'backoff':
    case 'circuit_open':
      return phase.alive ? onContainerExit(state, exit ?? { code: null, signal: null, at: at.wall }, at) : [state, []];
    case 'classifying_exit':
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
  if (facts.restarting) return [enter(state, { name: 'observed', after: 'its end' }), []];
  if (phase.wanted) return beginContainerStart(zeroCounts(state), 'user', false);
  const earlier = phase.before;
  if (earlier !== null && before.finishedAt === facts.finishedAt) {
    if ((earlier.name === 'backoff' || earlier.name === 'circuit_open') && !earlier.alive) return resume(state, earlier, at);
    if (earlier.name === 'stopped' || earlier.name === 'completed' || earlier.name === 'failed') {
      return [enter(state, earlier), []];
    }
  }
  const why = earlier === null ? 'seen' : 'away';
  return [rest({ ...state, desired: 'down' }, { name: 'stopped', why, exit: recordIn(before, facts) }), []];
}

/** Waits on for the restart that was due before the silence. */
function resume(
  state: ContainerLifecycle,
  earlier: ContainerPhase & { readonly name: 'backoff' | 'circuit_open' },
  at: Moment,
): ContainerStep {
  const next = enter(state, earlier);
  const trialAt = state.circuit.name === 'open' ? state.circuit.until : at.now;
  const [timer, dueAt] = earlier.name === 'backoff' ? (['backoff', earlier.until] as const) : (['cooldown', trialAt] as const);
  return [next, [{ type: 'arm', timer, epoch: next.epoch, delayMs: Math.max(0, dueAt - at.now) }]];
}

function restartedByItself(policy: ContainerPolicy, state: ContainerLifecycle, facts: ContainerFacts, at: Moment): ContainerStep {
  const [next, effects] = beginRunning(policy, { ...state, restartCount: state.restartCount + 1 }, facts, at);
  return [next, [announce({ event: 'container_restart' }), ...effects]];
}

function exitIn({ exitCode, finishedAt, oomKilled }: ContainerFacts): Exit | null {
  return finishedAt === 0 ? null : containerExit({ code: exitCode, signal: null, at: finishedAt }, oomKilled);
}

/** What ended unobserved is reported as not asked for. */
function recordIn(state: ContainerLifecycle, facts: ContainerFacts): ExitRecord | null {
  const exit = exitIn(facts);
  return exit === null ? null : exitRecord(exit, null, lastRunMs(state, exit));
}
