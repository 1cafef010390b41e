import { join } from 'node:path';
import { openedCgroups } from '../cgroup/folder.js';
import { atHostExit } from '../node/host-exit.js';
import { bootId, stillRuns } from '../proc/birth.js';
import type { TrackedTree, TreeRegistry } from '../spawn/tree-registry.js';
import { Journal } from './journal.js';
import { type JournalRecord, readJournal } from './journal-file.js';
import { endRecordedTrees, type Leftover } from './leftovers.js';
import { Reaper } from './reaper.js';

/** What is to catch the children when this program falls. */
export interface SafetyNetParts {
  /** The word that marks everything that this run starts. */
  readonly runId: string;
  /** Whether a reaper waits beside us. */
  readonly reaper: boolean;
  /** The folder of the journal; undefined keeps none. */
  readonly journal: string | undefined;
  /** Notified, in a sentence, of what is missing. */
  readonly complain: (text: string) => void;
}

/**
 * Ensures that no tree outlives this program for long: the exit of the program ends them itself, a reaper where it has none, and
 * the journal at the next start.
 */
export class SafetyNet implements TreeRegistry {
  /** What the last run left behind and was ended now. */
  readonly leftovers: readonly Leftover[];
  readonly #journal: Journal | undefined;
  readonly #reaper: Reaper | undefined;
  readonly #living = new Map<TrackedTree, () => void>();
  #atExit: Disposable | undefined;

  /** Ends what the last run left behind, which takes up to some seconds where it resists, and then stretches the net. */
  constructor({ runId, reaper, journal, complain }: SafetyNetParts) {
    const file = journal === undefined ? undefined : join(journal, 'journal.json');
    const last = file === undefined ? undefined : readLast(file, complain);
    const isTaken = last !== undefined && stillRuns(last.watchdog);
    if (isTaken) complain(`no journal is kept: the watchdog with pid ${last.watchdog.pid} keeps one in the same folder`);
    this.leftovers = last === undefined || isTaken || last.watchdog.bootId !== bootId() ? [] : endRecordedTrees(last);
    this.#journal = file === undefined || isTaken ? undefined : new Journal(file, runId, complain);
    this.#reaper = reaper ? new Reaper(runId, complain) : undefined;
  }

  starting(): void {
    this.#reaper?.starting();
  }

  spawned(tree: TrackedTree, kill: () => void): void {
    this.#atExit ??= atHostExit(() => {
      for (const killTree of this.#living.values()) killTree();
    });
    this.#living.set(tree, kill);
    this.#reaper?.spawned(tree);
    this.#journal?.spawned(tree);
  }

  gone(tree: TrackedTree): void {
    this.#living.delete(tree);
    this.#reaper?.gone(tree);
    this.#journal?.gone(tree);
  }

  /** Takes it down after a shutdown. */
  close(allEnded: boolean): void {
    this.#living.clear();
    this.#atExit?.[Symbol.dispose]();
    this.#reaper?.quit();
    openedCgroups()?.tidy();
    this.#journal?.close(allEnded);
  }
}

function readLast(file: string, complain: (text: string) => void): JournalRecord | undefined {
  try {
    return readJournal(file);
  } catch (error) {
    complain(`the journal of the last run is ignored: ${(error as Error).message}`);
    return undefined;
  }
}
