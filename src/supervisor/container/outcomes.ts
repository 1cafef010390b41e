import type { ContainerLifecycle } from '../../policy/container/lifecycle.js';
import type { Outcomes } from '../unit/pending-commands.js';

/** What decides the commands on a container. */
export const containerOutcomes: Outcomes<ContainerLifecycle> = { up: reachedUp, down: reachedDown };

function reachedUp({ phase, desired }: ContainerLifecycle): boolean | undefined {
  switch (phase.name) {
    case 'running':
      return true;
    case 'starting':
    case 'stopping':
      return desired === 'down' ? false : undefined;
    case 'classifying_exit':
    case 'backoff':
      return undefined;
    case 'unknown':
      return phase.why === '' && phase.wanted ? undefined : false;
    case 'circuit_open':
    case 'observed':
    case 'stopped':
    case 'completed':
    case 'failed':
      return false;
  }
}

function reachedDown({ phase, desired }: ContainerLifecycle): boolean | undefined {
  switch (phase.name) {
    case 'stopped':
    case 'completed':
    case 'failed':
      return true;
    case 'stopping':
      return undefined;
    case 'starting':
    case 'running':
    case 'classifying_exit':
      return desired === 'up' ? false : undefined;
    case 'unknown':
    case 'backoff':
    case 'circuit_open':
    case 'observed':
      return false;
  }
}
