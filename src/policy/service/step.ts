import type { Moment } from '../restart/core.js';
import { hasFailed, newestTasks, runningTasks, type ServiceFacts, taskWords } from './facts.js';
import type { ServiceEffect, ServiceEvent, ServiceLifecycle, ServiceOrder, ServicePhase, ServiceStep } from './lifecycle.js';

/** Milliseconds for which all replicas must run before earlier failures are forgotten. */
const stableMs = 10_000;
/** Milliseconds for which it is said that a command was refused. */
const refusalMs = 30_000;
/** Failures are remembered for so many milliseconds, as those of a container. */
export const failureWindowMs = 120_000;

/** A service of which nothing is known. */
export const newServiceLifecycle: ServiceLifecycle = {
  phase: { name: 'unknown', why: '' },
  desired: 'down',
  epoch: 0,
  facts: null,
  order: null,
  lastReplicas: null,
  isNeeded: false,
  startCount: 0,
  failures: 0,
  failureTimes: [],
  lastFailure: null,
  fault: null,
  known: null,
  fullSince: null,
};

/**
 * Decides what is done about one service: what the Swarm says is only seen, since it restarts by itself; commands become
 * requests to it.
 * @param name what the Swarm calls it
 */
export function serviceStep(name: string, state: ServiceLifecycle, event: ServiceEvent, at: Moment): ServiceStep {
  const { phase } = state;
  if (isCommand(event) && phase.name === 'unknown' && phase.why !== '') {
    return [refused(ordered(state, event.type === 'stop' ? 'down' : 'up', [])[0], phase.why, at), []];
  }
  switch (event.type) {
    case 'facts':
      return onFacts(name, state, event.facts, event.askedAt, at);
    case 'absent': {
      const isOld = state.order?.takenAt != null && event.askedAt < state.order.takenAt;
      const gone: ServiceLifecycle = { ...state, phase: { name: 'absent' }, facts: null, fullSince: null, desired: 'down' };
      return [isOld ? state : refused(gone, 'the Swarm has no service of this name', at), []];
    }
    case 'away':
      return [refused({ ...state, phase: { name: 'unknown', why: event.because }, fullSince: null }, event.because, at), []];
    case 'called':
      return onCalled(state, event.epoch, event.refusal, at);
    case 'need':
      return need(state, at);
    case 'reset':
      return [{ ...state, failures: 0, failureTimes: [], lastFailure: null }, []];
    case 'start':
      return start(state, at);
    case 'stop':
      return scaleTo(state, 0, at);
    case 'scale':
      return scaleTo(state, event.replicas, at);
    case 'restart':
      if (state.facts === null || state.facts.replicas === 0) return start(state, at);
      return ordered(state, 'up', [{ type: 'force_update', epoch: state.epoch + 1 }]);
  }
}

function isCommand({ type }: ServiceEvent): boolean {
  return type === 'start' || type === 'stop' || type === 'restart' || type === 'scale';
}

/** Whether a state decides a command that wants it up: all replicas run, and none of them from before it. */
export function reachedUp({ phase, facts, order, isNeeded }: ServiceLifecycle): boolean | undefined {
  if (order !== null && order.refused !== null) return false;
  if (facts === null) return phase.name === 'unknown' && isNeeded ? undefined : false;
  if (order?.goal === 'down' || phase.name === 'failed') return false;
  if (order !== null && !order.isSeen) return undefined;
  if (phase.name === 'completed') return true;
  return phase.name === 'running' && isFull(facts) ? true : undefined;
}

/** Whether a state decides a command that wants it down. */
export function reachedDown({ phase, facts, order }: ServiceLifecycle): boolean | undefined {
  if (order !== null && order.refused !== null) return false;
  if (order?.goal === 'up' || facts === null) return false;
  if (order !== null && !order.isSeen) return undefined;
  return phase.name === 'stopped' ? true : undefined;
}

/** Whether as many tasks run as are to, all of them of the service as it is now. */
export function isFull(facts: ServiceFacts): boolean {
  const running = runningTasks(facts);
  return running.length >= facts.replicas && !facts.updating && running.every(({ stale }) => !stale);
}

