import { isDeepStrictEqual } from 'node:util';
import type { ProcessStateName } from '../../policy/process/lifecycle.js';
import type { Moment } from '../../policy/restart/core.js';
import type { Clock, Random } from '../../ports/clock.js';
import type { Death, ProcessSnapshot } from '../snapshot/process.js';
import { type Outcomes, type PendingCommand, PendingCommands } from './pending-commands.js';

/** Notified of what happens to a process or a container. Called in order, never while a decision is being carried out halfway. */
export interface UnitListener<Announcement> {
  announced(announcement: Announcement): void;
  transitioned(from: ProcessStateName, to: ProcessStateName): void;
  /** The snapshot was replaced. */
  changed(): void;
}

/** What the runner does itself of what a step wants done. */
type Common<Announcement, Timer> =
  | { readonly type: 'announce'; readonly announcement: Announcement }
  | { readonly type: 'arm'; readonly timer: Timer; readonly epoch: number; readonly delayMs: number };

/** The next decision state, and what is to be done about it in this order. */
type Step<State, Work, Announcement, Timer> = readonly [State, readonly (Work | Common<Announcement, Timer>)[]];

/** What every runner is made of. */
export interface UnitRunnerParts<State, Announcement> {
  readonly clock: Clock;
  readonly random: Random;
  readonly initial: State;
  readonly outcomes: Outcomes<State>;
  readonly listener: UnitListener<Announcement>;
}

/**
 * Carries the decisions about one process or container out, strictly one after the other: the new state comes first, then its
 * effects are performed, and what comes back is queued as the next event, never handled inside the last.
 */
export abstract class UnitRunner<
  State extends { readonly epoch: number },
  Event,
  Work extends { readonly type: string },
  Announcement,
  Timer extends string,
> {
  readonly #parts: UnitRunnerParts<State, Announcement>;
  readonly #queue: { readonly event: Event; readonly command?: PendingCommand }[] = [];
  readonly #timers: RunnerTimers<Timer>;
  protected readonly commands: PendingCommands<State>;
  protected death: Death | null = null;
  #state: State;
  #snapshot: ProcessSnapshot | undefined;
  #busy = false;

  constructor(parts: UnitRunnerParts<State, Announcement>) {
    this.#parts = parts;
    this.#state = parts.initial;
    this.commands = new PendingCommands(parts.outcomes);
    this.#timers = new RunnerTimers(parts.clock, (timer, epoch) => this.fired(timer, epoch));
  }

  /** The decision state. */
  get lifecycle(): State {
    return this.#state;
  }

  /** What the screen and the command line see; the same object as long as nothing changed. */
  get snapshot(): ProcessSnapshot {
    this.#snapshot ??= this.take();
    return this.#snapshot;
  }

  /** Hands an event to the lifecycle; inside another event it waits for its turn. */
  dispatch(event: Event): void {
    this.#enqueue(event);
  }

  /** Takes the snapshot again, for what it is made of beside the lifecycle. */
  refresh(): void {
    const snapshot = this.take();
    if (isDeepStrictEqual(snapshot, this.#snapshot)) return;
    this.#snapshot = snapshot;
    this.#parts.listener.changed();
  }

  /** It turned out what its last end comes from. */
  died(death: Death): void {
    this.death = death;
    this.refresh();
  }

  /** Hands in a command. Resolves once the coming states decide whether its goal is reached. */
  protected order(event: Event, goal: PendingCommand['goal']): Promise<boolean> {
    return new Promise((resolve) => this.#enqueue(event, { goal, resolve }));
  }

  protected disarmAll(): void {
    this.#timers.keepOnly(() => false);
  }

  protected abstract decide(event: Event, at: Moment): Step<State, Work, Announcement, Timer>;
  protected abstract take(): ProcessSnapshot;
  protected abstract perform(work: Work): void;
  protected abstract fired(timer: Timer, epoch: number): void;
  /** The new state is assigned, and none of its effects was performed yet. */
  protected abstract entered(next: State, before: State): void;

  /** Whether a timer still means anything. */
  protected isArmed(_timer: Timer, epoch: number, state: State): boolean {
    return epoch === state.epoch;
  }

  /** What a step wanted is done, and not announced yet. */
  protected performed(_next: State): void {}

  /** What is announced settles commands too, before anybody is notified. */
  protected announcing(_announcement: Announcement): void {}

  /** The step is over, and everybody was notified. */
  protected advanced(_next: State, _before: State): void {}

  #enqueue(event: Event, command?: PendingCommand): void {
    this.#queue.push(command === undefined ? { event } : { event, command });
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift())
        this.#advance(next.event, next.command);
    } finally {
      this.#busy = false;
    }
  }

  #advance(event: Event, command: PendingCommand | undefined): void {
    const { clock, random, listener } = this.#parts;
    const before = this.#state;
    const { state: from } = this.snapshot;
    const [next, effects] = this.decide(event, { now: clock.now(), wall: clock.wallTime(), random: random() });
    this.#state = next;
    this.#timers.keepOnly((timer, epoch) => this.isArmed(timer, epoch, next));
    this.entered(next, before);
    if (next !== before) this.#snapshot = this.take();
    const { state: to } = this.snapshot;
    const announcements: Announcement[] = [];
    for (const effect of effects) {
      if (!isCommon<Announcement, Timer>(effect)) this.perform(effect);
      else if (effect.type === 'announce') announcements.push(effect.announcement);
      else this.#timers.arm(effect.timer, effect.epoch, effect.delayMs);
    }
    this.performed(next);
    for (const announcement of announcements) {
      this.announcing(announcement);
      listener.announced(announcement);
    }
    if (to !== from) listener.transitioned(from, to);
    // Only now, so that a command given from inside a listener is not judged by the state before it.
    if (command !== undefined) this.commands.add(command);
    this.commands.settle(next);
    if (next !== before) listener.changed();
    this.advanced(next, before);
  }
}

/** Whether the runner itself does this; all else is for its kind. */
function isCommon<Announcement, Timer>(
  effect: { readonly type: string } | Common<Announcement, Timer>,
): effect is Common<Announcement, Timer> {
  return effect.type === 'announce' || effect.type === 'arm';
}

/** The timers of one process or container. A name is armed once: arming it again replaces it. */
class RunnerTimers<Name extends string> {
  readonly #clock: Clock;
  readonly #fire: (timer: Name, epoch: number) => void;
  readonly #armed = new Map<Name, { readonly epoch: number; readonly timer: Disposable }>();

  constructor(clock: Clock, fire: (timer: Name, epoch: number) => void) {
    this.#clock = clock;
    this.#fire = fire;
  }

  arm(name: Name, epoch: number, delayMs: number): void {
    this.#armed.get(name)?.timer[Symbol.dispose]();
    const timer = this.#clock.setTimer(() => {
      this.#armed.delete(name);
      this.#fire(name, epoch);
    }, delayMs);
    this.#armed.set(name, { epoch, timer });
  }

  /** Forgets what is of no use any more. The lifecycle would ignore it anyway, but a host program could not end. */
  keepOnly(isWanted: (name: Name, epoch: number) => boolean): void {
    for (const [name, { epoch, timer }] of this.#armed) {
      if (isWanted(name, epoch)) continue;
      timer[Symbol.dispose]();
      this.#armed.delete(name);
    }
  }
}
