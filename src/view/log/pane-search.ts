import type { Clock } from '../../ports/clock.js';
import type { DashboardSource } from '../state/source.js';
import { nameColour } from '../text/name-colours.js';
import { GenerationStarts } from './generation-starts.js';
import { type LineSource, SingleLog } from './line-source.js';
import type { LineOrigin } from './line-text.js';
import { MergedLog } from './merged.js';
import { PaneLog, type PaneQuery } from './pane.js';
import { PaneRows } from './pane-rows.js';
import { allLogs } from './panes.js';

/** Milliseconds that a search may take at a stretch; keys and frames come in between. */
const sliceMs = 8;

/** Milliseconds between two stretches. */
const pauseMs = 2;

/** Milliseconds between two frames that show how far a search is. */
const quietMs = 80;

/** The logs of the panes, searched through in slices so that the screen goes on meanwhile. */
export class PaneLogs {
  readonly #source: DashboardSource;
  readonly #clock: Clock;
  readonly #merged: MergedLog;
  readonly #panes = new Map<string, PaneLog>();
  readonly #starts = new Map<string, GenerationStarts>();
  readonly #watchers = new Map<string, Set<() => void>>();
  #unsubscribe: (() => void) | undefined;
  #timer: Disposable | undefined;
  #notifiedAt = 0;

  constructor(source: DashboardSource, clock: Clock) {
    this.#source = source;
    this.#clock = clock;
    this.#merged = new MergedLog(() => source.processes().map(({ name }) => ({ name, reader: source.log(name) })));
  }

  /**
   * The log of a pane, with what it lists brought up to date as far as one slice goes.
   * @param key names the pane's view
   * @param log a process, or `allLogs`
   */
  open(key: string, log: string, query: PaneQuery): PaneLog {
    const pane = this.#pane(key, log);
    const isNew = pane.query(query);
    // What is under way goes on by the timer: this is asked many times between two frames.
    const goesOn = this.#timer !== undefined && !isNew;
    if (goesOn && !pane.source.isComplete) return pane;
    const isSpent = this.#slice();
    pane.source.refresh(isSpent);
    if (pane.isComplete || goesOn) return pane;
    pane.step(isSpent);
    if (!pane.isComplete) this.#continue();
    return pane;
  }

  /** Calls `listener` whenever the log of a pane, or what was found in it, may have changed. Returns the way to stop it. */
  watch(key: string, listener: () => void): () => void {
    const listeners = this.#watchers.get(key) ?? new Set();
    this.#watchers.set(key, listeners.add(listener));
    this.#unsubscribe ??= this.#source.subscribe(() => this.#step(true));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#watchers.delete(key);
      if (this.#watchers.size > 0) return;
      this.#unsubscribe?.();
      this.#unsubscribe = undefined;
      this.#timer?.[Symbol.dispose]();
      this.#timer = undefined;
    };
  }

  /** Changes whenever the pane has something else to show. */
  revision(key: string): string {
    return this.#panes.get(key)?.revision ?? '';
  }

  #pane(key: string, log: string): PaneLog {
    const known = this.#panes.get(key);
    if (known !== undefined && this.#isCurrent(known.source, log)) return known;
    const source = log === allLogs ? this.#merged : new SingleLog(log, this.#source.log(log));
    const pane = new PaneLog(source, new PaneRows((seq, withStart) => this.#originOf(source, seq, withStart)));
    this.#panes.set(key, pane);
    return pane;
  }

  /** A process that went away and came again has another log. */
  #isCurrent(source: LineSource, log: string): boolean {
    return source instanceof SingleLog ? source.reader === this.#source.log(log) : log === allLogs;
  }

  #originOf(source: LineSource, seq: number, withStart: boolean): LineOrigin {
    const { name, seq: own } = source.origin(seq);
    const colour = nameColour(this.#source.processes().findIndex((process) => process.name === name));
    if (!withStart) return { name, colour, startedAt: undefined };
    const starts = this.#starts.get(name) ?? new GenerationStarts(() => this.#source.log(name));
    this.#starts.set(name, starts);
    return { name, colour, startedAt: starts.startOf(own) };
  }

  #step(isFrame: boolean): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    const isSpent = this.#slice();
    const seen = [...this.#watchers].map(([key, listeners]) => [this.#panes.get(key), listeners] as const);
    for (const [pane] of seen) pane?.step(isSpent);
    const isComplete = seen.every(([pane]) => pane?.isComplete !== false);
    if (!isComplete) this.#continue();
    const now = this.#clock.now();
    if (!isFrame && !isComplete && now < this.#notifiedAt + quietMs) return;
    this.#notifiedAt = now;
    for (const [, listeners] of seen) for (const listener of [...listeners]) listener();
  }

  #continue(): void {
    this.#timer ??= this.#clock.setTimer(() => this.#step(false), pauseMs);
  }

  #slice(): () => boolean {
    const end = this.#clock.now() + sliceMs;
    return () => this.#clock.now() >= end;
  }
}
