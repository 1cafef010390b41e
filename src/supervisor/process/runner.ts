import { programOfCommand } from '../../policy/process/background.js';
import type { Effect, Lifecycle, LifecycleAnnouncement, LifecycleEvent, TimerName } from '../../policy/process/lifecycle.js';
import type { ProcessPolicy } from '../../policy/process/policy.js';
import { newLifecycle, step } from '../../policy/process/step.js';
import type { Step } from '../../policy/process/transitions.js';
import type { Moment } from '../../policy/restart/core.js';
import type { ExitFact, Requester } from '../../policy/restart/exit.js';
import type { ChildHandle, TreeMember, TreeMethod } from '../../ports/spawner.js';
import type { ProbeTrack } from '../health/history.js';
import type { ProcessSnapshot } from '../snapshot/process.js';
import { takeSnapshot } from '../snapshot/take.js';
import { UnitRunner } from '../unit/runner.js';
import type { CommandManner } from '../unit/unit.js';
import { describeMembers } from './describe-members.js';
import { LeftAlive } from './left-alive.js';
import { processOutcomes } from './outcomes.js';
import type { ProcessParts } from './parts.js';
import { Probers } from './probers.js';
import { needsChildsParts, type RunnerParts } from './runner-parts.js';
import { runStopCommand } from './stop-command.js';

/** What a step wants done beside what every runner does itself. */
type Work = Exclude<Effect, { type: 'announce' | 'arm' }>;

