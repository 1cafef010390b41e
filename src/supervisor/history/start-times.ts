import { type Dependency, isMet } from '../../policy/process/dependencies.js';
import { isSettled, type ProcessStart, type ProjectStart, type StartOutcome } from '../../policy/timing/record.js';
import { type TimingReport, timingReport } from '../../policy/timing/report.js';
import type { Clock } from '../../ports/clock.js';
import type { StartArchive } from '../../ports/start-archive.js';
import type { ProcessSnapshot } from '../snapshot/process.js';
import { changedRows } from './row-trail.js';

/** What StartTimes reads, and where it keeps the starts. */
export interface StartTimesParts {
  readonly clock: Clock;
  /** Undefined keeps nothing beyond the end of the program. */
  readonly archive: StartArchive | undefined;
  dependenciesOf(name: string): readonly Dependency[];
  isScheduled(name: string): boolean;
}

/** Takes the times of the first start of all that is wanted up, from the first process that is until nothing is on its way any more. */
export class StartTimes {
  readonly #parts: StartTimesParts;
  readonly #processes = new Map<string, ProcessStart>();
  /** As they were last seen, and by name. */
  #rows: readonly ProcessSnapshot[] = [];
  #byName = new Map<string, ProcessSnapshot>();
  /** The names of those that wait for one. */
  readonly #awaiting = new Map<string, Set<string>>();
  readonly #pending = new Set<string>();
  #began: { readonly now: number; readonly wall: number } | undefined;
  #isOver = false;
  #earlier: readonly ProjectStart[] | undefined;

  constructor(parts: StartTimesParts) {
    this.#parts = parts;
  }

  /** How the start went so far, beside the earlier ones; null before anything was started. */
  get report(): TimingReport | null {
    const start = this.#start();
    this.#earlier ??= this.#parts.archive?.read() ?? [];
    return start === undefined ? null : timingReport(start, this.#earlier);
  }

  /** Takes note of how all processes and containers are, after any of them has changed. A row that has not is the same object. */
  seen(rows: readonly ProcessSnapshot[]): void {
    if (this.#isOver) return;
    const before = this.#rows;
    this.#rows = rows;
    const inPlace = changedRows(before, rows);
    let changed = inPlace ?? rows;
    const isFirst = changed.some(({ kind, desired }) => kind === 'process' && desired === 'up');
    if (isFirst && this.#began === undefined) {
      const { clock } = this.#parts;
      this.#began = { now: clock.now(), wall: clock.wallTime() };
      changed = rows;
    }
    if (this.#began === undefined) return;
    if (changed.length > 0 || inPlace === undefined) this.#take(changed, this.#began);
  }

  /** The program ends: a start that did not come to its end is kept as far as it came. */
  close(): void {
    const start = this.#start();
    if (!this.#isOver && start !== undefined) this.#finish(start);
  }

  #take(changed: readonly ProcessSnapshot[], began: { readonly now: number }): void {
    const at = Math.round(this.#parts.clock.now() - began.now);
    const isSame = this.#byName.size === this.#rows.length && changed.every(({ name }) => this.#byName.has(name));
    if (isSame) for (const row of changed) this.#byName.set(row.name, row);
    else this.#byName = new Map(this.#rows.map((row) => [row.name, row]));
    // With one row goes every other that waits for it.
    const names = new Set(changed.flatMap(({ name }) => [name, ...(this.#awaiting.get(name) ?? [])]));
    for (const name of names) {
      const row = this.#byName.get(name);
      const before = row && (this.#processes.get(name) ?? this.#joining(row));
      if (row === undefined || before === undefined) continue;
      const now = after(before, row, this.#byName, at);
      this.#processes.set(name, now);
      // What is no part of the start joins when something waits for it.
      for (const other of now.waitedFor) if (!this.#processes.has(other.name)) names.add(other.name);
      if (now.outcome === 'pending') this.#pending.add(name);
      else this.#pending.delete(name);
    }
    if (!isSame) for (const name of this.#pending) if (!this.#byName.has(name)) this.#pending.delete(name);
    const start = this.#pending.size === 0 ? this.#start() : undefined;
    if (start !== undefined && isSettled(start)) this.#finish(start);
  }

  #start(): ProjectStart | undefined {
    if (this.#began === undefined) return undefined;
    const processes = this.#rows.flatMap(({ name }) => this.#processes.get(name) ?? []);
    return processes.length === 0 ? undefined : { at: this.#began.wall, processes };
  }

  #finish(start: ProjectStart): void {
    this.#isOver = true;
    const { archive } = this.#parts;
    // Read before this one is among them.
    this.#earlier ??= archive?.read() ?? [];
    archive?.add(start);
  }

  /**
   * A container that runs beside the project is no part of its start, nor is a process whose schedule says when it runs; what something
   * waits for is.
   */
  #joining({ name, kind, desired }: ProcessSnapshot): ProcessStart | undefined {
    const { dependenciesOf, isScheduled } = this.#parts;
    if (kind === 'process' && desired !== 'up') return undefined;
    if ((kind !== 'process' || isScheduled(name)) && !this.#awaiting.has(name)) return undefined;
    const waitedFor = dependenciesOf(name).map((edge) => ({ name: edge.name, condition: edge.condition, metMs: null }));
    for (const other of waitedFor) {
      const awaiting = this.#awaiting.get(other.name) ?? new Set();
      this.#awaiting.set(other.name, awaiting.add(name));
    }
    return { name, waitedFor, spawnedMs: null, readyMs: null, completedMs: null, spawns: 0, outcome: 'pending' };
  }
}

function after(before: ProcessStart, row: ProcessSnapshot, rows: ReadonlyMap<string, ProcessSnapshot>, at: number): ProcessStart {
  const waitedFor =
    before.spawnedMs !== null
      ? before.waitedFor
      : before.waitedFor.map((edge) => {
          const other = rows.get(edge.name);
          return edge.metMs === null && other !== undefined && isMet(edge.condition, other) ? { ...edge, metMs: at } : edge;
        });
  const isReady = row.state === 'completed' || (row.state === 'running' && (row.health === 'none' || row.health === 'healthy'));
  const isUp = row.state === 'running' || row.state === 'completed';
  return {
    ...before,
    waitedFor,
    spawnedMs: before.spawnedMs ?? (isUp ? at : null),
    readyMs: before.readyMs ?? (isReady ? at : null),
    completedMs: before.completedMs ?? (row.state === 'completed' ? at : null),
    spawns: before.readyMs === null ? row.startCount : before.spawns,
    outcome: outcomeOf(before.readyMs !== null || isReady, row),
  };
}

function outcomeOf(wasReady: boolean, { state, desired, blocked }: ProcessSnapshot): StartOutcome {
  if (wasReady) return 'ready';
  if (state === 'failed' || state === 'circuit_open' || blocked !== null) return 'failed';
  return desired === 'up' || state === 'stopping' ? 'pending' : 'stopped';
}
