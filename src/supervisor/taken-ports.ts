import type { Spawner } from '../ports/spawner.js';

/** A process that could not be started since another program holds a port that it needs. */
export interface TakenPort {
  readonly name: string;
  readonly port: number;
  /** Who holds it, as a sentence. */
  readonly why: string;
}

/** Another port that such a process has now. */
export interface MovedPort {
  readonly name: string;
  /** Who holds the one that it had, as a sentence. */
  readonly why: string;
  /** The one that it has from now on. */
  readonly port: number;
}

/** Gives a process another port and begins to start it with that; undefined where it keeps the one that it has. Never rejects. */
export type PortMover = (taken: TakenPort) => Promise<MovedPort | undefined>;

/** The other ports that processes are given where they cannot have their own. */
export class PortMoves {
  /** By name, what comes of a last start that failed for a port. */
  readonly #moves = new Map<string, Promise<MovedPort | undefined>>();
  readonly #nameOf: (mark: string) => string | undefined;
  #mover: PortMover | undefined;

  /** @param nameOf the process that a child with this mark is of; undefined where it is something else, such as a check */
  constructor(nameOf: (mark: string) => string | undefined) {
    this.#nameOf = nameOf;
  }

  /** Asks `mover` from now on; before, every process keeps its port. */
  use(mover: PortMover): void {
    this.#mover = mover;
  }

  /** The other port that a process gets whose last start failed for its port; undefined where that was not so, or it gets none. */
  async of(name: string): Promise<MovedPort | undefined> {
    return this.#moves.get(name);
  }

  /** A spawner whose failures for a port are seen here. */
  seeing(spawner: Spawner): Spawner {
    return {
      spawn: (spec, events) => {
        const name = this.#nameOf(spec.mark);
        if (name !== undefined) this.#moves.delete(name);
        return spawner.spawn(spec, {
          ...events,
          failed: (failure) => {
            events.failed(failure);
            if (failure.port === undefined || name === undefined || this.#mover === undefined) return;
            this.#moves.set(name, this.#mover({ name, port: failure.port, why: failure.message }));
          },
        });
      },
    };
  }
}
