import { signalOf } from '../../api/action-run.js';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { canHoldChecks, canReset, canSignal, canStart, canStop, isCooling } from './process-rules.js';
import type { PlainAction, ProcessAction } from './source.js';
import { isAlive } from './words.js';

/** An action of the user on several processes. */
export interface ActionPlan {
  readonly verb: ProcessAction;
  readonly names: readonly string[];
  /** How many more are meant and left alone, since the filter keeps them out. */
  readonly hidden: number;
}

type Rule = (process: ProcessSnapshot, now: number) => boolean;

const restarts: Rule = (process, now) => !isCooling(process, now);

const rules: Readonly<Record<PlainAction, Rule>> = {
  start: canStart,
  stop: canStop,
  restart: restarts,
  reset: canReset,
  kill: isAlive,
  'kill-restart': restarts,
  'hold-checks': (process) => canHoldChecks(process) && process.checksHeld !== true,
  'resume-checks': (process) => canHoldChecks(process) && process.checksHeld === true,
};

/** Whether `verb` does something to a process. */
export function applies(verb: ProcessAction, process: ProcessSnapshot, now: number): boolean {
  return signalOf(verb) === undefined ? rules[verb as PlainAction](process, now) : canSignal(process);
}

/**
 * What `verb` does to several processes; those to which it does not apply are not in it. One that an open circuit keeps down is:
 * the supervisor's refusal says why it stays so.
 */
export function planActions(verb: ProcessAction, processes: readonly ProcessSnapshot[], hidden: number, now: number): ActionPlan {
  const wantsUp = verb === 'start' || verb === 'restart' || verb === 'kill-restart';
  const planned = processes.filter((process) => (wantsUp && isCooling(process, now)) || applies(verb, process, now));
  return { verb, names: planned.map(({ name }) => name), hidden };
}
