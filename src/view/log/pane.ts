import type { PaneView } from '../state/log.js';
import { LineIndex } from './line-index.js';
import { type LineList, type LineSource, ListFrom } from './line-source.js';
import { allOf, type LineTest, parseFilter, parseSearch } from './line-test.js';
import type { PaneRows } from './pane-rows.js';

/** What a pane asks of its log. */
export interface PaneQuery extends Pick<PaneView, 'filter' | 'stderrOnly' | 'clearedTo'> {
  /** What is searched for; empty where nothing is. */
  readonly search: string;
}

/** The log of one pane: what it lists, and what is found in it. */
export class PaneLog {
  readonly source: LineSource;
  readonly rows: PaneRows;
  #query: PaneQuery | undefined;
  #list: LineList;
  #filtered: LineIndex | undefined;
  #hits: LineIndex | undefined;
  #search: LineTest | undefined;
  #filterProblem: string | undefined;
  #searchProblem: string | undefined;

  constructor(source: LineSource, rows: PaneRows) {
    this.source = source;
    this.rows = rows;
    this.#list = source;
  }

  /** What it lists. */
  get list(): LineList {
    return this.#list;
  }

  /** The lines with what is searched for, among those that are listed; undefined where nothing is searched for. */
  get hits(): LineIndex | undefined {
    return this.#hits;
  }

  /** What is searched for. */
  get search(): LineTest | undefined {
    return this.#search;
  }

  /** What is wrong with the filter, and with the search. */
  get problems(): { readonly filter: string | undefined; readonly search: string | undefined } {
    return { filter: this.#filterProblem, search: this.#searchProblem };
  }

  /** How much of the log was searched for the list, from 0 to 1. */
  get progress(): number {
    return Math.min(this.source.progress, this.#filtered?.progress ?? 1);
  }

  /** Whether all was searched that is to be. */
  get isComplete(): boolean {
    return this.source.isComplete && (this.#filtered?.isComplete ?? true) && (this.#hits?.isComplete ?? true);
  }

  /** Changes whenever what the pane shows may have changed. */
  get revision(): string {
    return `${this.source.revision} ${this.#filtered?.revision ?? ''} ${this.#hits?.revision ?? ''}`;
  }

  /** Lists and searches for what is asked from now on. Returns whether that is another than before. */
  query(query: PaneQuery): boolean {
    const before = this.#query;
    const { filter, stderrOnly, clearedTo, search } = query;
    const isSameList = before?.filter === filter && before.stderrOnly === stderrOnly && before.clearedTo === clearedTo;
    if (isSameList && before.search === search) return false;
    this.#query = query;
    const filtered = parseFilter(filter);
    const searched = parseSearch(search);
    this.#filterProblem = filtered.ok ? undefined : filtered.problem;
    this.#searchProblem = searched.ok ? undefined : searched.problem;
    const filterTest = filtered.ok ? filtered.test : undefined;
    this.#search = searched.ok ? searched.test : undefined;
    const lines = { stderrOnly, fromSeq: clearedTo };
    if (!isSameList) {
      const isFiltered = filterTest !== undefined || stderrOnly;
      this.#filtered = isFiltered ? new LineIndex(this.source, { ...lines, test: filterTest }) : undefined;
      this.#list = this.#filtered ?? (clearedTo === 0 ? this.source : new ListFrom(this.source, clearedTo));
    }
    const tests = [filterTest, this.#search].flatMap((test) => test ?? []);
    this.#hits = this.#search && new LineIndex(this.source, { ...lines, test: allOf(tests) });
    return true;
  }

  /** Searches on, until all was searched or the time is over. */
  step(isSpent: () => boolean): void {
    this.source.refresh(isSpent);
    this.#filtered?.step(isSpent);
    this.#hits?.step(isSpent);
  }
}
