import type { TrailRow } from '../../supervisor/history/row-trail.js';
import type { Neighbour, ProcessDetails } from '../../supervisor/process-details.js';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import type { Recording } from './read-bundle.js';

/** The rows of a recording at any instant. */
export class RecordedRows {
  readonly #recording: Recording;
  readonly #names: readonly string[];
  readonly #errorsAt: (name: string, wall: number) => number;

  /** @param errorsAt how many errors a log had at a wall time */
  constructor(recording: Recording, errorsAt: (name: string, wall: number) => number) {
    const { header, rows } = recording;
    this.#recording = recording;
    this.#names = [...new Set([...header.names, ...rows.keys()])];
    this.#errorsAt = errorsAt;
  }

  /** How all were at a moment, in monotonic milliseconds and in milliseconds since 1970. */
  at(now: number, wall: number): readonly ProcessSnapshot[] {
    return this.#names.flatMap((name) => {
      const row = lastUntil(this.#recording.rows.get(name) ?? [], now)?.row ?? null;
      if (row === null) return [];
      const isUp = row.state === 'running' || row.state === 'stopping';
      const usage = isUp ? this.#usageAt(name, wall, row.lastStartTime) : undefined;
      return [
        {
          ...row,
          errors: this.#errorsAt(name, wall),
          logRate: null,
          cpu: usage?.cpu ?? null,
          memory: usage?.memory ?? null,
        },
      ];
    });
  }

  #usageAt(name: string, wall: number, from: number): ProcessDetails['usage'][number] | undefined {
    return this.#recording.details.get(name)?.usage.findLast(({ at }) => at <= wall && at >= from);
  }
}

/** The details of a process as they were at a wall time. */
export function detailsAt(
  details: ProcessDetails,
  wall: number,
  { isLast, rows }: { readonly isLast: boolean; readonly rows: readonly ProcessSnapshot[] },
): ProcessDetails {
  const then = <T extends { readonly at: number }>(all: readonly T[]): readonly T[] => all.filter(({ at }) => at <= wall);
  const neighbours = (all: readonly Neighbour[]): readonly Neighbour[] =>
    all.flatMap((each) => {
      const row = rows.find(({ name }) => name === each.name);
      return row === undefined ? [] : [{ ...each, state: row.state, health: row.health }];
    });
  return {
    ...details,
    dependencies: neighbours(details.dependencies),
    dependents: neighbours(details.dependents),
    probes: details.probes.map((track) => ({ ...track, records: then(track.records) })),
    timeline: then(details.timeline),
    ends: then(details.ends),
    usage: then(details.usage),
    // Measured when the bundle was made.
    tree: isLast ? details.tree : null,
  };
}

function lastUntil(rows: readonly TrailRow[], now: number): TrailRow | undefined {
  return rows.findLast(({ at }) => at <= now);
}
