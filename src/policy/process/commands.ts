import { type Moment, withoutOpenCircuit, zeroCounts } from '../restart/core.js';
import type { EndRequest, Requester } from '../restart/exit.js';
import { announce, enter, rest } from '../restart/transitions.js';
import type { Lifecycle, Phase } from './lifecycle.js';
import type { ProcessPolicy } from './policy.js';
import { beginStart, beginTrial, escalate, type Step, terminate } from './transitions.js';

/** A manual start: zeroes the counts, cancels a stop that has not acted yet, and respects an open circuit. */
export function onStart(state: Lifecycle, at: Moment): Step {
  if (state.closed) return [state, []];
  const wanted: Lifecycle = { ...state, desired: 'up' };
  const { phase, circuit } = wanted;
  switch (phase.name) {
    case 'running':
      return [wanted, []];
    case 'waiting':
      return [zeroCounts(wanted), []];
    case 'starting':
      return [{ ...wanted, asked: null, phase: { ...phase, onceUp: 'run' } }, []];
    case 'stopping':
      // The user's word outweighs the health check and the limit: what comes after the stop is their start, not a failure.
      return phase.cause === 'failure' ? joinStop(zeroCounts(wanted), phase, 'restart', userRestart) : [zeroCounts(wanted), []];
    case 'circuit_open':
      return circuit.name === 'open' && at.now >= circuit.until ? beginTrial(wanted, circuit) : [state, []];
    case 'stopped':
    case 'scheduled':
    case 'backoff':
    case 'completed':
    case 'failed':
      return beginStart(zeroCounts(wanted));
  }
}

/** Who ends it, and whether it starts again after others have ended. */
interface EndManner {
  readonly by?: Requester;
  readonly restarts?: boolean | undefined;
}

/** A manual stop: nothing of the process is left afterwards, nothing is scheduled, and nothing brings it back but the user. */
export function onStop(
  policy: ProcessPolicy,
  state: Lifecycle,
  at: Moment,
  { by = 'user', signal, restarts = false }: EndManner & { readonly signal?: NodeJS.Signals | undefined },
): Step {
  if (state.closed && restarts) return onStop(policy, state, at, { by });
  const asked: EndRequest = { by, action: restarts ? 'restart' : 'stop', why: '', restarts };
  const wanted: Lifecycle = { ...state, desired: 'down' };
  const { phase } = wanted;
  switch (phase.name) {
    case 'running':
      return announced(
        terminate(policy, wanted, phase, at, { cause: 'stop', asked, ...(signal === undefined ? {} : { signal }) }),
      );
    case 'starting':
      if (phase.requested)
        return announced([{ ...wanted, asked, phase: { ...phase, onceUp: phase.onceUp === 'kill' ? 'kill' : 'stop' } }, []]);
      return endLeftovers(policy, { ...wanted, asked }, at);
    case 'stopping':
      return joinStop(wanted, phase, 'stop', asked);
    case 'waiting':
    case 'scheduled':
    case 'backoff':
    case 'circuit_open':
      return wanted.remains ? endLeftovers(policy, { ...wanted, asked }, at) : settleStopped({ ...wanted, asked });
    case 'stopped':
      return [(phase.restarts === true) === restarts ? wanted : { ...wanted, phase: { name: 'stopped', why: by, restarts } }, []];
    case 'completed':
    case 'failed':
      return [wanted, []];
  }
}

/** With the event of a restart in front, where this end is the first half of one. */
function announced([state, effects]: Step): Step {
  return state.asked?.restarts === true ? [state, [announce({ event: 'restarting' }), ...effects]] : [state, effects];
}

/** A manual stop without grace. */
export function onKill(policy: ProcessPolicy, state: Lifecycle, at: Moment, { by = 'user', restarts = false }: EndManner): Step {
  const asked: EndRequest = { by, action: 'kill', why: '', restarts: restarts && !state.closed };
  const wanted: Lifecycle = { ...state, desired: 'down' };
  const { phase } = wanted;
  if (phase.name === 'running') return announced(terminate(policy, wanted, phase, at, { cause: 'stop', asked, forced: true }));
  if (phase.name === 'starting' && phase.requested)
    return announced([{ ...wanted, asked, phase: { ...phase, onceUp: 'kill' } }, []]);
  const [stopped, effects] = onStop(policy, state, at, { by, restarts });
  if (stopped.phase.name === 'stopping') {
    const [forced, more] = escalate(stopped, at);
    return [forced, [...effects, ...more]];
  }
  return [stopped, stopped.remains ? [...effects, { type: 'signal', signal: 'SIGKILL' }] : effects];
}

