import type { ListedContainer } from '../../ports/container-engine.js';
import type { ContainerRunner } from './runner.js';

/** Whether the engine's list does not fit what is known of a container, so that it must be asked about. */
export function isOutOfDate({ lifecycle, inspected }: ContainerRunner, listed: ListedContainer): boolean {
  const { phase, id } = lifecycle;
  if (id !== listed.id || inspected === undefined) return true;
  const isUp = listed.state === 'running' || listed.state === 'paused';
  switch (phase.name) {
    case 'unknown':
      return true;
    case 'running':
      if (!isUp || phase.paused !== (listed.state === 'paused')) return true;
      // An engine whose list does not report the health is asked for it.
      return phase.engineHealth !== 'none' && (listed.health ?? 'unknown') !== phase.engineHealth;
    case 'starting':
    case 'observed':
      return true;
    case 'backoff':
    case 'circuit_open':
      return phase.alive || isUp;
    case 'classifying_exit':
    case 'stopping':
      return false;
    case 'stopped':
    case 'completed':
    case 'failed':
      return isUp || listed.state === 'restarting';
  }
}
