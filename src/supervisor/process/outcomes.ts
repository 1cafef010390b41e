import type { Lifecycle } from '../../policy/process/lifecycle.js';
import type { Outcomes } from '../unit/pending-commands.js';

/** What decides the commands on a process. */
export const processOutcomes: Outcomes<Lifecycle> = { up: reachedUp, down: reachedDown };

function reachedUp({ phase, gate, desired, closed }: Lifecycle): boolean | undefined {
  if (closed) return false;
  switch (phase.name) {
    case 'running':
      return true;
    case 'waiting':
      return gate.name === 'shut' && gate.blocked !== undefined ? false : undefined;
    case 'starting':
    case 'stopping':
      return desired === 'down' ? false : undefined;
    case 'backoff':
      return undefined;
    case 'scheduled':
    case 'stopped':
    case 'circuit_open':
    case 'completed':
    case 'failed':
      return false;
  }
}

function reachedDown({ phase, desired, remains, survivors }: Lifecycle): boolean | undefined {
  switch (phase.name) {
    case 'stopped':
    case 'completed':
    case 'failed':
      if (survivors !== '') return false;
      return remains ? undefined : true;
    case 'running':
    case 'waiting':
    case 'scheduled':
    case 'starting':
    case 'stopping':
    case 'backoff':
    case 'circuit_open':
      // A start after the stop takes it back before it acted: there is nothing left to wait for.
      return desired === 'up' && phase.name !== 'stopping' ? false : undefined;
  }
}
