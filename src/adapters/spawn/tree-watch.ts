import type { TreeMember } from '../../ports/spawner.js';
import { ChildTree, type TreeIdentity } from '../proc/child-tree.js';
import type { ProcessRow } from '../proc/ps.js';
import type { ProcessTable } from '../proc/table.js';
import { tableOfThisTurn, withNextTable } from '../proc/table-cache.js';

/** Milliseconds between two looks while something is being ended: quick at first, since most things end at once. */
const lookDelays = [2, 4, 8, 16, 32, 64, 100];

/** Signals the tree of one child and notices when nothing of it is left. Linux tells nobody when a grandchild ends, so it looks. */
export class TreeWatch {
  readonly #pid: number;
  readonly #tree: ChildTree;
  readonly #gone: () => void;
  #timer: NodeJS.Timeout | undefined;
  #looks = 0;
  #exited = false;
  #firstLookPending = false;
  #signalAtLook: NodeJS.Signals | undefined;
  #finished = false;
  #members: readonly ProcessRow[] = [];

  /** @param gone called once, never from inside a method of this object */
  constructor(identity: TreeIdentity, gone: () => void) {
    this.#pid = identity.pid;
    this.#tree = new ChildTree(identity);
    this.#gone = gone;
  }

  /** What was alive at the last look. */
  get members(): readonly TreeMember[] {
    return this.#members;
  }

  /** Signals the group and every other member that is alive now; at the exit of the child, those that the first look finds. */
  signal(signal: NodeJS.Signals): void {
    if (this.#finished) return;
    if (this.#firstLookPending) {
      // What follows from the exit is more urgent than a look at the whole system, which comes in this turn anyway.
      this.#signalAtLook = signal;
      return;
    }
    this.#send(signal);
  }

  #send(signal: NodeJS.Signals): void {
    // First, since the signal cuts what ties those that left the group to the child.
    const members = this.#lookNow();
    // A child that is not reaped yet keeps its group's number, also one too young for the table of this turn.
    if (!this.#exited || members.some((row) => row.group === this.#pid)) send(-this.#pid, signal);
    for (const row of members) if (row.group !== this.#pid) send(row.pid, signal);
    // A stopped process cannot act on its signal before it goes on.
    if (signal !== 'SIGKILL') for (const row of members) if (row.runState === 'T') send(row.pid, 'SIGCONT');
    this.#looks = 0;
    this.#lookLater();
  }

  /** What is alive now; as it was at the last look, where the system does not let us look, as without a free file descriptor. */
  #lookNow(): readonly ProcessRow[] {
    try {
      this.#members = this.#tree.members(tableOfThisTurn());
    } catch {
      // The look that follows every signal tries again.
    }
    return this.#members;
  }

  /** Looks no longer. */
  abandon(): void {
    this.#finished = true;
    this.#cancel();
  }

  /** The child itself has ended: from now on an empty tree means gone. */
  exited(): void {
    this.#exited = true;
    this.#firstLookPending = true;
    this.#looks = 0;
    this.#cancel();
    withNextTable((table) => this.#look(table));
  }

  #look(table: ProcessTable): void {
    if (this.#finished) return;
    try {
      this.#members = this.#tree.members(table);
    } catch {
      this.#lookLater(); // Nobody is gone because we cannot look.
      return;
    }
    this.#firstLookPending = false;
    if (this.#exited && this.#members.length === 0) {
      this.#finished = true;
      this.#cancel();
      this.#gone();
      return;
    }
    const signal = this.#signalAtLook;
    this.#signalAtLook = undefined;
    if (signal === undefined) this.#lookLater();
    else this.#send(signal);
  }

  #lookLater(): void {
    this.#cancel();
    const delay = lookDelays[Math.min(this.#looks, lookDelays.length - 1)];
    this.#looks += 1;
    this.#timer = setTimeout(() => withNextTable((table) => this.#look(table)), delay);
  }

  #cancel(): void {
    clearTimeout(this.#timer);
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended a moment ago, or belongs to another user; the next look shows which.
  }
}
