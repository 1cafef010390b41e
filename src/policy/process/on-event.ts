import { countAnswer, healthOf, nextCheckDelay, type ProbePolicy, type ProbeState, untriedProbe } from '../health/probing.js';
import { countSuccess, type Failure, gaveUp, type Moment, restartsUsedUp, zeroCounts } from '../restart/core.js';
import { describeExit, type EndRequest, type Exit, type ExitRecord, exitRecord, shellExitMeaning } from '../restart/exit.js';
import { announce, enter, rest } from '../restart/transitions.js';
import { sayFailedChecks } from '../words/failed-checks.js';
import { describeBackground, describeLeft, type LeftBehind } from './background.js';
import { endLeftovers, settleStopped } from './commands.js';
import type { Effect, Lifecycle, LifecycleEvent, Running } from './lifecycle.js';
import type { ProcessPolicy } from './policy.js';
import { startError } from './start-fault.js';
import {
  beginStart,
  beginTrial,
  escalate,
  fail,
  giveUpKill,
  requestSpawn,
  type Step,
  sweep,
  sweepAgain,
  terminate,
} from './transitions.js';

const shutdownStop: EndRequest = { by: 'shutdown', action: 'stop', why: '' };

/** The system has spawned the child: it runs, unless a stop came meanwhile. */
export function onSpawned(policy: ProcessPolicy, state: Lifecycle, pid: number, at: Moment): Step {
  if (state.phase.name !== 'starting') return [state, []];
  const { onceUp } = state.phase;
  const probes = policy.probes.map(({ awaits }) => (awaits === null ? untriedProbe : { ...untriedProbe, message: awaits }));
  const running: Running = {
    name: 'running',
    pid,
    since: at.now,
    readyAt: probes.length === 0 ? at.now : null,
    probes,
    stable: false,
    succeeded: false,
    suspended: null,
    held: false,
    overSince: null,
  };
  const next = enter({ ...state, startCount: state.startCount + 1, lastStartTime: at.wall, startedAt: at.now }, running);
  const started = announce({ event: 'started', pid });
  if (onceUp !== 'run') {
    const [stopping, effects] = terminate(policy, next, running, at, {
      cause: 'stop',
      asked: state.asked ?? shutdownStop,
      forced: onceUp === 'kill',
    });
    return [stopping, [started, ...effects]];
  }
  const effects: Effect[] = [started, { type: 'arm', timer: 'stable', epoch: next.epoch, delayMs: policy.minUptimeMs }];
  for (const probe of probes.keys()) effects.push({ type: 'probe', probe, generation: next.generation });
  return [next, effects];
}

/** The system could not start it. That does not mend itself, so it is not tried again. */
export function onSpawnFailed(state: Lifecycle, event: LifecycleEvent & { readonly type: 'spawn_failed' }): Step {
  const { fault, cancelled = false } = event;
  if (state.phase.name !== 'starting') return [state, []];
  if (cancelled) return state.desired === 'down' ? settleStopped(state) : requestSpawn(state);
  return [
    rest({ ...state, lastFailure: { kind: 'start', text: fault.message } }, { name: 'failed', because: fault.message }),
    [announce({ event: 'error', error: startError(fault), fault })],
  ];
}

/** The child ended. Asked for or not decides everything else; descendants may live on until `gone`. */
export function onExited(
  policy: ProcessPolicy,
  before: Lifecycle,
  { exit, left }: Pick<LifecycleEvent & { readonly type: 'exited' }, 'exit' | 'left'>,
  at: Moment,
): Step {
  const { phase } = before;
  const hasLaunched = policy.daemon && exit.code !== null && policy.successExitCodes.includes(exit.code);
  if (hasLaunched && phase.name === 'running' && left !== undefined && left.oldest !== null) {
    return [{ ...before, launched: true, phase: { ...phase, pid: left.oldest } }, []];
  }
  const record = exitRecord(exit, before.asked, at.now - before.startedAt);
  const state: Lifecycle = { ...before, lastExit: record, remains: true };
  const exited = announce({ event: 'exited', exit: record });
  if (state.phase.name === 'stopping') return [{ ...state, phase: { ...state.phase, pid: null } }, [exited]];
  if (state.phase.name !== 'running') return [state, [exited]]; // It survived SIGKILL for a while and was given up.
  const [next, effects] = afterOwnExit(policy, state, record, left, at);
  // The sweep reads the whole system, so what is timed comes before it.
  return [next, [exited, ...effects, ...sweep(policy, state)]];
}

