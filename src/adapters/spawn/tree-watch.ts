import type { TreeMember } from '../../ports/spawner.js';
import { hiddenSince, stillAlive } from '../proc/hidden.js';
import { forgetTree, isSurelyGone, type KnownTree, membersIn, type TreeIdentity, trackTree } from '../proc/members.js';
import type { ProcessRow } from '../proc/ps.js';
import type { ProcessTable } from '../proc/table.js';
import { forgetTable, tableOfThisTurn, withNextTable } from '../proc/table-cache.js';
import { sendSignal, sendToGroups, type Tree } from './tree.js';

/** Milliseconds between two polls while something is being ended: quick at first, since most things end at once. */
const pollDelays = [2, 4, 8, 16, 32, 64, 100];

/** Milliseconds between two polls of what a launcher has left alive. */
const daemonPollMs = 1000;

/** So many polls in a row find nothing before nothing is left: one can miss what forks, leaves its session and exits again and again. */
const emptyPolls = 3;

/** So many polls in a row do without being sure, as where other programs come and go all the time. */
const unsurePolls = 30;

/** Signals the tree of one child and notices when nothing of it is left. Linux notifies nobody when a grandchild ends, so it polls. */
export class TreeWatch implements Tree {
  readonly isExact = false;
  readonly #pid: number;
  readonly #tree: KnownTree;
  readonly #gone: () => void;
  #timer: NodeJS.Timeout | undefined;
  #polls = 0;
  #exited = false;
  #firstPollPending = false;
  #signalAtPoll: NodeJS.Signals | undefined;
  #finished = false;
  #members: readonly ProcessRow[] = [];
  #hidden: readonly ProcessRow[] = [];
  #empty = 0;
  /** How many of them were sure. */
  #surelyGone = 0;
  /** Whether anything was signalled: what lives on without that is a daemon, which may take its time. */
  #wasSignalled = false;
  /** Those that were sent SIGKILL, by pid and start; undefined until it was wanted. From then on every poll sends it. */
  #killed: Set<string> | undefined;

  /** @param gone called once, never from inside a method of this object */
  constructor(identity: TreeIdentity, gone: () => void) {
    this.#pid = identity.pid;
    this.#tree = trackTree(identity);
    this.#gone = gone;
  }

  /** What was alive at the last poll; once SIGKILL was sent, what has survived it. */
  get members(): readonly TreeMember[] {
    return this.#members;
  }

  scan(): readonly ProcessRow[] {
    forgetTable();
    return membersIn(tableOfThisTurn(), this.#tree);
  }

  /** Signals the group and every other member that is alive now; at the exit of the child, those that the first poll finds. */
  signal(signal: NodeJS.Signals): void {
    if (this.#finished) return;
    if (this.#firstPollPending) {
      // What follows from the exit is more urgent than a scan of the whole system, which comes in this turn anyway.
      this.#wasSignalled = true;
      this.#signalAtPoll = signal;
      return;
    }
    this.#polls = 0;
    this.#wasSignalled = true;
    this.#send(signal);
  }

  send(signal: NodeJS.Signals): void {
    if (this.#finished) return;
    if (this.#exited) sendToGroups(this.#pollNow(), signal);
    else sendSignal(-this.#pid, signal);
  }

  #send(signal: NodeJS.Signals): void {
    // First, since the signal cuts what ties those that left the group to the child.
    const members = this.#pollNow();
    if (signal === 'SIGKILL') this.#members = this.#survivors(members);
    // A child that is not reaped yet keeps its group's number, also one too young for the table of this turn.
    if (!this.#exited || members.some((row) => row.group === this.#pid)) sendSignal(-this.#pid, signal);
    for (const row of members) if (row.group !== this.#pid) sendSignal(row.pid, signal);
    // A stopped process cannot act on its signal before it goes on.
    if (signal !== 'SIGKILL') for (const row of members) if (row.runState === 'T') sendSignal(row.pid, 'SIGCONT');
    this.#pollLater();
  }

  /** What is alive now; as it was at the last poll, where the system does not let us read it, as without a free file descriptor. */
  #pollNow(): readonly ProcessRow[] {
    try {
      this.#members = membersIn(tableOfThisTurn(), this.#tree);
    } catch {
      // The poll that follows every signal tries again.
    }
    return this.#members;
  }

  /** Those that were sent SIGKILL before, at an earlier poll, and are still there; all are remembered. */
  #survivors(members: readonly ProcessRow[]): readonly ProcessRow[] {
    const earlier = this.#killed ?? new Set();
    const keyOf = ({ pid, startTime }: ProcessRow): string => `${pid} ${startTime}`;
    this.#killed = new Set(members.map(keyOf));
    return members.filter((member) => earlier.has(keyOf(member)));
  }

  hidden(): readonly TreeMember[] {
    return stillAlive(this.#hidden);
  }

  /** Stops polling. */
  abandon(): void {
    this.#finish();
  }

  #finish(): void {
    this.#finished = true;
    this.#cancel();
    forgetTree(this.#tree);
  }

  /** The child itself has ended: from now on an empty tree means gone. */
  exited(): void {
    this.#exited = true;
    this.#firstPollPending = true;
    this.#polls = 0;
    this.#cancel();
    withNextTable((table) => this.#poll(table));
  }

  #poll(table: ProcessTable): void {
    if (this.#finished) return;
    let isSure: boolean;
    try {
      this.#members = membersIn(table, this.#tree);
      isSure = isSurelyGone(table, this.#tree);
    } catch {
      this.#pollLater(); // That we cannot read it does not mean that anything is gone.
      return;
    }
    this.#firstPollPending = false;
    const isEmpty = this.#members.length === 0;
    this.#empty = isEmpty ? this.#empty + 1 : 0;
    this.#surelyGone = isEmpty ? this.#surelyGone + Number(isSure) : 0;
    if (this.#exited && (this.#surelyGone >= emptyPolls || this.#empty >= unsurePolls)) {
      this.#hidden = hiddenSince(this.#tree.identity.startTime, table);
      this.#finish();
      this.#gone();
      return;
    }
    const signal = this.#signalAtPoll;
    this.#signalAtPoll = undefined;
    // What a fork has saved from the last SIGKILL gets this one.
    const again = this.#killed === undefined || this.#members.length === 0 ? undefined : 'SIGKILL';
    if (signal === undefined && again === undefined) this.#pollLater();
    else this.#send(signal ?? 'SIGKILL');
  }

  #pollLater(): void {
    this.#cancel();
    const usual = pollDelays[Math.min(this.#polls, pollDelays.length - 1)];
    const isDaemon = this.#exited && !this.#wasSignalled && this.#polls > pollDelays.length;
    const delay = this.#empty > 0 ? 1 : isDaemon ? daemonPollMs : usual;
    this.#polls += 1;
    this.#timer = setTimeout(() => withNextTable((table) => this.#poll(table)), delay);
  }

  #cancel(): void {
    clearTimeout(this.#timer);
  }
}
