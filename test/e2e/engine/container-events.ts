import type { EventEmitter } from 'node:events';
import type { Watchdog } from '../../../src/api/watchdog.js';

/** A program that runs until it is stopped, and writes on both streams. */
export const forever = ['sh', '-c', 'echo begin; echo trouble >&2; while true; do sleep 1; done'];

/** What a watchdog says of containers from now on: the event and, where there is one, the exit code. */
export function containerEvents(watchdog: Watchdog): string[] {
  const said: string[] = [];
  for (const event of ['container_exit', 'container_restart', 'container_health_failed', 'circuit_open'] as const) {
    (watchdog as EventEmitter).on(event, (payload: { exitCode?: number }) =>
      said.push([event, payload.exitCode].filter((part) => part !== undefined).join(' ')),
    );
  }
  return said;
}
