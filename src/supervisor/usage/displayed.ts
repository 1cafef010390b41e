import { roundedMemory, roundedPercent } from '../../policy/process/usage.js';
import type { ProcessSnapshot } from '../snapshot/process.js';

/** What a generation of a process uses. */
export interface Figures extends Pick<ProcessSnapshot, 'cpu' | 'memory' | 'ports'> {
  readonly pid: number;
}

/** The figures of the processes as they are shown: a change too small to be seen is none, so that no row is drawn for it. */
export class DisplayedUsage {
  readonly #figures = new Map<string, Figures>();
  readonly #completed = new WeakMap<ProcessSnapshot, { readonly figures: Figures; readonly snapshot: ProcessSnapshot }>();
  #hasChanged = false;
  #last: { readonly from: readonly ProcessSnapshot[]; readonly all: readonly ProcessSnapshot[] } | undefined;

  /** Takes over new figures where they are drawn differently. */
  put(name: string, figures: Figures): void {
    const before = this.#figures.get(name);
    if (before !== undefined && isDrawnAlike(before, figures)) return;
    this.#figures.set(name, figures);
    this.#changed();
  }

  /** Forgets the figures of all but these processes. Returns whether anything changed since the last call. */
  keepOnly(names: ReadonlySet<string>): boolean {
    for (const name of this.#figures.keys()) {
      if (names.has(name)) continue;
      this.#figures.delete(name);
      this.#changed();
    }
    const hasChanged = this.#hasChanged;
    this.#hasChanged = false;
    return hasChanged;
  }

  /** The snapshot with the figures of its generation; the same object for the same snapshot and figures. */
  of(snapshot: ProcessSnapshot): ProcessSnapshot {
    const figures = this.#figures.get(snapshot.name);
    if (figures === undefined || figures.pid !== snapshot.pid) return snapshot;
    const completed = this.#completed.get(snapshot);
    if (completed?.figures === figures) return completed.snapshot;
    const { cpu, memory, ports } = figures;
    const next = { ...snapshot, cpu, memory, ports };
    this.#completed.set(snapshot, { figures, snapshot: next });
    return next;
  }

  /** The snapshots with their figures; the same array as long as nothing changed. */
  all(snapshots: readonly ProcessSnapshot[]): readonly ProcessSnapshot[] {
    if (this.#last?.from !== snapshots) this.#last = { from: snapshots, all: snapshots.map((snapshot) => this.of(snapshot)) };
    return this.#last.all;
  }

  #changed(): void {
    this.#hasChanged = true;
    this.#last = undefined;
  }
}

function isDrawnAlike(one: Figures, other: Figures): boolean {
  return (
    one.pid === other.pid &&
    same(one.cpu, other.cpu, roundedPercent) &&
    same(one.memory, other.memory, roundedMemory) &&
    one.ports.join() === other.ports.join()
  );
}

function same(one: number | null, other: number | null, rounded: (value: number) => number): boolean {
  return one === null || other === null ? one === other : rounded(one) === rounded(other);
}