/** A manual restart: stop if up, then start, with all counts at zero; an open circuit refuses it as it refuses a start. */
export function onRestart(
  policy: ProcessPolicy,
  state: Lifecycle,
  at: Moment,
  { by = 'user', why = '' }: { readonly by?: Requester; readonly why?: string },
): Step {
  if (state.closed) return [state, []];
  if (state.phase.name === 'circuit_open') return onStart(state, at);
  // The restart of several that has stopped it goes on.
  if (state.phase.name === 'stopped' && state.phase.restarts === true) return onStart(state, at);
  const asked: EndRequest = { by, action: 'restart', why };
  const restarting = announce({ event: 'restarting' });
  const wanted: Lifecycle = { ...state, desired: 'up' };
  const { phase } = wanted;
  if (phase.name === 'running') {
    const [next, effects] = terminate(policy, zeroCounts(wanted), phase, at, { cause: 'restart', asked });
    return [next, [restarting, ...effects]];
  }
  if (phase.name === 'stopping') return [joinStop(zeroCounts(wanted), phase, 'restart', asked)[0], [restarting]];
  const [next, effects] = onStart(state, at);
  return [next, [restarting, ...effects]];
}

/** Resets the circuit and all counts at once. An open circuit leaves the process stopped, as the API's specification has it. */
export function onReset(state: Lifecycle): Step {
  const reset = announce({ event: 'circuit_reset' });
  const zeroed = zeroCounts(state);
  if (state.phase.name !== 'circuit_open') return [zeroed, [reset]];
  return [rest({ ...zeroed, desired: 'down' }, { name: 'stopped', why: 'reset' }), [reset]];
}

/** The shutdown has begun: cancels what is scheduled; a child that is alive goes on until its turn comes. */
export function onClose(policy: ProcessPolicy, state: Lifecycle, at: Moment): Step {
  const { phase } = state;
  const closed: Lifecycle = { ...state, closed: true, desired: 'down' };
  if (phase.name === 'running' || (phase.name === 'starting' && phase.requested)) return [closed, []];
  return onStop(policy, closed, at, { by: 'shutdown' });
}

/** Stops it for good: nothing starts after this. */
export function onShutdown(policy: ProcessPolicy, state: Lifecycle, at: Moment): Step {
  return onStop(policy, { ...state, closed: true }, at, { by: 'shutdown' });
}

/** Goes to `stopped`, where the request sent it. */
export function settleStopped(state: Lifecycle): Step {
  const { by = 'user', restarts = false } = state.asked ?? {};
  return [rest(state, { name: 'stopped', why: by, restarts }), [announce({ event: 'stopped' })]];
}

/** Waits in `stopping` for what a dead child has left; it has its signal already, and its SIGKILL is armed. */
export function endLeftovers(policy: ProcessPolicy, state: Lifecycle, at: Moment): Step {
  const phase: Phase = {
    name: 'stopping',
    pid: null,
    since: at.now,
    cause: 'stop',
    signal: policy.stop.signal,
    killAt: at.now + policy.stop.graceMs,
    forced: false,
  };
  const next = enter(withoutOpenCircuit(state), phase);
  return [next, [{ type: 'arm', timer: 'grace', epoch: next.epoch, delayMs: policy.stop.graceMs }]];
}

const userRestart: EndRequest = { by: 'user', action: 'restart', why: '' };

/** A stop or restart joins a stop that is under way. What it asks for counts from now on, unless the same was asked for before. */
function joinStop(
  state: Lifecycle,
  phase: Phase & { readonly name: 'stopping' },
  cause: 'stop' | 'restart',
  asked: EndRequest,
): Step {
  const isNews = phase.cause !== cause || (state.asked?.restarts === true) !== (asked.restarts === true);
  return [{ ...state, asked: isNews || state.asked === null ? asked : state.asked, phase: { ...phase, cause } }, []];
}
