import type { ContainerLifecycle, ContainerPhase } from './lifecycle.js';

/** Whether an exit was a death, or wanted: it was asked for, or its work was done. `open` as long as that is not known. */
export type ExitVerdict = 'open' | 'death' | 'wanted';

/**
 * What a change of phase says about the exit before it.
 * @param before the phase that the container comes from
 */
export function exitVerdict({ phase, ownRestart }: ContainerLifecycle, before: ContainerPhase['name']): ExitVerdict {
  switch (phase.name) {
    case 'classifying_exit':
      return 'open';
    case 'starting':
      // The user was faster than the verdict. Else it is a restart, which ends the old life and may end the new one too.
      return before === 'classifying_exit' ? 'death' : 'open';
    case 'running':
      return before === 'classifying_exit' && ownRestart !== null ? 'death' : 'wanted';
    case 'backoff':
    case 'circuit_open':
    case 'observed':
    case 'failed':
      // Out of a start, the start itself has failed, and what ended before it was ended for it.
      return before === 'starting' ? 'wanted' : 'death';
    case 'unknown':
    case 'stopping':
    case 'stopped':
    case 'completed':
      return 'wanted';
  }
}

/** Whether the engine refused to start it: nothing lived, so nothing has exited. */
export function isRefusedStart({ phase }: ContainerLifecycle, before: ContainerPhase['name']): boolean {
  return before === 'starting' && (phase.name === 'backoff' || phase.name === 'circuit_open' || phase.name === 'failed');
}
