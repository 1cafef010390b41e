import type { Effect, Lifecycle, LifecycleAnnouncement, LifecycleEvent } from '../../policy/process/lifecycle.js';
import { newLifecycle, step } from '../../policy/process/step.js';
import type { Requester } from '../../policy/restart/exit.js';
import type { ChildHandle, TreeMember } from '../../ports/spawner.js';
import type { ProbeTrack } from '../health/history.js';
import { noFigures } from '../log/gauge.js';
import type { Death, ProcessSnapshot } from '../snapshot/process.js';
import { takeSnapshot } from '../snapshot/take.js';
import { PendingCommands, type QueuedEvent } from '../unit/pending-commands.js';
import { RunnerTimers } from '../unit/timers.js';
import { describeMembers } from './describe-members.js';
import type { ProcessParts } from './parts.js';
import { Probers } from './probers.js';
import { needsChildsParts, type RunnerParts } from './runner-parts.js';
import { runStopCommand } from './stop-command.js';

/**
 * Carries the decisions about one process out, strictly one after the other: the new state stands first, then its effects are
 * performed, and what comes back is queued as the next event, never handled inside the last.
 */
export class ProcessRunner {
  #parts: RunnerParts;
  /** What takes the place of the parts once nothing of the present child needs them. */
  #successor: ProcessParts | undefined;
  readonly #queue: QueuedEvent[] = [];
  readonly #timers: RunnerTimers;
  readonly #commands = new PendingCommands();
  readonly #probers: Probers;
  #child: ChildHandle | undefined;
  #stopper: ChildHandle | undefined;
  #state: Lifecycle = newLifecycle;
  #snapshot: ProcessSnapshot;
  #death: Death | null = null;
  #busy = false;
  #forced = false;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    this.#probers = new Probers(parts.clock);
    this.#snapshot = takeSnapshot(parts.identity, this.#state, noFigures, null);
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

  /** After the shutdown: lets go of what could not be ended, so that a host program can end. */
  abandon(): void {
    this.#timers.keepOnly(() => false);
    this.#child?.abandon();
  }

  /** Whether the last stop had to send SIGKILL. */
  get wasForced(): boolean {
    return this.#forced;
  }

  /** What is alive of the process now. */
  remaining(): readonly TreeMember[] {
    return this.#child?.remaining() ?? [];
  }

  /** The last answers of its probes. */
  probeHistory(): readonly ProbeTrack[] {
    return this.#probers.history(this.#parts.identity.policy.probes);
  }

  /** Resolves true once it runs, false when it cannot: refused, failed, blocked or cancelled. */
  start(): Promise<boolean> {
    return this.#command({ type: 'start' }, 'up');
  }

  /** Resolves true once nothing of it is left. */
  stop(by: Requester = 'user', signal?: NodeJS.Signals): Promise<boolean> {
    return this.#command({ type: 'stop', by, ...(signal === undefined ? {} : { signal }) }, 'down');
  }

  /** Stop without grace. */
  kill(by: Requester = 'user'): Promise<boolean> {
    return this.#command({ type: 'kill', by }, 'down');
  }

  /** Resolves true once a new generation runs, false when it cannot. */
  restart(asked: { readonly by?: Requester; readonly why?: string } = {}): Promise<boolean> {
    return this.#command({ type: 'restart', ...asked }, 'up');
  }

  /** Stops it for good. */
  shutdown(): Promise<boolean> {
    return this.#command({ type: 'shutdown' }, 'down');
  }

  /** Cancels what is scheduled and starts nothing any more; what runs goes on until its turn in the shutdown. */
  close(): void {
    this.#forced = false; // What was killed by hand before is not for the report of the shutdown.
    this.dispatch({ type: 'close' });
  }

