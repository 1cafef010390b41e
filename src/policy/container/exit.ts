import type { Failure, Moment } from '../restart/core.js';
import { describeExit, type Exit, type ExitRecord, exitRecord } from '../restart/exit.js';
import { announce, enter, rest } from '../restart/transitions.js';
import type {
  ContainerEffect,
  ContainerEvent,
  ContainerFacts,
  ContainerLifecycle,
  ContainerPolicy,
  ContainerStep,
} from './lifecycle.js';
import { failContainer } from './transitions.js';

/**
 * Milliseconds after an exit in which the engine may still say that it was asked for. Docker says so 10 ms later, Podman 80 ms.
 */
const classifyMs = 1000;

/** Milliseconds for which a signal that was sent explains an exit. A longer grace ends with an event of its own. */
const askedMs = 60_000;

/** The exit codes of programs that were asked to end: by themselves, SIGINT, SIGKILL, SIGTERM. */
const endRequestCodes: readonly number[] = [0, 130, 137, 143];

/** The exit code of a main process that was killed. */
const killedCode = 137;

/** An exit with what the engine reports of kills for want of memory. @param oomKilled null where it does not report them */
export function containerExit(exit: Exit, oomKilled: boolean | null): Exit {
  if (oomKilled === null || exit.code === 0 || (!oomKilled && exit.code !== killedCode)) return exit;
  return { ...exit, outOfMemory: oomKilled };
}

/** The account of its last exit, with what only an inspection of the ended container shows. */
export function withFacts(state: ContainerLifecycle, { oomKilled }: ContainerFacts): ContainerLifecycle {
  const { lastExit, phase } = state;
  if (lastExit === null || lastExit.outOfMemory === true) return state;
  const { outOfMemory } = containerExit(lastExit, oomKilled);
  if (outOfMemory === undefined || outOfMemory === lastExit.outOfMemory) return state;
  const exit: ExitRecord = { ...lastExit, outOfMemory };
  return { ...state, lastExit: exit, phase: 'exit' in phase && phase.exit !== null ? { ...phase, exit } : phase };
}

/** It has ended. It was asked for, or the next moment shows whether it was. */
export function onContainerExit(state: ContainerLifecycle, fact: Exit, at: Moment): ContainerStep {
  const exit = exitRecord(fact, null, lastRunMs(state, fact));
  const ended: ContainerLifecycle = { ...state, lastExit: exit };
  const isReported = state.phase.name === 'starting' && state.phase.isExitReported;
  const effects: ContainerEffect[] = isReported ? [] : [announce({ event: 'container_exit', exit })];
  effects.push({ type: 'inspect' });
  if (state.askedAt > 0 && exit.at - state.askedAt <= askedMs) {
    const [stopped, more] = stoppedOutside(ended, exit);
    return [stopped, [...effects, ...more]];
  }
  const next = enter(ended, { name: 'classifying_exit', exit, exitedAt: at.now, cleanups: 0 });
  return [next, [...effects, { type: 'arm', timer: 'classify', epoch: next.epoch, delayMs: classifyMs }]];
}

/** The engine said something about it. */
export function onEngineEvent(
  state: ContainerLifecycle,
  event: ContainerEvent & { readonly type: 'engine_event' },
  at: Moment,
): ContainerStep {
  // Events are repeated after a gap: one from before the present life is about an earlier one.
  if (event.at < state.startedAt) return [state, []];
  const { phase } = state;
  // Our own restart sends signals too.
  const isOurs = phase.name === 'starting' && !phase.answered;
  if (isOurs && (event.word === 'kill' || event.word === 'stop')) return [state, []];
  switch (event.word) {
    case 'kill':
      return event.ends ? [{ ...state, askedAt: event.at }, []] : [state, []];
    case 'oom':
      return [{ ...state, oomAt: event.at }, []];
    case 'stop':
      return phase.name === 'classifying_exit' ? stoppedOutside(state, phase.exit) : [{ ...state, askedAt: event.at }, []];
    case 'cleanup': {
      if (phase.name !== 'classifying_exit') return [state, []];
      // Podman is silent about a stop that had to kill, but cleans up twice: once for the end, once for the stop.
      if (phase.cleanups > 0) return stoppedOutside(state, phase.exit);
      return [{ ...state, phase: { ...phase, cleanups: 1 } }, []];
    }
    case 'die': {
      const exit: Exit = { code: event.exitCode, signal: null, at: Math.round(event.at) };
      // Without word of such a kill there may have been one nevertheless, which the inspection after the exit shows.
      return onDie(state, containerExit(exit, state.oomAt > 0 ? true : null), at);
    }
  }
}

/** The moment after the exit is over and nobody has asked for it. */
export function classifyExit(policy: ContainerPolicy, state: ContainerLifecycle, at: Moment): ContainerStep {
  const { phase } = state;
  if (phase.name !== 'classifying_exit') return [state, []];
  const { exit, exitedAt } = phase;
  const because = describeExit(exit);
  const failure: Failure = { kind: 'exit', text: because };
  if (state.ownRestart !== null) {
    return [enter({ ...state, lastFailure: failure }, { name: 'observed', after: because }), [{ type: 'inspect' }]];
  }
  // No event said whether it was asked to end, so what looks like it is not undone.
  if (!state.eventsConnected && exit.code !== null && endRequestCodes.includes(exit.code)) {
    return [rest({ ...state, desired: 'down' }, { name: 'stopped', why: 'unobserved', exit }), []];
  }
  const succeeded = exit.code !== null && policy.successExitCodes.includes(exit.code);
  if (policy.restart === 'always' || (policy.restart === 'on-failure' && !succeeded)) {
    return failContainer(policy, state, at, { failure, alive: false, elapsedMs: at.now - exitedAt });
  }
  if (succeeded) return [rest(state, { name: 'completed', exit }), []];
  return [rest({ ...state, lastFailure: failure }, { name: 'failed', because: `${because}; autoRestart is false` }), []];
}

/** Milliseconds from its last start to this exit; 0 where that life was over before the engine reported when it began. */
export function lastRunMs({ startedAt, finishedAt }: ContainerLifecycle, exit: Exit): number {
  if (startedAt === 0) return 0;
  const isOfEarlierLife = finishedAt >= startedAt && finishedAt !== exit.at;
  return isOfEarlierLife ? 0 : Math.max(0, exit.at - startedAt);
}

function onDie(state: ContainerLifecycle, fact: Exit, at: Moment): ContainerStep {
  const { phase } = state;
  const exit = exitRecord(fact, state.asked, lastRunMs(state, fact));
  const ended: ContainerLifecycle = { ...state, lastExit: exit };
  const exited = announce({ event: 'container_exit', exit });
  switch (phase.name) {
    case 'running':
      return onContainerExit(state, fact, at);
    case 'stopping':
      return [ended, [exited]];
    case 'starting':
      if (phase.answered) return onContainerExit(state, fact, at);
      // The end of the old life in a restart, or of the new one already, which the inspection after the answer shows.
      return [{ ...ended, phase: { ...phase, isExitReported: true } }, [exited]];
    case 'backoff':
    case 'circuit_open':
      return phase.alive ? onContainerExit(state, fact, at) : [state, []];
    case 'unknown':
    case 'classifying_exit':
    case 'observed':
    case 'stopped':
    case 'completed':
    case 'failed':
      return [state, []];
  }
}

function stoppedOutside(state: ContainerLifecycle, exit: ExitRecord): ContainerStep {
  return [rest({ ...state, desired: 'down' }, { name: 'stopped', why: 'outside', exit }), []];
}
