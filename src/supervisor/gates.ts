import { isSameAwaited, type RootCause } from '../policy/process/awaited.js';
import { type Dependency, deathOf, gateOf, isMet } from '../policy/process/dependencies.js';
import type { Gate } from '../policy/process/lifecycle.js';
import type { ProcessSnapshot } from './snapshot/process.js';

/** What the gates know of the processes, and do to them. */
export interface GateKeeping {
  snapshotOf(name: string): ProcessSnapshot | undefined;
  /** The gate of a process is another one now. */
  gateChanged(name: string, gate: Gate): void;
  /** What a process restarts with has restarted. */
  restart(name: string, because: string): void;
  /** A process waits because another one died. */
  waitsFor(name: string, root: RootCause): void;
}

interface Gated {
  readonly dependencies: readonly Dependency[];
  gate: Gate;
  /** The start count of the process, and those of what it restarts with when that start began. */
  startCount: number;
  seen: ReadonlyMap<string, number>;
  /** Whether its wait was reported. */
  waits: boolean;
}

/** Holds back what depends on others until they are ready, and restarts what is to restart with them. */
export class Gates {
  readonly #keeping: GateKeeping;
  readonly #gated = new Map<string, Gated>();
  /** The names of those that depend on one. */
  readonly #dependents = new Map<string, Set<string>>();

  constructor(keeping: GateKeeping) {
    this.#keeping = keeping;
  }

  /** Sets what a process depends on. */
  set(name: string, dependencies: readonly Dependency[]): void {
    const before = this.#gated.get(name);
    this.#link(name, before?.dependencies ?? [], dependencies);
    const startCount = this.#startCount(name);
    const seen = this.#startCounts(dependencies);
    this.#gated.set(name, { gate: before?.gate ?? { name: 'open' }, waits: false, dependencies, startCount, seen });
    this.#evaluate(name);
    this.changed(name);
  }

  /** A process is not there any more. */
  forget(name: string): void {
    this.#link(name, this.#gated.get(name)?.dependencies ?? [], []);
    this.#gated.delete(name);
    this.changed(name);
  }

  /** Something about a process changed. */
  changed(name: string): void {
    const own = this.#gated.get(name);
    if (own !== undefined) this.#note(name, own);
    for (const other of [...(this.#dependents.get(name) ?? [])]) this.#evaluate(other);
  }

  /** The death that a process is down for: its own, or that of what it waits for. */
  rootOf(name: string, asked: ReadonlySet<string> = new Set()): RootCause | undefined {
    const snapshot = this.#keeping.snapshotOf(name);
    if (snapshot === undefined || asked.has(name)) return undefined;
    if (snapshot.state !== 'waiting') {
      const death = deathOf(snapshot);
      return death === undefined ? undefined : { name, death };
    }
    for (const { name: other, condition } of this.#gated.get(name)?.dependencies ?? []) {
      const facts = this.#keeping.snapshotOf(other);
      if (facts === undefined || isMet(condition, facts)) continue;
      const root = this.rootOf(other, new Set([...asked, name]));
      if (root !== undefined) return root;
    }
    return undefined;
  }

  #link(name: string, before: readonly Dependency[], now: readonly Dependency[]): void {
    for (const edge of before) this.#dependents.get(edge.name)?.delete(name);
    for (const edge of now) this.#dependents.set(edge.name, (this.#dependents.get(edge.name) ?? new Set()).add(name));
  }

  #note(name: string, own: Gated): void {
    const startCount = this.#startCount(name);
    if (startCount !== own.startCount) {
      own.startCount = startCount;
      own.seen = this.#startCounts(own.dependencies);
    }
    const root = this.#keeping.snapshotOf(name)?.state === 'waiting' ? this.rootOf(name) : undefined;
    if (root !== undefined && !own.waits) this.#keeping.waitsFor(name, root);
    own.waits = root !== undefined;
  }

  #evaluate(name: string): void {
    const own = this.#gated.get(name);
    if (own === undefined) return;
    const gate = gateOf(
      own.dependencies,
      (other) => this.#keeping.snapshotOf(other),
      (other) => this.rootOf(other),
    );
    if (!sameGate(own.gate, gate)) {
      own.gate = gate;
      this.#keeping.gateChanged(name, gate);
    }
    if (gate.name === 'open') this.#restartWith(name, own);
  }

  #restartWith(name: string, own: Gated): void {
    if (this.#keeping.snapshotOf(name)?.state !== 'running') return;
    const renewed = own.dependencies.filter(
      (edge) => edge.restart && this.#startCount(edge.name) > (own.seen.get(edge.name) ?? 0),
    );
    if (renewed.length === 0) return;
    own.seen = this.#startCounts(own.dependencies); // At once, so that nothing on the way asks a second time.
    this.#keeping.restart(name, `${renewed.map((edge) => edge.name).join(' and ')} restarted`);
  }

  #startCounts(dependencies: readonly Dependency[]): ReadonlyMap<string, number> {
    return new Map(dependencies.map(({ name }) => [name, this.#startCount(name)]));
  }

  #startCount(name: string): number {
    return this.#keeping.snapshotOf(name)?.startCount ?? 0;
  }
}

function sameGate(one: Gate, other: Gate): boolean {
  if (one.name === 'open' || other.name === 'open') return one.name === other.name;
  return isSameAwaited(one.awaited, other.awaited) && one.blocked?.why === other.blocked?.why;
}
