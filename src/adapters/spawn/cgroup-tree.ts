import type { TreeMember } from '../../ports/spawner.js';
import type { Cgroup } from '../cgroup/cgroup.js';
import type { ProcessRow } from '../proc/ps.js';
import { findProcess } from '../proc/table.js';
import { sendSignal, sendToGroups, type Tree } from './tree.js';

/** How long an end is waited for without a word of the system before it is asked, in milliseconds; without a watch it is asked often. */
const backstopMs = 1000;
const withoutWatchMs = [2, 4, 8, 16, 32, 64, 100];

const killAgainMs = 100;

/** Milliseconds after a signal to its process group in which the rest of a tree is signalled, where there is any. */
const restMs = 5;

/** What a tree in a control group is made of. */
export interface CgroupTreeParts {
  /** The pid of the child, which leads its process group. */
  readonly pid: number;
  readonly cgroup: Cgroup;
  /** Watches the tree in the other way, for a child that could not enter its group. */
  readonly withoutCgroup: () => Tree;
  /** Called once, never from inside a method of this object, when nothing of it is left. */
  readonly gone: () => void;
}

/** The tree of one child as the system keeps it: all that lives in its control group. The system notifies when that is empty. */
export class CgroupTree implements Tree {
  readonly #parts: CgroupTreeParts;
  #entered = false;
  /** Whether all of it is known to be gone. */
  #isEmpty = false;
  /** What took over for a child that did not enter. */
  #other: Tree | undefined;
  #exited = false;
  #finished = false;
  #polls = 0;
  #watch: Disposable | undefined;
  #soon: NodeJS.Immediate | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: CgroupTreeParts) {
    this.#parts = parts;
  }

  get members(): readonly TreeMember[] {
    return this.#takenOver()?.members ?? this.#rows();
  }

  scan(): readonly ProcessRow[] {
    return this.#takenOver()?.scan() ?? this.#rows();
  }

  hidden(): readonly TreeMember[] {
    return this.#takenOver()?.hidden() ?? [];
  }

  get isExact(): boolean {
    return this.#takenOver() === undefined;
  }

  signal(signal: NodeJS.Signals): void {
    if (this.#finished) return;
    const hasGroup = !this.#exited && this.#other === undefined;
    // A child that was not waited for yet keeps the number of its group. It may not be in the control group yet.
    if (hasGroup) sendSignal(-this.#parts.pid, signal);
    // Nothing that left the group can leave the control group. Most trees are gone before it would be scanned, and need no scan.
    if (hasGroup && signal !== 'SIGKILL') setTimeout(() => this.#signalRestLater(signal), restMs);
    else this.#signalRest(signal, hasGroup);
  }

  send(signal: NodeJS.Signals): void {
    if (this.#finished) return;
    const other = this.#takenOver();
    if (other !== undefined) other.send(signal);
    else if (this.#exited) sendToGroups(this.#rows(), signal);
    else sendSignal(-this.#parts.pid, signal);
  }

  abandon(): void {
    this.#other?.abandon();
    this.#finish();
  }

  exited(): void {
    this.#exited = true;
    this.#takenOver()?.exited();
    this.#pollSoon();
  }

  /** Once the exits are dealt with that came while others got their signals: a tree that is gone needs no scan. */
  #signalRestLater(signal: NodeJS.Signals): void {
    setImmediate(() => {
      this.#poll();
      this.#signalRest(signal, true);
    });
  }

  /** @param hadGroup whether the signal was sent to the child's group */
  #signalRest(signal: NodeJS.Signals, hadGroup: boolean): void {
    if (this.#finished) return;
    const other = this.#takenOver();
    if (other !== undefined) {
      other.signal(signal);
      return;
    }
    if (signal !== 'SIGKILL') this.#signalMembers(signal, hadGroup);
    else if (!this.#parts.cgroup.kill()) this.#killLater();
    if (this.#exited) this.#pollLater();
  }

  #signalMembers(signal: NodeJS.Signals, hadGroup: boolean): void {
    const { pid } = this.#parts;
    const rows = this.#rows();
    if (!hadGroup && rows.some((row) => row.group === pid)) sendSignal(-pid, signal);
    for (const row of rows) if (row.group !== pid) sendSignal(row.pid, signal);
    // A stopped process cannot act on its signal before it goes on.
    for (const row of rows) if (row.runState === 'T') sendSignal(row.pid, 'SIGCONT');
  }

  /** The system did not let us write, as without a free file descriptor. */
  #killLater(): void {
    setTimeout(() => {
      if (!this.#finished && !this.#parts.cgroup.kill()) this.#killLater();
    }, killAgainMs);
  }

  #rows(): readonly ProcessRow[] {
    if (this.#finished) return [];
    try {
      return this.#parts.cgroup.pids().flatMap((pid) => findProcess(pid) ?? []);
    } catch {
      return []; // The system does not let us read it now.
    }
  }

  /** Undefined as long as the control group is what counts. */
  #takenOver(): Tree | undefined {
    if (this.#entered || this.#other !== undefined) return this.#other;
    const { cgroup, withoutCgroup } = this.#parts;
    if (cgroup.isPopulated) this.#entered = true;
    else if (cgroup.entryFailed) this.#other = withoutCgroup();
    // It has entered and left it, since it is waited for and there is no sign; nothing else enters.
    else if (this.#exited) [this.#entered, this.#isEmpty] = [true, true];
    return this.#other;
  }

  #poll(): void {
    if (this.#finished || !this.#exited || this.#takenOver() !== undefined) return;
    if (this.#isPopulated()) {
      this.#pollLater();
      return;
    }
    this.#finish();
    this.#parts.gone();
  }

  #isPopulated(): boolean {
    const { cgroup } = this.#parts;
    if (this.#isEmpty || !cgroup.isPopulated) return false;
    if (this.#watch !== undefined) return true;
    // Asked again once it is watched, so that no end falls in between.
    this.#watch = cgroup.watch(() => this.#pollSoon());
    return cgroup.isPopulated;
  }

  #pollSoon(): void {
    this.#soon ??= setImmediate(() => {
      this.#soon = undefined;
      this.#poll();
    });
  }

  #pollLater(): void {
    clearTimeout(this.#timer);
    const delay = this.#watch === undefined ? withoutWatchMs[Math.min(this.#polls, withoutWatchMs.length - 1)] : backstopMs;
    this.#polls += 1;
    this.#timer = setTimeout(() => this.#poll(), delay);
  }

  #finish(): void {
    this.#finished = true;
    this.#watch?.[Symbol.dispose]();
    clearImmediate(this.#soon);
    clearTimeout(this.#timer);
  }
}