function afterOwnExit(policy: ProcessPolicy, state: Lifecycle, exit: ExitRecord, left: LeftBehind | undefined, at: Moment): Step {
  // It came before its turn in the shutdown: nobody wants it back.
  if (state.desired === 'down') return endLeftovers(policy, { ...state, asked: shutdownStop }, at);
  const because = describeExit(exit);
  const succeeded = exit.code !== null && policy.successExitCodes.includes(exit.code);
  const background = left?.background ?? null;
  const detached = succeeded ? describeLeft(left, policy.daemon) : undefined;
  const failure: Failure = { kind: 'exit', text: detached === undefined ? because : `${because}; ${detached}` };
  const fatal = fatalReason(policy, exit);
  if (fatal !== undefined) {
    const text = `${because}: ${fatal}`;
    return [rest({ ...state, lastFailure: { kind: 'exit', text } }, { name: 'failed', because: `${text}; not restarted` }), []];
  }
  const leftAlive = background === null || !succeeded ? null : describeBackground(background, policy.daemon);
  if (leftAlive !== null && policy.restart === 'always') {
    return [rest({ ...state, lastFailure: { kind: 'exit', text: leftAlive } }, { name: 'failed', because: leftAlive }), []];
  }
  if (policy.restart === 'always' || (policy.restart === 'on-failure' && !succeeded)) return fail(policy, state, at, failure);
  if (succeeded) {
    const found = leftAlive === null ? (detached === undefined ? {} : { detached }) : { background: leftAlive };
    return [rest(state, { name: 'completed', exit, ...found }), []];
  }
  return [rest({ ...state, lastFailure: failure }, { name: 'failed', because: `${because}; autoRestart is false` }), []];
}

function fatalReason(policy: ProcessPolicy, exit: Exit): string | undefined {
  if (exit.code === null) return undefined;
  if (policy.fatalExitCodes.includes(exit.code)) return 'listed in fatalExitCodes';
  return policy.shell ? shellExitMeaning(exit.code) : undefined;
}

/** Nothing is left of the last generation. */
export function onGone(policy: ProcessPolicy, before: Lifecycle, at: Moment): Step {
  if (!before.launched) return onNothingLeft(policy, before, at);
  // The end of the last that a launcher has left is the end of the process; nobody learns its code.
  const exit: Exit = { code: null, signal: null, at: at.wall };
  const [ended, effects] = onExited(policy, { ...before, launched: false }, { exit }, at);
  const [next, more] = onNothingLeft(policy, ended, at);
  return [next, [...effects, ...more]];
}

function onNothingLeft(policy: ProcessPolicy, before: Lifecycle, at: Moment): Step {
  const state: Lifecycle = { ...before, remains: false, killedLeftovers: false, survivors: '' };
  const { phase } = state;
  if (phase.name === 'starting' && !phase.requested) return requestSpawn(state);
  if (phase.name !== 'stopping') return [state, []];
  if (phase.cause === 'failure' && state.desired === 'up') return afterForcedEnd(policy, state, at);
  const [stopped, effects] = settleStopped(state);
  if (state.desired === 'down') return [stopped, effects];
  const [next, more] = beginStart(zeroCounts(stopped));
  return [next, [...effects, ...more]];
}

/** It was ended for its health or its use of memory, and nothing of it is left. */
function afterForcedEnd(policy: ProcessPolicy, state: Lifecycle, at: Moment): Step {
  const kind = state.asked?.by === 'memory' ? 'memory' : 'health';
  const failure: Failure = { kind, text: state.asked?.why || 'failed health checks' };
  if (policy.restart !== 'never') return fail(policy, state, at, failure);
  const because = `${failure.text}; autoRestart is false`;
  return [rest({ ...state, lastFailure: failure }, { name: 'failed', because }), []];
}