/** Carries the decisions about one process out: spawns, signals, asks its probes. */
export class ProcessRunner extends UnitRunner<Lifecycle, LifecycleEvent, Work, LifecycleAnnouncement, TimerName> {
  #parts: RunnerParts;
  /** What takes the place of the parts once nothing of the present child needs them. */
  #successor: ProcessParts | undefined;
  readonly #probers: Probers;
  #child: ChildHandle | undefined;
  #stopper: ChildHandle | undefined;
  #forced = false;
  /** What its generations have left alive outside of their trees. */
  readonly leftAlive = new LeftAlive(() => programOfCommand(this.#parts.spec.command, this.#parts.spec.shell));

  constructor(parts: RunnerParts) {
    super({ ...parts, initial: newLifecycle, outcomes: processOutcomes });
    this.#parts = parts;
    this.#probers = new Probers(parts.clock);
  }

  /** After the shutdown: lets go of what could not be ended, so that a host program can end. */
  abandon(): void {
    this.disarmAll();
    this.#child?.abandon();
  }

  /** What the present child is judged by. */
  get policy(): ProcessPolicy {
    return this.#parts.identity.policy;
  }

  /** Whether the last stop had to send SIGKILL. */
  get wasForced(): boolean {
    return this.#forced;
  }

  /** What is alive of the process now. */
  readonly remaining = (): readonly TreeMember[] => this.#child?.remaining() ?? [];

  /** How the tree of its last child is known. */
  readonly knownBy = (): TreeMethod | undefined => this.#child?.knownBy?.();

  /** The last answers of its probes. */
  readonly probeHistory = (): readonly ProbeTrack[] => this.#probers.history(this.policy.probes);

  /** Resolves true once it runs, false when it cannot: refused, failed, blocked or cancelled. */
  start(): Promise<boolean> {
    return this.order({ type: 'start' }, 'up');
  }

  /** Resolves true once nothing of it is left. */
  stop(by: Requester = 'user', manner: Partial<CommandManner> = {}): Promise<boolean> {
    return this.order({ type: 'stop', ...manner, by }, 'down');
  }

  /** Stop without grace. */
  kill(by: Requester = 'user', restarts = false): Promise<boolean> {
    return this.order({ type: 'kill', by, restarts }, 'down');
  }

  /** Sends a signal to its own group: no request to stop, so that what follows is its own doing. False where nothing of it runs. */
  send(signal: NodeJS.Signals): boolean {
    this.#child?.send(signal);
    return this.snapshot.pid !== null;
  }

  /** Resolves true once a new generation runs, false when it cannot. */
  restart(asked: { readonly by?: Requester; readonly why?: string } = {}): Promise<boolean> {
    return this.order({ type: 'restart', ...asked }, 'up');
  }

  /** Stops it for good. */
  shutdown(): Promise<boolean> {
    return this.order({ type: 'shutdown' }, 'down');
  }

  /** Cancels what is scheduled and starts nothing any more; what runs goes on until its turn in the shutdown. */
  close(): void {
    this.#forced = false; // What was killed by hand before is not for the report of the shutdown.
    this.dispatch({ type: 'close' });
  }

  /** Gives it other parts. A child that is up keeps its own to its end, unless they are `live` and can be put under it. */
  replace(parts: ProcessParts, live: boolean): void {
    const canAdopt = (live && this.#successor === undefined) || !needsChildsParts(this.lifecycle);
    this.#successor = parts;
    if (canAdopt) this.#adopt();
    this.refresh();
  }

  /** Restarts it with the parts that it was given: by another configuration, an open circuit and all counts mean nothing. */
  restartAfresh(): void {
    if (this.lifecycle.phase.name === 'circuit_open') this.dispatch({ type: 'reset' });
    void this.restart({ by: 'reload' });
  }

  /** Checks whether it was suspended, which the system does not report by itself; all of its tree where a check has failed. */
  checkSuspended(hasFailed = false): void {
    const { phase, generation, launched } = this.lifecycle;
    if (phase.name !== 'running') return;
    const pid = launched ? (this.#child?.leftBehind?.(undefined)?.oldest ?? null) : null;
    if (pid !== null) this.dispatch({ type: 'oldest', generation, pid });
    const suspended = this.#child?.suspension(launched || hasFailed || phase.suspended !== null) ?? null;
    if (suspended?.pid !== phase.suspended?.pid) this.dispatch({ type: 'suspended', generation, suspended });
  }

  protected override decide(event: LifecycleEvent, at: Moment): Step {
    return step(this.#parts.identity.policy, this.lifecycle, event, at);
  }

  protected override take(): ProcessSnapshot {
    return takeSnapshot(this.#parts.identity, this.lifecycle, this.#parts.outputFacts(), this.death);
  }

  protected override fired(timer: TimerName, epoch: number): void {
    const alive = timer === 'grace' || timer === 'sweep' ? describeMembers(this.remaining()) : '';
    this.dispatch({ type: 'timer', timer, epoch, alive });
  }

  protected override isArmed(timer: TimerName, epoch: number, state: Lifecycle): boolean {
    return timer === 'sweep' ? state.remains : epoch === state.epoch;
  }

  protected override entered(next: Lifecycle, before: Lifecycle): void {
    if (next.generation !== before.generation || !needsChildsParts(next)) this.#adopt();
    if (next.phase.name !== 'running') this.#probers.cancel();
    if (next.phase.name !== 'stopping') this.#endStopCommand();
    if (next.phase.name === 'starting') this.#forced = false;
    if (next.phase.name === 'stopping') this.#forced = next.phase.forced;
  }

  protected override performed(next: Lifecycle): void {
    if (next.phase.name === 'starting' && next.phase.onceUp !== 'run') this.#child?.cancel();
  }

  protected override announcing({ event }: LifecycleAnnouncement): void {
    if (event === 'stopped') this.commands.settleStopped();
  }

  protected override advanced(next: Lifecycle, before: Lifecycle): void {
    // It was being spawned by the old parts when it got the new ones.
    const isSpawned = next.phase.name === 'running' && before.phase.name === 'starting';
    if (isSpawned && this.#successor !== undefined) void this.restart({ by: 'reload' });
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

  protected override perform(effect: Work): void {
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
      case 'stop_keys':
        this.#parts.terminal.type([{ text: this.#parts.stopKeys ?? '', pasted: false }]);
        return;
      case 'probe':
        this.#probers.ask(this.#parts, effect.probe, (result) => {
          if (!result.ok) this.checkSuspended(true); // Who is stopped by a debugger does not answer.
          this.dispatch({ ...effect, ...result, type: 'probed' });
        });
        return;
    }
  }

  #spawn(generation: number): void {
    const { spawner, spec, listener, terminal, printedUrls } = this.#parts;
    printedUrls.reset();
    const child: ChildHandle = terminal.spawn(spawner, spec, {
      spawned: (pid) => this.dispatch({ type: 'spawned', generation, pid }),
      failed: (fault) => this.dispatch({ type: 'spawn_failed', generation, fault, cancelled: fault.code === 'ECANCELED' }),
      output: (stream, chunk) => {
        listener.output(stream, chunk);
        if (generation !== this.lifecycle.generation) return;
        this.#probers.take(stream, chunk);
        if (printedUrls.take(stream, chunk)) this.refresh();
      },
      ready: () => {
        if (generation === this.lifecycle.generation) this.#probers.ready();
      },
      exited: (exit) => this.#exited(generation, exit),
      gone: () => this.#gone(generation, child),
      outputEnded: () => listener.outputEnded(),
    });
    this.#child = child;
  }

  #gone(generation: number, child: ChildHandle): void {
    const hidden = this.leftAlive.hiddenAfter(child);
    // At the shutdown the report says it.
    if (hidden.length > 0 && !this.lifecycle.closed) this.#parts.listener.hidden(hidden);
    this.dispatch({ type: 'gone', generation });
  }

  #exited(generation: number, fact: ExitFact): void {
    const { identity, clock } = this.#parts;
    const exit = { ...fact, at: clock.wallTime() };
    // Only what ended well may have gone to the background; for others nothing is examined before it is decided what follows.
    const mayLiveOn = fact.code !== null && identity.policy.successExitCodes.includes(fact.code);
    const left = mayLiveOn && this.lifecycle.phase.name === 'running' ? this.leftAlive.after(this.#child) : undefined;
    this.dispatch({ type: 'exited', generation, exit, ...(left === undefined ? {} : { left }) });
  }

  #runStopCommand(): void {
    const { generation } = this.lifecycle;
    const failed = (): void => this.dispatch({ type: 'stop_command_failed', generation });
    this.#stopper = runStopCommand(this.#parts, () => this.lifecycle, failed);
  }
}
