import { formatCountdown } from '../../policy/words/duration.js';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';

/** Whether a start would do something. */
export function canStart(process: ProcessSnapshot, now: number): boolean {
  if (process.state === 'circuit_open') return !isCooling(process, now);
  return process.state !== 'starting' && process.state !== 'running';
}

/** Whether a stop would do something: it is up, or something is scheduled. */
export function canStop({ state }: ProcessSnapshot): boolean {
  return state !== 'stopped' && state !== 'completed' && state !== 'failed' && state !== 'stopping';
}

/** Whether a process of it can exist now, which a kill would end. */
export function isUp({ state }: ProcessSnapshot): boolean {
  return state === 'starting' || state === 'running' || state === 'stopping';
}

/** Whether there is anything to reset: an open circuit, counted failures or restarts. */
export function canReset({ circuit, restartCount }: ProcessSnapshot): boolean {
  return circuit.state !== 'closed' || circuit.failureTimes.length > 0 || restartCount > 0;
}

/** Whether checks of ours run, which can be held. The engine's own checks of a container cannot. */
export function canHoldChecks({ kind, state, health }: ProcessSnapshot): boolean {
  return kind === 'process' && state === 'running' && health !== 'none';
}

/** Whether a signal can be sent to it. */
export function canSignal({ kind, pid }: ProcessSnapshot): boolean {
  return kind === 'process' && pid !== null;
}

/** Whether its circuit is open and still lets nothing start. */
export function isCooling({ state, circuit }: ProcessSnapshot, now: number): boolean {
  return state === 'circuit_open' && circuit.until !== null && now < circuit.until;
}

/** Why it does not start or restart now, and what to do. */
export function startRefusal(process: ProcessSnapshot, now: number): string {
  const { state, dueAt } = process;
  // Why it is open is in its row.
  const trial = dueAt === null ? 'no automatic trial' : `trial in ${formatCountdown(dueAt - now)}`;
  if (state === 'circuit_open') return `circuit open, ${trial}; {process.reset} resets it and starts it`;
  return state === 'starting' ? 'starting already' : 'running already; {process.restart} restarts it';
}
