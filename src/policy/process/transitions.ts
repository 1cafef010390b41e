import type { Circuit } from '../restart/circuit.js';
import { countFailure, countTrial, type Failure, type Moment } from '../restart/core.js';
import type { EndRequest } from '../restart/exit.js';
import { announce, enter, outcomeEffects, rest } from '../restart/transitions.js';
import { awaitedWords } from './awaited.js';
import type { Effect, Gate, Lifecycle, Phase, Running, StopCause } from './lifecycle.js';
import type { ProcessPolicy } from './policy.js';

/** The next lifecycle, and what is to be done about it in this order. */
export type Step = readonly [Lifecycle, readonly Effect[]];

/** Milliseconds between two SIGKILLs to something that survived one. */
const rekillMs = 2000;

/** Starts, or waits for what it depends on, or for the leftovers of its last generation. */
export function beginStart(state: Lifecycle): Step {
  if (state.gate.name === 'shut') {
    return [enter(state, { name: 'waiting' }), [announceWait(state.gate)]];
  }
  const next = enter(state, { name: 'starting', requested: false, onceUp: 'run' });
  const starting = announce({ event: 'starting' });
  if (next.remains) return [next, [starting]];
  const [requested, effects] = requestSpawn(next);
  return [requested, [starting, ...effects]];
}

/** Reports what a start waits for, and why that cannot come true where it cannot. */
export function announceWait({ awaited, blocked }: Gate & { readonly name: 'shut' }): Effect {
  return announce({ event: 'waiting', for: awaitedWords(awaited), blocked: blocked?.why ?? null });
}

/** Asks for the spawn that a starting process was waiting for. */
export function requestSpawn(state: Lifecycle): Step {
  const generation = state.generation + 1;
  const phase: Phase = { name: 'starting', requested: true, onceUp: 'run' };
  return [{ ...state, generation, asked: null, phase }, [{ type: 'spawn', generation }]];
}

/** Starts the one trial that a half-open circuit allows; it counts as a restart. */
export function beginTrial(state: Lifecycle, circuit: Circuit & { readonly name: 'open' }): Step {
  const [next, effects] = beginStart(countTrial(state, circuit));
  return [next, [announce({ event: 'circuit_half_open' }), ...effects]];
}

/** Begins to bring a running child down. `forced` leaves the grace out. */
export function terminate(
  policy: ProcessPolicy,
  state: Lifecycle,
  running: Running,
  at: Moment,
  how: { readonly cause: StopCause; readonly asked: EndRequest; readonly forced?: boolean; readonly signal?: NodeJS.Signals },
): Step {
  const forced = how.forced ?? false;
  const signal = forced ? 'SIGKILL' : (how.signal ?? policy.stop.signal);
  const isOwn = !forced && how.signal === undefined;
  const [byCommand, byKeys] = [isOwn && policy.stop.byCommand, isOwn && policy.stop.byKeys];
  const next = enter(
    { ...state, asked: how.asked },
    {
      name: 'stopping',
      pid: running.pid,
      since: at.now,
      cause: how.cause,
      signal: byCommand ? 'stop command' : byKeys ? 'stop keys' : signal,
      killAt: at.now + (forced ? 0 : policy.stop.graceMs),
      forced,
    },
  );
  return [
    next,
    [
      byCommand ? { type: 'stop_command' } : byKeys ? { type: 'stop_keys' } : { type: 'signal', signal },
      { type: 'arm', timer: 'grace', epoch: next.epoch, delayMs: forced ? rekillMs : policy.stop.graceMs },
    ],
  ];
}

/** Sends SIGKILL to all that a stopping process still has, and again later to what survives it. */
export function escalate(state: Lifecycle, at: Moment): Step {
  if (state.phase.name !== 'stopping') return [state, []];
  const killAt = state.phase.forced ? state.phase.killAt : at.now;
  return [
    { ...state, phase: { ...state.phase, forced: true, signal: 'SIGKILL', killAt } },
    [
      { type: 'signal', signal: 'SIGKILL' },
      { type: 'arm', timer: 'grace', epoch: state.epoch, delayMs: rekillMs },
    ],
  ];
}

/** Ends what a child that died by itself has left behind: the stop signal now, SIGKILL after the grace. */
export function sweep(policy: ProcessPolicy, state: Lifecycle): readonly Effect[] {
  return [{ type: 'signal', signal: policy.stop.signal }, armSweep(state, policy.stop.graceMs)];
}

/** Kills leftovers that outlived the grace, and again later; what a SIGKILL has left is named. */
export function sweepAgain(state: Lifecycle, alive: string): Step {
  const survivors = state.killedLeftovers ? alive : '';
  return [{ ...state, survivors, killedLeftovers: true }, [{ type: 'signal', signal: 'SIGKILL' }, armSweep(state, rekillMs)]];
}

/** Ends a stop that SIGKILL could not bring to its end: says so, and goes on killing in the background. */
export function giveUpKill(state: Lifecycle, alive: string): Step {
  const text = `cannot be killed: ${alive}`;
  const failed = rest({ ...state, remains: true, lastFailure: { kind: 'stop', text } }, { name: 'failed', because: text });
  return sweepAgain({ ...failed, killedLeftovers: true }, alive);
}

function armSweep(state: Lifecycle, delayMs: number): Effect {
  return { type: 'arm', timer: 'sweep', epoch: state.generation, delayMs };
}

/** Counts a failure and enters what follows: backoff, an open circuit, or the end of all restarts. */
export function fail(policy: ProcessPolicy, state: Lifecycle, at: Moment, failure: Failure): Step {
  // In the shadow of a dependency that is down an exit is not the process's own fault, and it could not start now anyway.
  if (state.gate.name === 'shut' && state.circuit.name !== 'half_open') return beginStart({ ...state, lastFailure: failure });
  const [counted, outcome] = countFailure(policy, state, failure, at);
  const next = enter(counted, outcome.phase);
  return [next, outcomeEffects(outcome, next.epoch)];
}
