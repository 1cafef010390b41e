import { type FSWatcher, readFileSync, statSync, watch } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ExitFact } from '../../policy/restart/exit.js';
import { monotonicMs } from '../node/clock.js';
import { ownCgroup } from './hierarchy.js';

/** A kill is noticed when a process has ended of it, within so many milliseconds. */
const reportMs = 1000;

/** How old a count may be when a process is started, in milliseconds. */
const freshMs = 200;

/** The exit code of a shell whose program was killed. */
const killedCode = 137;

/** Where the system counts its kills; tests give files of their own. */
interface OomFiles {
  /** The control group that this program is in; undefined where there is none. */
  readonly own: string | undefined;
  /** Counts those of the whole machine. */
  readonly machine: string;
}

/**
 * Reports whether a process that ended by SIGKILL was killed by the system, which was out of memory. The system counts such kills for
 * each control group whose memory is accounted for, with all below it, and for the whole machine.
 */
export class OomKills {
  readonly #file: string | undefined;
  /** Whether only what we started, and what is beside it in our group, is counted. */
  readonly #isOfGroup: boolean;
  #watcher: FSWatcher | undefined;
  #last: number | undefined;
  #readAt = Number.NEGATIVE_INFINITY;
  #roseAt = Number.NEGATIVE_INFINITY;

  constructor({ own, machine }: OomFiles = { own: ownCgroup(), machine: '/proc/vmstat' }) {
    const events = own === undefined ? undefined : nearestEvents(own);
    this.#isOfGroup = events !== undefined;
    this.#file = events ?? machine;
  }

  /** To be called when a process is started. */
  note(): void {
    if (this.#isOfGroup) this.#watch();
    // Many are started at once.
    if (monotonicMs() - this.#readAt >= freshMs) this.#read();
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
    if (this.#last === undefined) return undefined;
    this.#read();
    const isRecent = monotonicMs() - this.#roseAt < reportMs;
    if (!isRecent) return false;
    // One on the machine at this time may have been any.
    return this.#isOfGroup && this.#watcher !== undefined ? true : undefined;
  }

  #read(): void {
    this.#readAt = monotonicMs();
    const count = this.#file === undefined ? undefined : countIn(this.#file);
    if (count !== undefined && this.#last !== undefined && count > this.#last) this.#roseAt = monotonicMs();
    this.#last = count ?? this.#last;
  }

  /** So that the moment of a kill is known. */
  #watch(): void {
    if (this.#watcher !== undefined || this.#file === undefined) return;
    try {
      this.#watcher = watch(this.#file, () => this.#read()).unref();
      this.#watcher.on('error', () => {});
    } catch {
      // The system has no watch left.
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
