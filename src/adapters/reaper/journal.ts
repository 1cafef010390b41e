import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { CgroupPlace } from '../cgroup/folder.js';
import { ownBirth } from '../proc/birth.js';
import type { TrackedTree, TreeRegistry } from '../spawn/tree-registry.js';
import { type JournalRecord, removeJournal, replaceJournal, writeJournal } from './journal-file.js';

/** Milliseconds between two checks whether the file is there and complete: a disk that was full may have room again. */
const checkMs = 5000;

/**
 * Keeps a file that names all trees that are alive, written at most once in a turn of the event loop and never while one is being
 * written. The folder of the control groups is written at once: what wiped its environment is found by nothing else.
 */
export class Journal implements Omit<TreeRegistry, 'starting'> {
  readonly #file: string;
  readonly #head: Omit<JournalRecord, 'trees'>;
  readonly #complain: (text: string) => void;
  readonly #trees = new Set<TrackedTree>();
  #cgroups: CgroupPlace | undefined;
  #scheduled: NodeJS.Immediate | undefined;
  #writing: Promise<void> | undefined;
  readonly #check: NodeJS.Timeout;
  /** Whether the file lacks something, since it could not be written. */
  #isBehind = false;
  #closed = false;
  #hasComplained = false;

  /**
   * Writes the run's id and the machine's boot at once, before anything can be spawned.
   * @param complain given the first time that it cannot be written
   * @param everyMs how often a file that could not be written, or was removed, is written again
   */
  constructor(file: string, runId: string, complain: (text: string) => void, everyMs = checkMs) {
    this.#file = file;
    this.#head = { version: 1, runId, watchdog: ownBirth() };
    this.#complain = complain;
    this.#writeNow();
    this.#check = setInterval(() => this.#restore(), everyMs).unref();
  }

  spawned(tree: TrackedTree): void {
    this.#trees.add(tree);
    const { cgroups = this.#cgroups } = tree;
    const isNew = cgroups?.inode !== this.#cgroups?.inode;
    this.#cgroups = cgroups;
    if (isNew) this.#writeNow();
    else this.#writeSoon();
  }

  gone(tree: TrackedTree): void {
    // What is gone may be in the file until the next spawn: nobody touches a pid whose start time is another.
    this.#trees.delete(tree);
  }

  /** Removes the file; where something could not be ended it stays, and the next run may have more luck. */
  close(allEnded: boolean): void {
    this.#closed = true;
    clearImmediate(this.#scheduled);
    clearInterval(this.#check);
    this.#writeNow();
    if (!allEnded) return;
    try {
      removeJournal(this.#file);
    } catch (error) {
      this.#failed(error);
    }
  }

  #writeSoon(): void {
    if (this.#writing !== undefined || this.#closed) return;
    this.#scheduled ??= setImmediate(() => void this.#writeAll());
  }

  /** Writes it again where it is not what it should be, and its folder is there. */
  #restore(): void {
    if (!this.#isBehind && existsSync(this.#file)) return;
    if (existsSync(dirname(this.#file))) this.#writeSoon();
  }

  /** Off the main thread, which a slow disk must not hold up; what changed meanwhile is written next. */
  async #writeAll(): Promise<void> {
    this.#scheduled = undefined;
    const trees = new Set(this.#trees);
    const cgroups = this.#cgroups;
    const isStale = (): boolean => this.#closed || this.#cgroups !== cgroups;
    this.#writing = replaceJournal(this.#file, this.#record(trees), isStale);
    try {
      await this.#writing;
      this.#isBehind = false;
    } catch (error) {
      this.#failed(error);
    }
    this.#writing = undefined;
    if ([...this.#trees].some((tree) => !trees.has(tree))) this.#writeSoon();
  }

  #writeNow(): void {
    try {
      writeJournal(this.#file, this.#record(this.#trees));
      this.#isBehind = false;
    } catch (error) {
      this.#failed(error);
    }
  }

  #record(kept: ReadonlySet<TrackedTree>): JournalRecord {
    const trees = [...kept].map(({ mark, pid, startTime, scope }) => ({ mark, pid, startTime, scope }));
    return { ...this.#head, trees, ...(this.#cgroups === undefined ? {} : { cgroups: this.#cgroups }) };
  }

  #failed(error: unknown): void {
    this.#isBehind = true;
    if (!this.#hasComplained) this.#complain(`the journal cannot be written: ${(error as Error).message}`);
    this.#hasComplained = true;
  }
}
