import type { ProcessConfig } from '../../config/schema/process-config.js';
import type { ProcessStateName } from '../../policy/process/lifecycle.js';
import { nextRun, type Schedule } from '../../policy/process/schedule.js';
import { sayMoment } from '../../policy/words/moment.js';
import type { Clock } from '../../ports/clock.js';
import type { ProcessRunner } from './runner.js';

/** What the schedules know of the processes, and do to them. */
export interface ScheduleParts {
  readonly clock: Clock;
  configOf(name: string): Pick<ProcessConfig, 'schedule'> | undefined;
  runnerOf(name: string): Pick<ProcessRunner, 'lifecycle' | 'dispatch' | 'start'> | undefined;
  /** Says something of a process, to the user and in its log. */
  said(name: string, text: string): void;
}

/**
 * The longest wait for a run without reading the clock: timers stand still while the machine is suspended, and the user may set
 * the clock.
 */
const longestWaitMs = 60_000;

/** The next run of a process. */
interface Due {
  /** By the clock, in milliseconds since 1970. */
  readonly at: number;
  /** What is due every so often is due by then whatever the clock was set to, on the monotonic clock; infinite for a time of day. */
  readonly by: number;
}

/** Runs processes by their schedules: one run at a time, and after a suspend of the machine one for all that were missed. */
export class Schedules {
  readonly #parts: ScheduleParts;
  readonly #due = new Map<string, Due>();
  #timer: Disposable | undefined;
  /** The clock at the last poll, or at a plan since: where it shows less at the next poll, it was set back. */
  #polledAt = 0;

  constructor(parts: ScheduleParts) {
    this.#parts = parts;
  }

  /** A process is to run by its schedule from now on. */
  begin(name: string): void {
    this.#plan(name, this.#parts.clock.wallTime());
    this.#announceNextRun(name);
  }

  /** A process starts, by its schedule or by hand. */
  starting(name: string): void {
    this.#plan(name, this.#parts.clock.wallTime());
  }

  /** The state of a process changed. */
  transitioned(name: string, to: ProcessStateName): void {
    if (to === 'stopped') this.#due.delete(name);
    else if (to === 'completed' || to === 'failed') this.#announceNextRun(name);
  }

  /** The processes have other configurations. */
  reconfigured(configs: readonly ProcessConfig[]): void {
    const byName = new Map(configs.map((config) => [config.name, config]));
    for (const name of this.#due.keys()) if (byName.get(name)?.schedule == null) this.#due.delete(name);
    for (const { name, schedule } of configs) {
      const runner = this.#parts.runnerOf(name);
      const phase = runner?.lifecycle.phase.name;
      if (schedule === null && phase === 'scheduled') void runner?.start();
      if (schedule !== null && (phase === 'scheduled' || (runner?.lifecycle.desired === 'up' && isOver(phase)))) this.begin(name);
    }
  }

  /** Runs nothing any more. */
  close(): void {
    this.#due.clear();
    this.#pollLater();
  }

  #scheduleOf(name: string): Schedule | null {
    return this.#parts.configOf(name)?.schedule ?? null;
  }

  #plan(name: string, from: number): void {
    this.#polledAt = Math.max(this.#polledAt, from);
    const schedule = this.#scheduleOf(name);
    const due = schedule === null ? undefined : nextRun(schedule, from);
    const by = schedule?.kind === 'every' ? this.#parts.clock.now() + schedule.everyMs : Number.POSITIVE_INFINITY;
    if (due === undefined) this.#due.delete(name);
    else this.#due.set(name, { at: due, by });
    this.#pollLater();
  }

  /** Notifies a resting process of its next run. */
  #announceNextRun(name: string): void {
    const due = this.#due.get(name);
    if (due !== undefined) this.#parts.runnerOf(name)?.dispatch({ type: 'schedule', runAt: due.at });
  }

  #poll(): void {
    const wall = this.#parts.clock.wallTime();
    const isBack = wall < this.#polledAt;
    this.#polledAt = wall;
    for (const [name, due] of [...this.#due]) {
      const schedule = this.#scheduleOf(name);
      const left = this.#leftOf(due, wall);
      if (left <= 0) this.#run(name, due.at, wall);
      else if (schedule?.kind === 'cron' && isBack && comesEarlier(schedule, due.at, wall)) this.begin(name);
      else this.#correct(name, due, wall);
    }
    this.#pollLater();
  }

  #run(name: string, due: number, wall: number): void {
    const runner = this.#parts.runnerOf(name);
    const isFree = runner?.lifecycle.phase.name === 'scheduled';
    // However many were missed, the next is after now.
    this.#plan(name, wall);
    if (isFree) runner?.dispatch({ type: 'due' });
    else this.#parts.said(name, `run at ${sayMoment(due, due)} skipped: the previous run is still running`);
  }

  /** Corrects how long a row still waits, where the clock and the time that passed have parted. */
  #correct(name: string, due: Due, wall: number): void {
    const left = this.#leftOf(due, wall);
    // The two clocks never agree to the millisecond.
    const at = due.at - wall - left > 1000 ? wall + left : due.at;
    this.#due.set(name, { ...due, at });
    const phase = this.#parts.runnerOf(name)?.lifecycle.phase;
    if (phase?.name !== 'scheduled') return;
    const drift = phase.dueAt - this.#parts.clock.now() - (at - wall);
    if (phase.at !== at || Math.abs(drift) > 1000) this.#announceNextRun(name);
  }

  /** Milliseconds to a run. */
  #leftOf({ at, by }: Due, wall: number): number {
    return Math.min(at - wall, by - this.#parts.clock.now());
  }

  #pollLater(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    if (this.#due.size === 0) return;
    const { clock } = this.#parts;
    const wall = clock.wallTime();
    const nextMs = Math.min(...[...this.#due.values()].map((due) => this.#leftOf(due, wall)));
    this.#timer = clock.setTimer(() => this.#poll(), Math.max(0, Math.min(nextMs, longestWaitMs)));
  }
}

function isOver(phase: string | undefined): boolean {
  return phase === 'completed' || phase === 'failed';
}

/**
 * Whether another run comes before the one that is due, as the clock was set back. Where that is by no more than two periods it is
 * waited for: no run of the day is made twice.
 */
function comesEarlier(schedule: Schedule, due: number, wall: number): boolean {
  const [next, afterDue] = [nextRun(schedule, wall), nextRun(schedule, due)];
  return next !== undefined && afterDue !== undefined && next < due && due - wall > 2 * (afterDue - due);
}