  /** Gives it other parts. A child that is up keeps its own to its end, unless they are `live` and can be put under it. */
  replace(parts: ProcessParts, live: boolean): void {
    const canAdopt = (live && this.#successor === undefined) || !needsChildsParts(this.#state);
    this.#successor = parts;
    if (canAdopt) this.#adopt();
    this.refresh();
  }

  /** Takes the snapshot anew, for what it is made of beside the lifecycle. */
  refresh(): void {
    this.#snapshot = takeSnapshot(this.#parts.identity, this.#state, this.#parts.logFigures(), this.#death);
    this.#parts.listener.changed();
  }

  /** It turned out what its last end comes from. */
  died(death: Death): void {
    this.#death = death;
    this.refresh();
  }

  /** Restarts it with the parts that it was given: by another configuration, an open circuit and all counts mean nothing. */
  restartAfresh(): void {
    if (this.#state.phase.name === 'circuit_open') this.dispatch({ type: 'reset' });
    void this.restart({ by: 'reload' });
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
    const { clock, random, listener } = this.#parts;
    const before = this.#state;
    const at = { now: clock.now(), wall: clock.wallTime(), random: random() };
    const [next, effects] = step(this.#parts.identity.policy, before, event, at);
    this.#state = next;
    if (next.generation !== before.generation || !needsChildsParts(next)) this.#adopt();
    this.#timers.keepOnly((timer, epoch) => (timer === 'sweep' ? next.remains : epoch === next.epoch));
    if (next.phase.name !== 'running') this.#probers.cancel();
    if (next.phase.name !== 'stopping') this.#endStopCommand();
    if (next.phase.name === 'starting') this.#forced = false;
    if (next.phase.name === 'stopping') this.#forced = next.phase.forced;
    if (next !== before) this.#snapshot = takeSnapshot(this.#parts.identity, next, this.#parts.logFigures(), this.#death);
    for (const effect of effects) if (effect.type !== 'announce') this.#perform(effect);
    if (next.phase.name === 'starting' && next.phase.onceUp !== 'run') this.#child?.cancel();
    for (const effect of effects) if (effect.type === 'announce') this.#announce(effect.announcement);
    if (next.phase.name !== before.phase.name) listener.transitioned(before.phase.name, next.phase.name);
    // Only now, so that a command given from inside a listener is not judged by the state before it.
    if (command !== undefined) this.#commands.add(command);
    this.#commands.settle(next);
    if (next !== before) listener.changed();
    // It was being spawned by the old parts when it got the new ones.
    if (next.phase.name === 'running' && before.phase.name === 'starting' && this.#successor !== undefined)
      void this.restart({ by: 'reload' });
  }

  #adopt(): void {
    if (this.#successor === undefined) return;
    this.#parts = { ...this.#parts, ...this.#successor };
    this.#successor = undefined;
  }

  /** The process is gone, or given up: a stop command that still runs has nothing more to do. */
  #endStopCommand(): void {
    this.#stopper?.signal('SIGKILL');
    this.#stopper = undefined;
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
        this.#probers.ask(this.#parts, effect.probe, (result) => this.dispatch({ ...effect, ...result, type: 'probed' }));
        return;
    }
  }

  #spawn(generation: number): void {
    const { spawner, spec, clock, listener, terminal } = this.#parts;
    this.#child = terminal.spawn(spawner, spec, {
      spawned: (pid) => this.dispatch({ type: 'spawned', generation, pid }),
      failed: ({ code, message }) =>
        this.dispatch({ type: 'spawn_failed', generation, message, cancelled: code === 'ECANCELED' }),
      output: (stream, chunk) => {
        listener.output(stream, chunk);
        if (generation === this.#state.generation) this.#probers.take(stream, chunk);
      },
      exited: (exit) => this.dispatch({ type: 'exited', generation, exit: { ...exit, at: clock.wallTime() } }),
      gone: () => this.dispatch({ type: 'gone', generation }),
      outputEnded: () => listener.outputEnded(),
    });
  }

  #runStopCommand(): void {
    const { spawner, stopCommand, listener } = this.#parts;
    const { generation } = this.#state;
    const failed = (): void => this.dispatch({ type: 'stop_command_failed', generation });
    if (stopCommand === null) failed();
    else this.#stopper = runStopCommand(spawner, stopCommand, (stream, chunk) => listener.output(stream, chunk), failed);
  }
}
