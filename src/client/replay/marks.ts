import type { ReplayMark } from '../../view/state/replay.js';
import type { Recording } from './read-bundle.js';

/** What the time line of a recording marks. @param at monotonic milliseconds of a wall time */
export function marksOf({ rows, events }: Recording, at: (wall: number) => number): readonly ReplayMark[] {
  const moments = events.flatMap(({ event, name, at: wall, ...fields }): readonly ReplayMark[] => {
    const kind =
      event === 'crashed' || event === 'error'
        ? 'crash'
        : event === 'exited' && fields.by === 'itself'
          ? 'exit'
          : event === 'started'
            ? 'restart'
            : undefined;
    if (kind === undefined || typeof name !== 'string') return [];
    return [{ kind, name, from: at(wall), to: at(wall) }];
  });
  const spells = [...rows].flatMap(([name, changes]) =>
    changes.flatMap(({ at: from, row }, index): readonly ReplayMark[] =>
      row?.health === 'unhealthy' ? [{ kind: 'unhealthy', name, from, to: changes[index + 1]?.at ?? from }] : [],
    ),
  );
  return [...moments, ...spells];
}
