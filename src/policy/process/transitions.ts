import { backoffDelay } from '../restart/backoff.js';
import {
  type Circuit,
  closedCircuit,
  closeKeepingFailures,
  failuresInWindow,
  halfOpen,
  recordFailure,
} from '../restart/circuit.js';
import type { EndRequest } from '../restart/exit.js';
import { formatDuration } from '../words/duration.js';
import type { Effect, Lifecycle, LifecycleAnnouncement, Moment, Phase, Running, StopCause } from './lifecycle.js';
import type { ProcessPolicy } from './policy.js';

/** The next lifecycle, and what is to be done about it in this order. */
export type Step = readonly [Lifecycle, readonly Effect[]];

/** Milliseconds between two SIGKILLs to something that survived one. */
const rekillMs = 2000;

/** An announcement as an effect. */
export function announce(announcement: LifecycleAnnouncement): Effect {
  return { type: 'announce', announcement };
}

/** Changes the phase, which begins a new epoch. */
export function enter(state: Lifecycle, phase: Phase): Lifecycle {
  return { ...state, phase, epoch: state.epoch + 1 };
}

/** What a manual start, a restart and a reset do to the counts: all zero, circuit closed. */
export function zeroCounts(state: Lifecycle): Lifecycle {
  return { ...state, restartCount: 0, failuresInRow: 0, circuit: closedCircuit };
}

/** Starts, or waits for what it depends on, or for the leftovers of its last generation. */
export function beginStart(state: Lifecycle): Step {
  if (state.gate.name === 'shut') {
    return [enter(state, { name: 'waiting' }), [announce({ event: 'waiting', for: state.gate.for })]];
  }
  const next = enter(state, { name: 'starting', requested: false, onceUp: 'run' });
  const starting = announce({ event: 'starting' });
  if (next.remains) return [next, [starting]];
  const [requested, effects] = requestSpawn(next);
  return [requested, [starting, ...effects]];
}

/** Asks for the spawn that a starting process was waiting for. */
export function requestSpawn(state: Lifecycle): Step {
  const generation = state.generation + 1;
  const phase: Phase = { name: 'starting', requested: true, onceUp: 'run' };
  return [{ ...state, generation, asked: null, phase }, [{ type: 'spawn', generation }]];
}

/** Starts the one trial that a half-open circuit allows; it counts as a restart. */
export function beginTrial(state: Lifecycle, circuit: Circuit & { readonly name: 'open' }): Step {
  const trial = { ...state, circuit: halfOpen(circuit), restartCount: state.restartCount + 1 };
  const [next, effects] = beginStart(trial);
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
  const byCommand = policy.stop.byCommand && !forced && how.signal === undefined;
  const next = enter(
    { ...state, asked: how.asked },
    {
      name: 'stopping',
      pid: running.pid,
      since: at.now,
      cause: how.cause,
      signal: byCommand ? 'stop command' : signal,
      killAt: at.now + (forced ? 0 : policy.stop.graceMs),
      forced,
    },
  );
  return [
    next,
    [
      byCommand ? { type: 'stop_command' } : { type: 'signal', signal },
      { type: 'arm', timer: 'grace', epoch: next.epoch, delayMs: forced ? rekillMs : policy.stop.graceMs },
    ],
  ];
}

/** Sends SIGKILL to all that a stopping process still has, and again later to what survives it. */
export function force(state: Lifecycle, at: Moment): Step {
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
export function surrender(state: Lifecycle, alive: string): Step {
  const failed = rest({ ...state, remains: true }, { name: 'failed', because: `cannot be killed: ${alive}` });
  return sweepAgain({ ...failed, killedLeftovers: true }, alive);
}

function armSweep(state: Lifecycle, delayMs: number): Effect {
  return { type: 'arm', timer: 'sweep', epoch: state.generation, delayMs };
}

/** Rests in a phase in which nothing is alive or scheduled; an open or half-open circuit means nothing there. */
export function rest(state: Lifecycle, phase: Phase & { readonly name: 'stopped' | 'completed' | 'failed' }): Lifecycle {
  return enter({ ...state, circuit: closeKeepingFailures(state.circuit) }, phase);
}

/** Counts a failure and decides what follows: backoff, an open circuit, or the end of all restarts. */
export function fail(policy: ProcessPolicy, state: Lifecycle, at: Moment, because: string): Step {
  const failed: Lifecycle = { ...state, lastError: because };
  // In the shadow of a dependency that is down an exit is not the process's own fault, and it could not start now anyway.
  if (state.gate.name === 'shut' && state.circuit.name !== 'half_open') return beginStart(failed);

  const failuresInRow = state.failuresInRow + 1;
  const circuit = recordFailure(policy.circuit, state.circuit, failuresInRow, at.now);
  const counted: Lifecycle = { ...failed, failuresInRow, circuit };
  if (circuit.name === 'open') return openCircuit(policy, counted, circuit, state.circuit.name === 'half_open', at, because);
  if (restartsUsedUp(policy, counted)) return giveUp(counted, because);

  const delayMs = backoffDelay(policy.backoff, failuresInRow - 1, at.random);
  const attempt = counted.restartCount + 1;
  const next = enter(
    { ...counted, restartCount: attempt },
    { name: 'backoff', until: at.now + delayMs, attempt, after: because },
  );
  return [
    next,
    [announce({ event: 'backoff', delayMs, attempt }), { type: 'arm', timer: 'backoff', epoch: next.epoch, delayMs }],
  ];
}

/** Whether `maxRestarts` allows no further automatic start. */
export function restartsUsedUp(policy: ProcessPolicy, state: Lifecycle): boolean {
  return policy.maxRestarts !== -1 && state.restartCount >= policy.maxRestarts;
}

/** Ends in `failed` because all restarts are used up. */
export function giveUp(state: Lifecycle, because: string): Step {
  const { restartCount } = state;
  const times = restartCount === 1 ? '1 restart' : `${restartCount} restarts`;
  return [
    rest(state, { name: 'failed', because: `${because}; gave up after ${times}` }),
    [announce({ event: 'max_restarts', restartCount })],
  ];
}

function openCircuit(
  policy: ProcessPolicy,
  state: Lifecycle,
  circuit: Circuit & { readonly name: 'open' },
  trial: boolean,
  at: Moment,
  because: string,
): Step {
  const inWindow = failuresInWindow(policy.circuit, circuit, at.now);
  const failures = Math.max(inWindow.length, state.failuresInRow);
  const counted = failures === 1 ? '1 failure' : `${failures} failures`;
  const span =
    inWindow.length >= policy.circuit.threshold ? `in ${formatDuration(at.now - (inWindow[0] ?? at.now))}` : 'in a row';
  const next = enter(state, {
    name: 'circuit_open',
    because: trial ? `the trial failed with ${because}` : `${counted} ${failures === 1 ? '' : span}`.trimEnd(),
  });
  const opened = announce({ event: 'circuit_open', failures });
  if (!policy.circuit.autoRetry) return [next, [opened]];
  return [next, [opened, { type: 'arm', timer: 'cooldown', epoch: next.epoch, delayMs: circuit.cooldownMs }]];
}
