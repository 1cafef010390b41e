import { signalOf } from '../../api/action-run.js';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { canHoldChecks, canReset, canSignal, canStart, canStop, isCooling, isUp } from './process-rules.js';
import type { ProcessAction, SignalAction } from './source.js';
import { isAlive } from './words.js';

/** What the user does to processes. */
export type Verb = PlainVerb | SignalAction;

/** What the user does to processes, but for sending signals. */
export type PlainVerb = 'start' | 'stop' | 'restart' | 'reset' | 'kill' | 'kill-restart' | 'hold-checks' | 'resume-checks';

/** Actions on one process, one after the other. */
export interface PlanStep {
  readonly name: string;
  readonly actions: readonly ProcessAction[];
}

/** An action of the user on several processes. */
export interface ActionPlan {
  readonly verb: Verb;
  readonly steps: readonly PlanStep[];
  /** How many more are meant and left alone, since the filter keeps them out. */
  readonly hidden: number;
}

type PlanRule = (process: ProcessSnapshot, now: number) => readonly ProcessAction[];

const plans: Readonly<Record<PlainVerb, PlanRule>> = {
  start: (process, now) => (canStart(process, now) ? ['start'] : []),
  stop: (process) => (canStop(process) ? ['stop'] : []),
  restart: (process, now) => (isCooling(process, now) ? [] : ['restart']),
  reset: (process) => (canReset(process) ? ['reset'] : []),
  kill: (process) => {
    if (!isAlive(process)) return [];
    return isUp(process) ? ['kill'] : ['stop'];
  },
  'kill-restart': (process, now) => {
    if (isCooling(process, now)) return [];
    return isUp(process) ? ['kill', 'restart'] : ['restart'];
  },
  'hold-checks': (process) => (canHoldChecks(process) && process.checksHeld !== true ? ['hold-checks'] : []),
  'resume-checks': (process) => (canHoldChecks(process) && process.checksHeld === true ? ['resume-checks'] : []),
};

/** What `verb` does to a process; nothing where it does not apply. */
export function actionsOf(verb: Verb, process: ProcessSnapshot, now: number): readonly ProcessAction[] {
  if (signalOf(verb) === undefined) return plans[verb as PlainVerb](process, now);
  return canSignal(process) ? [verb as SignalAction] : [];
}

/**
 * What `verb` does to several processes; those to which it does not apply are not in it. One that an open circuit keeps down is:
 * the supervisor's refusal says why it stays so.
 */
export function planActions(verb: Verb, processes: readonly ProcessSnapshot[], hidden: number, now: number): ActionPlan {
  const wantsUp = verb === 'start' || verb === 'restart' || verb === 'kill-restart';
  const steps = processes.flatMap((process): readonly PlanStep[] => {
    const actions = wantsUp && isCooling(process, now) ? (['start'] as const) : actionsOf(verb, process, now);
    return actions.length === 0 ? [] : [{ name: process.name, actions }];
  });
  return { verb, steps, hidden };
}
