import type { FailureOutcome, RestartState } from './core.js';
import { withoutOpenCircuit } from './core.js';

/** What a process and a container have in common as state machines. */
interface Phased extends RestartState {
  readonly phase: { readonly name: string };
  /** Grows with every change of phase; a timer armed in an earlier epoch means nothing. */
  readonly epoch: number;
}

/** An announcement as an effect. */
export function announce<const A>(announcement: A): { readonly type: 'announce'; readonly announcement: A } {
  return { type: 'announce', announcement };
}

/** Changes the phase, which begins a new epoch. */
export function enter<const S extends Phased>(state: S, phase: S['phase']): S {
  return { ...state, phase, epoch: state.epoch + 1 };
}

/** Rests in a phase in which nothing is alive or scheduled; an open or half-open circuit means nothing there. */
export function rest<S extends Phased>(state: S, phase: S['phase'] & { readonly name: 'stopped' | 'completed' | 'failed' }): S {
  return enter(withoutOpenCircuit(state), phase);
}

/** What is to be done about the outcome of a failure, once its phase was entered. */
export function outcomeEffects({ announcement, timer }: FailureOutcome, epoch: number) {
  const announced = announce(announcement);
  if (timer === null) return [announced];
  return [announced, { type: 'arm', timer: timer.name, epoch, delayMs: timer.delayMs } as const];
}
