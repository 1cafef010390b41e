import type { SampledTree } from '../../ports/usage-sampler.js';
import { markerOf, markersOf } from './marker.js';
import type { ProcessRow } from './ps.js';

interface Owned {
  readonly startTime: number;
  readonly tree: SampledTree;
}

/**
 * Finds for every process the one tree that it belongs to: by its group, by its parents and, for what left both by setsid and a
 * double fork, by the marker in its environment. Whoever was a member once stays one as long as its tree is asked for.
 */
export class TreeOwners {
  readonly #runId: string;
  #owned = new Map<number, Owned>();

  /** @param runId the word with which the spawner marks what it starts */
  constructor(runId: string) {
    this.#runId = runId;
  }

  /** The rows of each tree, by its mark. Only processes younger than the oldest tree have their environment read, each once. */
  assign<R extends ProcessRow>(rows: ReadonlyMap<number, R>, trees: readonly SampledTree[]): ReadonlyMap<string, readonly R[]> {
    const before = this.#owned;
    const byPid = new Map(trees.map((tree) => [tree.pid, tree]));
    const byMarker = new Map(
      trees.flatMap((tree) => (tree.scope === 'all' ? [[markerOf(this.#runId, tree.mark, 'all'), tree]] : [])),
    );
    const startOf = (tree: SampledTree): number => rows.get(tree.pid)?.startTime ?? Infinity;
    const firstStart = Math.min(...trees.map(startOf));
    const looked = new Map<number, SampledTree | undefined>();
    const look = (row: ProcessRow): SampledTree | undefined => {
      const leader = byPid.get(row.pid) ?? byPid.get(row.group);
      if (leader !== undefined) return leader;
      if (row.startTime < firstStart || row.pid === process.pid) return undefined;
      const earlier = before.get(row.pid);
      if (earlier?.startTime === row.startTime && byPid.get(earlier.tree.pid)?.mark === earlier.tree.mark) return earlier.tree;
      const parent = rows.get(row.parent);
      const above = parent === undefined ? undefined : ownerOf(parent);
      if (above?.scope === 'all') return above;
      const word = markersOf(row).find((each) => byMarker.has(each));
      const marked = word === undefined ? undefined : byMarker.get(word);
      return marked !== undefined && startOf(marked) <= row.startTime ? marked : undefined;
    };
    const ownerOf = (row: ProcessRow): SampledTree | undefined => {
      if (looked.has(row.pid)) return looked.get(row.pid);
      looked.set(row.pid, undefined); // Rows are read one after the other, so parents could go round.
      const tree = look(row);
      looked.set(row.pid, tree);
      return tree;
    };
    const owned = new Map<number, Owned>();
    const members = new Map<string, R[]>();
    for (const row of rows.values()) {
      const tree = ownerOf(row);
      if (tree === undefined) continue;
      owned.set(row.pid, { startTime: row.startTime, tree });
      const siblings = members.get(tree.mark);
      if (siblings === undefined) members.set(tree.mark, [row]);
      else siblings.push(row);
    }
    this.#owned = owned;
    return members;
  }
}
