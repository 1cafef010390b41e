import { close, open, readFileSync, write } from 'node:fs';
import { join } from 'node:path';
import { monotonicMs } from '../node/clock.js';
import { isShortage } from '../node/shortage.js';
import { ownCgroup } from './hierarchy.js';

/** A first move takes up to two grace periods of the kernel, of some 8 ms each; so long before a start the first one is made. */
const leadMs = 20;

/** How often a move is made from then on, so that the kernel stays as it is. */
const everyMs = 3;

/** How long moves stay cheap after a start was due, since the child enters its group a little later. */
const lingerMs = 30;

/** What is further away than a timer can be set for is not prepared. */
const longestMs = 2 ** 31 - 1;

/**
 * Keeps moves into control groups cheap around the time of a start. The first move after a while waits until every processor has
 * passed through the scheduler, one that follows within some milliseconds does not; the child would wait for it before its program
 * runs. So this program moves itself to where it is, off the main thread.
 * Source: rcu_sync_enter() in kernel/rcu/sync.c, which every write to cgroup.procs comes through.
 */
export class MoveWarmUp {
  readonly #group: () => string | undefined;
  readonly #place: () => string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #beginAt = Infinity;
  #endAt = 0;
  #isBusy = false;
  #isRefused = false;

  /**
   * @param group finds the folder of the control group that this program is in; undefined where there is none
   * @param place finds what the system calls its groups; undefined where it does not say, as without a free file descriptor
   */
  constructor(group: () => string | undefined = ownCgroup, place: () => string | undefined = ownPlace) {
    this.#group = group;
    this.#place = place;
  }

  /**
   * A child is to be started.
   * @param inMs milliseconds until then
   * @param withinMs how much later it may be, where something else has to be over first
   */
  expect(inMs: number, withinMs = 0): void {
    if (this.#isRefused || inMs > longestMs) return;
    const now = monotonicMs();
    this.#endAt = Math.max(this.#endAt, now + inMs + withinMs + lingerMs);
    const beginAt = now + Math.max(0, inMs - leadMs);
    if (this.#isBusy || beginAt >= this.#beginAt) return;
    this.#beginAt = beginAt;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#begin(), beginAt - now).unref();
  }

  #begin(): void {
    this.#beginAt = Infinity;
    const place = this.#place();
    const group = this.#group();
    if (group === undefined || place === undefined) return;
    this.#isBusy = true;
    open(join(group, 'cgroup.procs'), 'r+', (error, file) => {
      if (error === null) this.#move(file, place);
      else this.#end(!isShortage(error));
    });
  }

  #move(file: number, place: string): void {
    write(file, String(process.pid), (error) => {
      const goesOn = error === null && monotonicMs() < this.#endAt;
      if (goesOn) this.#timer = setTimeout(() => this.#moveAgain(file, place), everyMs).unref();
      else close(file, () => this.#end(error !== null));
    });
  }

  #moveAgain(file: number, place: string): void {
    // If we were moved meanwhile, that is respected.
    if (this.#place() === place) this.#move(file, place);
    else close(file, () => this.#end(false));
  }

  #end(isRefused: boolean): void {
    this.#isBusy = false;
    this.#isRefused ||= isRefused;
    const left = this.#endAt - monotonicMs();
    if (left > lingerMs) this.expect(Math.max(0, left - lingerMs));
  }
}

function ownPlace(): string | undefined {
  try {
    return readFileSync('/proc/self/cgroup', 'utf8');
  } catch {
    return undefined; // The child waits a little longer for its group, and that is all.
  }
}
