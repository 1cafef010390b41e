import { type Moment, noRestarts, restartsUsedUp } from '../restart/core.js';
import { enter, rest } from '../restart/transitions.js';
import { onContainerNeed, onContainerReset, onContainerRestart, onContainerStart, onContainerStop } from './commands.js';
import { classifyExit, onEngineEvent } from './exit.js';
import type { ContainerEvent, ContainerLifecycle, ContainerPolicy, ContainerStep } from './lifecycle.js';
import { onFacts } from './on-observed.js';
import { countContainerSuccess, onContainerProbed } from './running.js';
import { beginContainerStart, beginContainerTrial, failContainer, giveUpContainer } from './transitions.js';

/** The lifecycle of a container that nobody has asked the engine about. */
export const newContainerLifecycle: ContainerLifecycle = {
  phase: { name: 'unknown', why: '', before: null, wanted: false },
  desired: 'down',
  epoch: 0,
  id: null,
  startedAt: 0,
  finishedAt: 0,
  askedAt: 0,
  oomAt: 0,
  eventsConnected: false,
  ownRestart: null,
  startCount: 0,
  ...noRestarts,
  asked: null,
  lastExit: null,
};

/**
 * Decides what is done about one container: from what is known of it and what happens to what is known then and what is to be
 * done. Pure: it knows no engine, no timers and no other container. What belongs to an earlier epoch changes nothing.
 */
export function containerStep(
  policy: ContainerPolicy,
  state: ContainerLifecycle,
  event: ContainerEvent,
  at: Moment,
): ContainerStep {
  switch (event.type) {
    case 'start':
      return onContainerStart(state, at);
    case 'need':
      return onContainerNeed(state, at);
    case 'stop':
    case 'kill':
      return onContainerStop(state, event.type, event);
    case 'restart':
      return onContainerRestart(state, at, event.by);
    case 'reset':
      return onContainerReset(state);
    case 'facts':
      return onFacts(policy, state, event.facts, at);
    case 'absent':
      return onAbsent(state);
    case 'away':
      return onAway(state, event.because);
    case 'refused':
      return onRefused(state, event.because);
    case 'events':
      return [state.eventsConnected === event.connected ? state : { ...state, eventsConnected: event.connected }, []];
    case 'engine_event':
      return onEngineEvent(state, event, at);
    case 'called':
      return event.epoch === state.epoch ? onCalled(policy, state, event, at) : [state, []];
    case 'probed':
      return event.epoch === state.epoch ? onContainerProbed(policy, state, event, at) : [state, []];
    case 'timer':
      return event.epoch === state.epoch ? onTimer(policy, state, event, at) : [state, []];
  }
}

function onAbsent(state: ContainerLifecycle): ContainerStep {
  if (state.phase.name === 'stopped' && state.phase.why === 'absent') return [state, []];
  const gone: ContainerLifecycle = { ...newContainerLifecycle, epoch: state.epoch, eventsConnected: state.eventsConnected };
  // What is recreated under the name later is not the first that is seen of it.
  return [enter({ ...gone, startCount: state.startCount }, { name: 'stopped', why: 'absent', exit: null }), []];
}

/** The engine does not answer: nothing is known and nothing is done until it does. */
function onAway(state: ContainerLifecycle, because: string): ContainerStep {
  const { phase } = state;
  if (phase.name === 'unknown') {
    return [phase.why === because ? state : { ...state, phase: { ...phase, why: because, wanted: false } }, []];
  }
  return [enter(state, { name: 'unknown', why: because, before: phase, wanted: false }), []];
}

/**
 * The engine does not say how it is. What is on its way goes on; else nothing is known any more, and a start comes to its end with
 * that.
 */
function onRefused(state: ContainerLifecycle, message: string): ContainerStep {
  const because = `the engine does not say how it is: ${message}`;
  switch (state.phase.name) {
    case 'classifying_exit':
    case 'stopping':
    case 'backoff':
    case 'circuit_open':
      return [state, []];
    case 'starting':
      return state.phase.answered ? onAway(state, because) : [state, []];
    default:
      return onAway(state, because);
  }
}

function onCalled(
  policy: ContainerPolicy,
  state: ContainerLifecycle,
  { ok, message }: ContainerEvent & { readonly type: 'called' },
  at: Moment,
): ContainerStep {
  const { phase } = state;
  if (phase.name === 'starting') {
    if (ok) return [{ ...state, phase: { ...phase, answered: true } }, [{ type: 'inspect' }]];
    if (phase.by === 'failure')
      return failContainer(policy, state, at, { failure: { kind: 'start', text: message }, alive: false, elapsedMs: 0 });
    return [rest({ ...state, lastFailure: { kind: 'start', text: message } }, { name: 'failed', because: message }), []];
  }
  if (phase.name !== 'stopping') return [state, []];
  if (!ok) {
    const why = `the engine did not ${phase.how} it: ${message}`;
    const lost: ContainerLifecycle = { ...state, lastFailure: { kind: 'stop', text: why } };
    return [enter(lost, { name: 'unknown', why, before: null, wanted: false }), [{ type: 'inspect' }]];
  }
  const { by = 'user', restarts = false } = state.asked ?? {};
  const stopped = rest(state, { name: 'stopped', why: by, exit: state.lastExit, restarts });
  // The user took the stop back while it was under way.
  if (state.desired === 'up') return beginContainerStart(stopped, 'user', false);
  return [stopped, [{ type: 'inspect' }]];
}

function onTimer(
  policy: ContainerPolicy,
  state: ContainerLifecycle,
  { timer }: ContainerEvent & { readonly type: 'timer' },
  at: Moment,
): ContainerStep {
  const { phase, circuit } = state;
  switch (timer) {
    case 'classify':
      return classifyExit(policy, state, at);
    case 'backoff':
      return phase.name === 'backoff' ? beginContainerStart(state, 'failure', phase.alive) : [state, []];
    case 'cooldown':
      if (phase.name !== 'circuit_open' || circuit.name !== 'open') return [state, []];
      if (restartsUsedUp(policy, state)) return giveUpContainer(state, phase.because);
      return beginContainerTrial(state, circuit, phase.alive);
    case 'stable':
      if (phase.name !== 'running') return [state, []];
      return countContainerSuccess({ ...state, phase: { ...phase, stable: true } });
    case 'probe':
      return phase.name === 'running' && phase.probe !== null ? [state, [{ type: 'probe', epoch: state.epoch }]] : [state, []];
  }
}
