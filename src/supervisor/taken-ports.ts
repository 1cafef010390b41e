import type { Spawner } from '../ports/spawner.js';

/** A process that could not be started since somebody else holds a port that it needs. */
export interface TakenPort {
  readonly name: string;
  readonly port: number;
  /** Who holds it, as a sentence. */
  readonly why: string;
}

/** Told that a child could not be started since somebody else holds a port that it needs. */
type PortTaken = (mark: string, port: number, message: string) => void;

/** A spawner that says so too. */
export function tellingTakenPorts(spawner: Spawner, taken: PortTaken): Spawner {
  return {
    spawn: (spec, events) =>
      spawner.spawn(spec, {
        ...events,
        failed: (failure) => {
          events.failed(failure);
          if (failure.port !== undefined) taken(spec.mark, failure.port, failure.message);
        },
      }),
  };
}
