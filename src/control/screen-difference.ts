import { isDeepStrictEqual } from 'node:util';
import type { Watchdog } from '../api/watchdog.js';
import type { ConfigProblem } from '../config/problems/config-error.js';
import type { Clock } from '../ports/clock.js';
import type { LogPlace, ScreenDocument, TerminalPlace } from '../protocol/documents.js';
import type { ProcessSnapshot } from '../supervisor/snapshot/process.js';
import type { ProcessTerminal } from '../supervisor/terminal/process.js';

/** What a dashboard elsewhere shows. */
export interface ScreenParts {
  readonly watchdog: Watchdog;
  readonly clock: Clock;
  /** The project's name. */
  readonly project: string;
  /** Whether the end has begun. */
  readonly isEnding: () => boolean;
  /**
   * Calls `listener` with what is wrong with the configuration, at once where something is, and with undefined once that is
   * mended. Returns the way to stop it.
   */
  readonly onProblem: (listener: (problem: ConfigProblem | undefined) => void) => () => void;
}

/** Finds what changed of what a dashboard shows since it was asked last. Rows that did not change are the same objects. */
export class ScreenDifference {
  readonly #parts: ScreenParts;
  #rows: ReadonlyMap<string, ProcessSnapshot> = new Map();
  #names = '';
  #revisions: ReadonlyMap<string, number> = new Map();
  #terminals: ReadonlyMap<string, { readonly terminal: ProcessTerminal; readonly place: TerminalPlace }> = new Map();
  #nextId = 0;

  constructor(parts: ScreenParts) {
    this.#parts = parts;
  }

  /** What changed; the first time, everything. */
  next(): ScreenDocument {
    const { watchdog, clock, project, isEnding } = this.#parts;
    const rows = new Map(watchdog.snapshots().map((row) => [row.name, row]));
    const all = [...rows.keys()];
    const names = JSON.stringify(all);
    const changed = [...rows.values()].filter((row) => row !== this.#rows.get(row.name));
    const isReordered = names !== this.#names;
    this.#rows = rows;
    this.#names = names;
    return {
      project,
      pid: process.pid,
      now: clock.now(),
      shuttingDown: isEnding(),
      rows: changed,
      logs: this.#logs(all),
      terminals: this.#places(all),
      ...(isReordered ? { names: all } : {}),
    };
  }

  #logs(names: readonly string[]): Record<string, LogPlace> {
    const before = this.#revisions;
    const logs = names.flatMap((name) => {
      const log = this.#parts.watchdog.log(name);
      return log === undefined ? [] : [{ name, log }];
    });
    this.#revisions = new Map(logs.map(({ name, log }) => [name, log.revision]));
    const moved = logs.filter(({ name, log }) => log.revision !== before.get(name));
    return Object.fromEntries(
      moved.map(({ name, log: { firstSeq, nextSeq, revision, errors } }) => [name, { firstSeq, nextSeq, revision, errors }]),
    );
  }

  #places(names: readonly string[]): Record<string, TerminalPlace | null> {
    const before = this.#terminals;
    const now = names.flatMap((name) => {
      const terminal = this.#parts.watchdog.terminal(name);
      if (terminal === undefined) return [];
      const last = before.get(name);
      const { open, draws, size } = terminal;
      const place = { id: last?.terminal === terminal ? last.place.id : this.#nextId++, open, draws, size };
      return [[name, { terminal, place: isDeepStrictEqual(place, last?.place) ? last!.place : place }] as const];
    });
    this.#terminals = new Map(now);
    const gone = [...before.keys()].filter((name) => !this.#terminals.has(name));
    const moved = now.filter(([name, { place }]) => place !== before.get(name)?.place);
    return Object.fromEntries([
      ...gone.map((name) => [name, null] as const),
      ...moved.map(([name, { place }]) => [name, place] as const),
    ]);
  }
}