function onFacts(name: string, before: ServiceLifecycle, facts: ServiceFacts, askedAt: number, at: Moment): ServiceStep {
  const isAnother = before.facts !== null && before.facts.id !== facts.id;
  const state = isAnother ? { ...newServiceLifecycle, epoch: before.epoch, order: before.order } : before;
  const failed = facts.tasks.filter(hasFailed);
  const fresh = state.known === null ? [] : failed.filter(({ id }) => !state.known!.has(id));
  const phase = phaseOf(name, state, facts, at);
  const isUp = phase.name === 'running' && runningTasks(facts).length >= facts.replicas;
  const fullSince = isUp ? (state.fullSince ?? at.now) : null;
  const isStable = fullSince !== null && at.now - fullSince >= stableMs && fresh.length === 0;
  const [last] = fresh;
  const order = orderAfter(state, facts, askedAt, at);
  const isNew = order?.isSeen === true && order.goal === 'up' && last !== undefined;
  const next: ServiceLifecycle = {
    ...state,
    phase,
    facts,
    lastReplicas: facts.replicas > 0 ? facts.replicas : (state.lastReplicas ?? facts.replicasBefore),
    desired: facts.replicas === 0 ? 'down' : 'up',
    startCount: state.startCount + (phase.name === 'running' && state.phase.name !== 'running' ? 1 : 0),
    failures: isStable ? 0 : state.failures + fresh.length,
    failureTimes: [...state.failureTimes, ...fresh.map(() => at.now)].filter((time) => at.now - time < failureWindowMs),
    lastFailure: last === undefined ? state.lastFailure : { kind: 'exit', text: taskWords(name, last) },
    fault: newestTasks(facts).find(hasFailed) ?? failed.find((each) => at.wall - each.at < failureWindowMs) ?? null,
    known: new Set(failed.map(({ id }) => id)),
    fullSince,
    order: isNew ? { ...order, refused: { why: taskWords(name, last), at: at.now } } : order,
  };
  return next.isNeeded ? need(next, at) : [next, []];
}

/** What is left of the command that is under way, or was refused, after an answer. */
function orderAfter({ order }: ServiceLifecycle, facts: ServiceFacts, askedAt: number, at: Moment): ServiceOrder | null {
  if (order === null) return null;
  if (order.refused !== null) {
    const isReached = order.goal === 'up' && facts.replicas > 0 && isFull(facts);
    return isReached || at.now - order.refused.at > refusalMs ? null : order;
  }
  return { ...order, isSeen: order.takenAt !== null && askedAt >= order.takenAt };
}

function phaseOf(name: string, { phase }: ServiceLifecycle, facts: ServiceFacts, at: Moment): ServicePhase {
  const running = runningTasks(facts);
  const newest = newestTasks(facts);
  if (running.length > 0 && facts.replicas > 0) {
    if (phase.name === 'running') return phase;
    const began = Math.min(...running.map((task) => task.at));
    return { name: 'running', since: at.now - Math.max(0, at.wall - began) };
  }
  // What is asked to end is not wanted any more, and still there.
  if (facts.replicas === 0) return { name: facts.tasks.some(({ state }) => state === 'running') ? 'stopping' : 'stopped' };
  const isOver = (state: string): boolean => state === 'complete';
  if (newest.length > 0 && newest.every(({ state }) => isOver(state)) && (facts.mode === 'job' || !facts.restarted)) {
    return { name: 'completed' };
  }
  const fault = newest.find(hasFailed);
  if (fault !== undefined && !facts.restarted) return { name: 'failed', because: taskWords(name, fault) };
  return { name: 'starting' };
}

function onCalled(state: ServiceLifecycle, epoch: number, refusal: string | null, at: Moment): ServiceStep {
  if (epoch !== state.epoch || state.order === null) return [state, []];
  const next = { ...state, order: { ...state.order, takenAt: at.now } };
  return refusal === null ? [next, [{ type: 'inspect' }]] : [refused(next, refusal, at), [{ type: 'inspect' }]];
}

function need(state: ServiceLifecycle, at: Moment): ServiceStep {
  if (state.facts === null) return [{ ...state, isNeeded: true }, []];
  const known = { ...state, isNeeded: false };
  return state.facts.replicas === 0 ? start(known, at) : [known, []];
}

function start(state: ServiceLifecycle, at: Moment): ServiceStep {
  const { facts } = state;
  if (facts === null) return [{ ...state, isNeeded: true, order: null }, []];
  if (facts.replicas > 0) return [{ ...state, order: null }, []];
  return scaleTo(state, state.lastReplicas ?? 1, at);
}

function scaleTo(state: ServiceLifecycle, replicas: number, at: Moment): ServiceStep {
  const goal = replicas === 0 ? 'down' : 'up';
  const { facts } = state;
  if (facts === null) return ordered(state, goal, []);
  if (facts.mode !== 'replicated') {
    const why = facts.mode === 'global' ? 'it runs on every node, and cannot be scaled' : 'it is a job, and cannot be scaled';
    return [refused(ordered(state, goal, [])[0], why, at), []];
  }
  return ordered(state, goal, [{ type: 'scale', replicas, epoch: state.epoch + 1 }]);
}

function ordered(state: ServiceLifecycle, goal: 'up' | 'down', effects: readonly ServiceEffect[]): ServiceStep {
  const order = { goal, takenAt: null, isSeen: false, refused: null };
  return [{ ...state, epoch: state.epoch + 1, order }, effects];
}

/** What was asked for will not come about. */
function refused(state: ServiceLifecycle, why: string, { now }: Moment): ServiceLifecycle {
  return state.order === null ? state : { ...state, order: { ...state.order, refused: { why, at: now } } };
}
