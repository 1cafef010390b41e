import type { Effect, Lifecycle, LifecycleAnnouncement, LifecycleEvent, ProcessStateName } from '../policy/lifecycle.js';
import { newLifecycle, step } from '../policy/step.js';
import type { Clock, Random } from '../ports/clock.js';
import type { ChildHandle, OutputStream, Spawner, SpawnSpec, TreeMember } from '../ports/spawner.js';
import { describeMembers } from './describe-members.js';
import { type PendingCommand, PendingCommands } from './pending-commands.js';
import { type Check, Prober } from './prober.js';
import type { ProcessSnapshot } from './process-snapshot.js';
import { RunnerTimers } from './runner-timers.js';
import { type ProcessIdentity, takeSnapshot } from './take-snapshot.js';

/** What a runner is made of. */
export interface RunnerParts {
  readonly identity: ProcessIdentity;
  readonly spec: SpawnSpec;
  /** One for each probe of the policy, in its order. */
  readonly checks: readonly Check[];
  /** What is run in place of the first stop signal, where the policy stops by command. */
  readonly stopCommand: SpawnSpec | null;
  readonly clock: Clock;
  readonly random: Random;
  readonly spawner: Spawner;
  readonly listener: RunnerListener;
}

/** Who is told what happens to a process. Called in order, never while a decision is being carried out halfway. */
export interface RunnerListener {
  announced(announcement: LifecycleAnnouncement): void;
  transitioned(from: ProcessStateName, to: ProcessStateName): void;
  /** The snapshot was replaced. */
  changed(): void;
  output(stream: OutputStream, chunk: Buffer): void;
  /** Both streams of a generation have ended. */
  outputEnded(): void;
}

interface QueuedEvent {
  readonly event: LifecycleEvent;
  readonly command?: PendingCommand;
}

/**
 * Carries the decisions about one process out, strictly one after the other: the new state stands first, then its effects are
 * performed, and what comes back is queued as the next event, never handled inside the last.
 */