/** A check of this generation was answered. */
export function onProbed(
  policy: ProcessPolicy,
  state: Lifecycle,
  event: LifecycleEvent & { readonly type: 'probed' },
  at: Moment,
): Step {
  const { phase } = state;
  const probe = policy.probes[event.probe];
  const earlier = phase.name === 'running' ? phase.probes[event.probe] : undefined;
  if (phase.name !== 'running' || probe === undefined || earlier === undefined) return [state, []];

  // A process that a debugger has stopped, or whose checks are held, is not sick; a line of output is seen once, and counts.
  if (isUnjudged(phase) && probe.awaits === null) return [state, [checkLater(state, probe, event.probe, earlier)]];
  const found = countAnswer(probe, earlier, event, at.now - phase.since);
  const probes = phase.probes.with(event.probe, found);
  const isReady = healthOf(policy.probes, probes) === 'healthy';
  const running: Running = { ...phase, probes, readyAt: phase.readyAt ?? (isReady ? at.now : null) };
  const next: Lifecycle = { ...state, phase: running };
  const announced = announce(
    event.ok ? { event: 'health_ok' } : { event: 'health_failed', failures: found.failures, error: event.message },
  );
  if (probe.liveness && found.word === 'unhealthy' && policy.restart !== 'never' && state.desired === 'up') {
    const why = sayFailedChecks(found.failures, event.message);
    const asked: EndRequest = { by: 'health', action: 'stop', why };
    const [stopping, effects] = terminate(policy, next, running, at, { cause: 'failure', asked });
    return [stopping, [announced, announce({ event: 'restarting' }), ...effects]];
  }
  const again: Effect[] = probe.awaits === null ? [checkLater(next, probe, event.probe, found)] : [];
  const [counted, effects] = succeed(policy, next, running);
  return [counted, [announced, ...again, ...effects]];
}

function checkLater({ epoch }: Lifecycle, policy: ProbePolicy, index: number, found: ProbeState): Effect {
  return { type: 'arm', timer: `probe:${index}`, epoch, delayMs: nextCheckDelay(policy, found) };
}

/** How long what starts again after every SIGKILL is killed again, in milliseconds. */
const longestKillMs = 10_000;

/** A timer of this epoch ran out. */
export function onTimer(
  policy: ProcessPolicy,
  state: Lifecycle,
  { timer, alive = '' }: LifecycleEvent & { readonly type: 'timer' },
  at: Moment,
): Step {
  const { phase, circuit } = state;
  switch (timer) {
    case 'backoff':
      return phase.name === 'backoff' ? beginStart(state) : [state, []];
    case 'cooldown':
      if (phase.name !== 'circuit_open' || circuit.name !== 'open') return [state, []];
      if (restartsUsedUp(policy, state)) return giveUp(state, phase.because);
      return beginTrial(state, circuit);
    case 'stable': {
      if (phase.name !== 'running') return [state, []];
      const running: Running = { ...phase, stable: true };
      return succeed(policy, { ...state, phase: running }, running);
    }
    case 'grace':
      if (phase.name !== 'stopping' || !phase.forced) return escalate(state, at);
      // Where nothing has survived a SIGKILL there is only what was started after it, which the next one may end.
      if (alive === '' && at.now - phase.killAt < longestKillMs) return escalate(state, at);
      return giveUpKill(state, alive === '' ? 'it starts processes faster than they can be ended' : alive);
    case 'sweep':
      return state.remains ? sweepAgain(state, alive) : [state, []];
    default: {
      const probe = Number(timer.slice('probe:'.length));
      if (phase.name !== 'running') return [state, []];
      const [probing, found] = [policy.probes[probe], phase.probes[probe]];
      if (isUnjudged(phase) && probing !== undefined && found !== undefined)
        return [state, [checkLater(state, probing, probe, found)]];
      return [state, [{ type: 'probe', probe, generation: state.generation }]];
    }
  }
}

/** Whether what its checks find does not count now. */
function isUnjudged({ suspended, held }: Running): boolean {
  return suspended !== null || held;
}

/** Success: up for the minimal uptime and, where there is a check, healthy. It clears all but the window. */
function succeed(policy: ProcessPolicy, state: Lifecycle, running: Running): Step {
  const health = healthOf(policy.probes, running.probes);
  if (running.succeeded || !running.stable || (health !== 'none' && health !== 'healthy')) return [state, []];
  const [next, closed] = countSuccess({ ...state, phase: { ...running, succeeded: true } });
  return [next, closed ? [announce({ event: 'circuit_closed' })] : []];
}

function giveUp(state: Lifecycle, because: string): Step {
  const { phase, announcement } = gaveUp(state, because);
  return [rest(state, phase), [announce(announcement)]];
}
