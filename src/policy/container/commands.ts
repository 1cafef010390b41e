import { type Moment, withoutOpenCircuit, zeroCounts } from '../restart/core.js';
import type { EndRequest, Requester } from '../restart/exit.js';
import { announce, enter, rest } from '../restart/transitions.js';
import type { ContainerLifecycle, ContainerStep } from './lifecycle.js';
import { beginContainerStart, beginContainerTrial } from './transitions.js';

/** A manual start: zeroes the counts and respects an open circuit. */
export function onContainerStart(state: ContainerLifecycle, at: Moment): ContainerStep {
  const { phase, circuit } = state;
  switch (phase.name) {
    case 'running':
    case 'starting':
      return [{ ...state, desired: 'up' }, []];
    case 'unknown':
      // An engine that does not answer starts nothing; one that is about to answer says first whether it runs.
      return phase.why === '' ? [{ ...state, desired: 'up', phase: { ...phase, wanted: true } }, []] : [state, []];
    case 'circuit_open':
      return circuit.name === 'open' && at.now >= circuit.until ? beginContainerTrial(state, circuit, phase.alive) : [state, []];
    case 'stopping':
      return [{ ...zeroCounts(state), desired: 'up' }, []];
    case 'stopped':
      return phase.why === 'absent' ? [state, []] : beginContainerStart(zeroCounts(state), 'user', false);
    case 'backoff':
      return beginContainerStart(zeroCounts(state), 'user', phase.alive);
    case 'classifying_exit':
    case 'observed':
    case 'completed':
    case 'failed':
      return beginContainerStart(zeroCounts(state), 'user', false);
  }
}

/** Something that is to run needs it. What the user stopped before that is started, as a process would be. */
export function onContainerNeed(state: ContainerLifecycle, at: Moment): ContainerStep {
  const { name } = state.phase;
  return name === 'stopped' || name === 'failed' || name === 'unknown' ? onContainerStart(state, at) : [state, []];
}

/** A manual stop, or kill: the engine ends it, and nothing brings it back but the user. */
export function onContainerStop(
  state: ContainerLifecycle,
  how: 'stop' | 'kill',
  { by = 'user', restarts = false }: { readonly by?: Requester; readonly restarts?: boolean },
): ContainerStep {
  const asked: EndRequest = { by, action: how, why: '', restarts };
  const wanted: ContainerLifecycle = { ...state, desired: 'down' };
  const { phase } = wanted;
  switch (phase.name) {
    case 'unknown':
      return phase.why === '' ? [{ ...wanted, phase: { ...phase, wanted: false } }, []] : [state, []];
    case 'running':
    case 'starting':
    case 'observed':
      return callDown(wanted, asked, how);
    case 'stopping':
      return how === 'kill' && phase.how === 'stop' ? callDown(wanted, asked, how) : [{ ...wanted, asked }, []];
    case 'backoff':
    case 'circuit_open':
      return phase.alive ? callDown(wanted, asked, how) : [rest(wanted, { name: 'stopped', why: by, exit: state.lastExit }), []];
    case 'classifying_exit':
      return [rest(wanted, { name: 'stopped', why: by, exit: phase.exit }), []];
    case 'stopped':
      return [phase.restarts === true ? { ...wanted, phase: { ...phase, why: by, restarts } } : wanted, []];
    case 'completed':
    case 'failed':
      return [wanted, []];
  }
}

/** A manual restart, with all counts at zero; an open circuit refuses it as it refuses a start. */
export function onContainerRestart(state: ContainerLifecycle, at: Moment, by: Requester = 'user'): ContainerStep {
  const { phase } = state;
  if (phase.name !== 'running' && phase.name !== 'backoff') return onContainerStart(state, at);
  const alive = phase.name === 'running' || phase.alive;
  const [next, effects] = beginContainerStart(zeroCounts(state), 'user', alive, by);
  return [next, [announce({ event: 'container_restart' }), ...effects]];
}

/** Resets the circuit and all counts. An open circuit leaves the container as it is, stopped or running. */
export function onContainerReset(state: ContainerLifecycle): ContainerStep {
  const reset = announce({ event: 'circuit_reset' });
  const zeroed = zeroCounts(state);
  const { phase } = state;
  if (phase.name !== 'circuit_open') return [zeroed, [reset]];
  if (!phase.alive)
    return [rest({ ...zeroed, desired: 'down' }, { name: 'stopped', why: 'reset', exit: state.lastExit }), [reset]];
  return [enter(zeroed, { name: 'unknown', why: '', before: null, wanted: false }), [reset, { type: 'inspect' }]];
}

function callDown(state: ContainerLifecycle, asked: EndRequest, how: 'stop' | 'kill'): ContainerStep {
  const next = enter(withoutOpenCircuit({ ...state, asked }), { name: 'stopping', how });
  return [next, [{ type: 'call', call: how, epoch: next.epoch }]];
}
