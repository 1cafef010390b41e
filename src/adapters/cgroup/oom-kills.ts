import { type FSWatcher, readFileSync, statSync, watch } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ExitFact } from '../../policy/restart/exit.js';
import { monotonicMs } from '../node/clock.js';
import { ownCgroup, ownMemoryGroup } from './hierarchy.js';

/** A kill is noticed when a process has ended of it, within so many milliseconds. */
const reportMs = 1000;

/** How old a count may be when a process is started, in milliseconds. */
const freshMs = 200;

/** The exit code of a shell whose program was killed. */
const killedCode = 137;

/** Where the system counts its kills; tests give files of their own. */
interface OomFiles {
  /** The control group (version 2) that this program is in; undefined where there is none. */
  readonly own: string | undefined;
  /** That of version 1 in which its memory is counted; undefined where there is none. */
  readonly ownMemory: string | undefined;
  /** Counts those of the whole machine. */
  readonly machine: string;
}

/**
 * Reports whether a process that ended by SIGKILL was killed by the system, which was out of memory. The system counts such kills for
 * each control group whose memory is accounted for, in version 2 with all below it, and for the whole machine.
 */
export class OomKills {
  /** Only what we started, and what is beside it in our group. */
  readonly #group: KillCount | undefined;
  /** Undefined where the group has all that may be ours. */
  readonly #machine: KillCount | undefined;

  constructor(
    { own, ownMemory, machine }: OomFiles = { own: ownCgroup(), ownMemory: ownMemoryGroup(), machine: '/proc/vmstat' },
  ) {
    const events = own === undefined ? undefined : nearestEvents(own);
    const control = ownMemory === undefined ? undefined : join(ownMemory, 'memory.oom_control');
    if (events !== undefined) this.#group = new KillCount(events, 'reported');
    // Nothing is counted for groups below, into which a child may have been moved.
    else if (control !== undefined && countIn(control) !== undefined) this.#group = new KillCount(control, 'polled');
    if (events === undefined) this.#machine = new KillCount(machine, 'read', this.#group && control);
  }

  /** To be called when a process is started. */
  note(): void {
    this.#group?.note();
    this.#machine?.note();
  }

  /**
   * An exit that has come just now, with what the counts report of it.
   * @param group the folder of its own control group, where it has one
   */
  judge(exit: ExitFact, group: string | undefined): ExitFact {
    if (exit.signal !== 'SIGKILL' && exit.code !== killedCode) return exit;
    const outOfMemory = this.#killed(group);
    return outOfMemory === undefined ? exit : { ...exit, outOfMemory };
  }

  #killed(group: string | undefined): boolean | undefined {
    // Counted from its beginning, and of nothing else.
    const own = group === undefined ? undefined : countIn(join(group, 'memory.events'));
    if (own !== undefined) return own > 0;
    const inGroup = this.#group?.hasRisen();
    // Each is that of one process.
    if (inGroup === true) return this.#group?.claim() === true ? true : undefined;
    if (this.#machine === undefined) return inGroup;
    // One on the machine at this time may have been any.
    return this.#machine.hasRisen() === false ? false : undefined;
  }
}

/** A count of kills in a file of the system's, and when it rose last. */
class KillCount {
  readonly #file: string;
  readonly #how: 'reported' | 'polled' | 'read';
  readonly #without: string | undefined;
  #notice: FSWatcher | NodeJS.Timeout | undefined;
  #last: number | undefined;
  #readAt = Number.NEGATIVE_INFINITY;
  #roseAt = Number.NEGATIVE_INFINITY;
  /** Kills of this moment that no end was taken for. */
  #unclaimed = 0;

  /**
   * @param how the moment of a kill is known: the system reports it, it is polled, or it is only read when a process ends
   * @param without a file with what is counted in this one too, and is to be left out
   */
  constructor(file: string, how: 'reported' | 'polled' | 'read', without?: string) {
    this.#file = file;
    this.#how = how;
    this.#without = without;
  }

  /** Takes one of the kills of this moment for an end; false where all are taken, or their moment is not known. */
  claim(): boolean {
    if (this.#notice === undefined || this.#unclaimed === 0) return false;
    this.#unclaimed -= 1;
    return true;
  }

  note(): void {
    this.#notice ??= this.#open();
    // Many are started at once.
    if (monotonicMs() - this.#readAt >= freshMs) this.#read();
  }

  /** Whether it rose just now; undefined where the system does not count. */
  hasRisen(): boolean | undefined {
    if (this.#last === undefined) return undefined;
    this.#read();
    return monotonicMs() - this.#roseAt < reportMs;
  }

  #read(): void {
    this.#readAt = monotonicMs();
    const all = countIn(this.#file);
    const count = all === undefined || this.#without === undefined ? all : all - (countIn(this.#without) ?? 0);
    if (count === undefined) return;
    const rise = count - (this.#last ?? count);
    this.#last = count;
    if (rise <= 0) return;
    if (this.#readAt - this.#roseAt >= reportMs) this.#unclaimed = 0;
    this.#roseAt = this.#readAt;
    this.#unclaimed += rise;
  }

  #open(): FSWatcher | NodeJS.Timeout | undefined {
    if (this.#how === 'polled') return setInterval(() => this.#read(), reportMs).unref();
    if (this.#how === 'read') return undefined;
    try {
      return watch(this.#file, () => this.#read())
        .on('error', () => {})
        .unref();
    } catch {
      return undefined; // The system has no watch left.
    }
  }
}

let system: OomKills | undefined;

/** That of this machine, opened when it is first asked for. */
export function systemOomKills(): OomKills {
  system ??= new OomKills();
  return system;
}

function nearestEvents(group: string): string | undefined {
  for (let folder = group; folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, 'memory.events');
    if (statSync(file, { throwIfNoEntry: false }) !== undefined) return file;
  }
  return undefined;
}

function countIn(file: string): number | undefined {
  try {
    const count = /^oom_kill (\d+)$/m.exec(readFileSync(file, 'latin1'))?.[1];
    return count === undefined ? undefined : Number(count);
  } catch {
    return undefined;
  }
}
