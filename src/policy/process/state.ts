import type { ProcessStateName } from './lifecycle.js';

/** The states by their names in the API; `waiting`, `backoff` and `completed` come beside the six of its specification, and `unknown` for containers. */
export const ProcessState = {
  STOPPED: 'stopped',
  STARTING: 'starting',
  RUNNING: 'running',
  STOPPING: 'stopping',
  FAILED: 'failed',
  CIRCUIT_OPEN: 'circuit_open',
  WAITING: 'waiting',
  BACKOFF: 'backoff',
  COMPLETED: 'completed',
  UNKNOWN: 'unknown',
} as const satisfies Record<string, ProcessStateName>;

/** The name of a state. */
export type ProcessState = ProcessStateName;