export class ProcessRunner {
  readonly #parts: RunnerParts;
  readonly #queue: QueuedEvent[] = [];
  readonly #timers: RunnerTimers;
  readonly #commands = new PendingCommands();
  #probers: readonly Prober[] = [];
  #child: ChildHandle | undefined;
  #state: Lifecycle = newLifecycle;
  #snapshot: ProcessSnapshot;
  #busy = false;
  #forced = false;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    this.#snapshot = takeSnapshot(parts.identity, this.#state);
    this.#timers = new RunnerTimers(parts.clock, (timer, epoch) => {
      const alive = timer === 'grace' || timer === 'sweep' ? describeMembers(this.remaining()) : '';
      this.dispatch({ type: 'timer', timer, epoch, alive });
    });
  }

  /** The decision state. */
  get lifecycle(): Lifecycle {
    return this.#state;
  }

  /** What the screen and the command line see; the same object as long as nothing changed. */
  get snapshot(): ProcessSnapshot {
    return this.#snapshot;
  }

  /** Whether the last stop had to send SIGKILL. */
  get wasForced(): boolean {
    return this.#forced;
  }

  /** What is alive of the process now. */
  remaining(): readonly TreeMember[] {
    return this.#child?.remaining() ?? [];
  }

  /** Resolves true once it runs, false when it cannot: refused, failed, blocked or cancelled. */
  start(): Promise<boolean> {
    return this.#command({ type: 'start' }, 'up');
  }

  /** Resolves true once nothing of it is left. */
  stop(signal?: NodeJS.Signals): Promise<boolean> {
    return this.#command(signal === undefined ? { type: 'stop' } : { type: 'stop', signal }, 'down');
  }

  /** Stop without grace. */
  kill(): Promise<boolean> {
    return this.#command({ type: 'kill' }, 'down');
  }

  /** Resolves true once a new generation runs, false when it cannot. */
  restart(): Promise<boolean> {
    return this.#command({ type: 'restart' }, 'up');
  }

  /** Stops it for good. */
  shutdown(): Promise<boolean> {
    return this.#command({ type: 'shutdown' }, 'down');
  }

  /** Cancels what is scheduled and starts nothing any more; what runs goes on until its turn in the shutdown. */
  close(): void {
    this.dispatch({ type: 'close' });
  }

  /** Looks whether somebody has suspended the child, which the system does not report by itself. */
  checkSuspended(): void {
    const { phase, generation } = this.#state;
    if (phase.name !== 'running') return;
    const suspended = this.#child?.isSuspended() ?? false;
    if (suspended !== phase.suspended) this.dispatch({ type: 'suspended', generation, suspended });
  }

  /** Hands an event to the lifecycle; inside another event it waits for its turn. */
  dispatch(event: LifecycleEvent): void {
    this.#enqueue({ event });
  }

  #command(event: LifecycleEvent, goal: 'up' | 'down'): Promise<boolean> {
    return new Promise((resolve) => this.#enqueue({ event, command: { goal, resolve } }));
  }

  #enqueue(queued: QueuedEvent): void {
    this.#queue.push(queued);
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) this.#advance(next);
    } finally {
      this.#busy = false;
    }
  }

  #advance({ event, command }: QueuedEvent): void {
    const { clock, random, identity, listener } = this.#parts;
    const before = this.#state;
    const [next, effects] = step(identity.policy, before, event, { now: clock.now(), wall: clock.wallTime(), random: random() });
    this.#state = next;
    this.#timers.keepOnly((timer, epoch) => (timer === 'sweep' ? next.remains : epoch === next.epoch));
    if (next.phase.name !== 'running') this.#cancelProbers();
    if (next.phase.name === 'starting') this.#forced = false;
    if (next.phase.name === 'stopping') this.#forced = next.phase.forced;
    if (next !== before) this.#snapshot = takeSnapshot(identity, next);
    for (const effect of effects) if (effect.type !== 'announce') this.#perform(effect);
    for (const effect of effects) if (effect.type === 'announce') this.#announce(effect.announcement);
    if (next.phase.name !== before.phase.name) listener.transitioned(before.phase.name, next.phase.name);
    // Only now, so that a command given from inside a listener is not judged by the state before it.
    if (command !== undefined) this.#commands.add(command);
    this.#commands.settle(next);
    if (next !== before) listener.changed();
  }

  #announce(announcement: LifecycleAnnouncement): void {
    if (announcement.event === 'stopped') this.#commands.settleStopped();
    this.#parts.listener.announced(announcement);
  }

  #perform(effect: Exclude<Effect, { type: 'announce' }>): void {
    switch (effect.type) {
      case 'spawn':
        this.#spawn(effect.generation);
        return;
      case 'signal':
        this.#child?.signal(effect.signal);
        return;
      case 'stop_command':
        this.#runStopCommand();
        return;
      case 'arm':
        this.#timers.arm(effect.timer, effect.epoch, effect.delayMs);
        return;
      case 'probe':
        this.#probe(effect.probe, effect.generation);
        return;
    }
  }

  #spawn(generation: number): void {
    const { spawner, spec, clock, listener } = this.#parts;
    this.#child = spawner.spawn(spec, {
      spawned: (pid) => this.dispatch({ type: 'spawned', generation, pid }),
      failed: (failure) => this.dispatch({ type: 'spawn_failed', generation, message: failure.message }),
      output: (stream, chunk) => listener.output(stream, chunk),
      exited: (exit) => this.dispatch({ type: 'exited', generation, exit: { ...exit, at: clock.wallTime() } }),
      gone: () => this.dispatch({ type: 'gone', generation }),
      outputEnded: () => listener.outputEnded(),
    });
  }

  #runStopCommand(): void {
    const { spawner, stopCommand, listener } = this.#parts;
    const { generation } = this.#state;
    const failed = (): void => this.dispatch({ type: 'stop_command_failed', generation });
    if (stopCommand === null) {
      failed();
      return;
    }
    spawner.spawn(stopCommand, {
      spawned: () => {},
      failed,
      output: (stream, chunk) => listener.output(stream, chunk),
      exited: (exit) => {
        if (exit.code !== 0) failed();
      },
      gone: () => {},
      outputEnded: () => {},
    });
  }

  #probe(index: number, generation: number): void {
    const { clock, checks, identity } = this.#parts;
    if (this.#probers.length === 0) this.#probers = checks.map((check) => new Prober(clock, check));
    const timeoutMs = identity.policy.probes[index]?.timeoutMs ?? 0;
    this.#probers[index]?.ask(timeoutMs, ({ ok, message }) =>
      this.dispatch({ type: 'probed', generation, probe: index, ok, message }),
    );
  }

  #cancelProbers(): void {
    for (const prober of this.#probers) prober.cancel();
    this.#probers = [];
  }
}
