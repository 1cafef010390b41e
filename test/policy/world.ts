import type { Effect, Lifecycle, LifecycleEvent } from '../../src/policy/process/lifecycle.js';
import type { ProcessPolicy } from '../../src/policy/process/policy.js';
import { newLifecycle } from '../../src/policy/process/step.js';
import type { Step } from '../../src/policy/process/transitions.js';
import { FakeClock } from '../ports/fake-clock.js';

/** The function under test, or one with a planted fault. */
export type StepFunction = (
  policy: ProcessPolicy,
  state: Lifecycle,
  event: LifecycleEvent,
  at: { now: number; wall: number; random: number },
) => Step;

/** What the user or the world does next in a random history. */
export type Action =
  | { readonly do: 'start' | 'stop' | 'restart' | 'reset' | 'kill' | 'close' }
  | { readonly do: 'exit'; readonly code: number }
  | { readonly do: 'probe'; readonly ok: boolean }
  /** Another member of a daemon's tree is the oldest now. */
  | { readonly do: 'oldest' }
  | { readonly do: 'gate'; readonly open: boolean }
  | { readonly do: 'wait'; readonly ms: number };

/** How the children of a history behave. */
export interface Nature {
  readonly ignoresTerm: boolean;
  readonly leavesDescendant: boolean;
  readonly spawnMs: number;
  readonly dieMs: number;
}

interface Child {
  readonly generation: number;
  /** The child itself lives. */
  alive: boolean;
  /** A descendant that it left lives. */
  descendant: boolean;
  spawned: boolean;
  firstSignalAt: number | undefined;
}

/** A made-up system that carries out what `step` wants, and watches that no invariant breaks. */
export class World {
  readonly clock = new FakeClock();
  readonly broken: string[] = [];
  state: Lifecycle = newLifecycle;
  readonly #step: StepFunction;
  readonly #policy: ProcessPolicy;
  readonly #nature: Nature;
  #children: Child[] = [];
  #wanted = false;
  #wantedDownAt: number | undefined;
  #killAsked = false;
  #trials = 0;
  #inTrial = false;
  #oldest = 5000;
  #emptySince = 0;

  constructor(step: StepFunction, policy: ProcessPolicy, nature: Nature) {
    this.#step = step;
    this.#policy = policy;
    this.#nature = nature;
  }

  act(action: Action): void {
    switch (action.do) {
      case 'start':
      case 'restart':
        if (!this.state.closed && this.state.phase.name !== 'circuit_open') this.#want(true);
        this.send({ type: action.do });
        return;
      case 'stop':
      case 'kill':
      case 'close':
        this.#want(false);
        if (action.do === 'kill') this.#killAsked = true;
        this.send({ type: action.do });
        return;
      case 'reset':
        if (this.state.phase.name === 'circuit_open') this.#want(false);
        this.send({ type: 'reset' });
        return;
      case 'exit': {
        const child = this.#children.find((each) => each.alive && each.spawned);
        if (child !== undefined) this.#die(child, action.code, null);
        else this.#endDaemon();
        return;
      }
      case 'oldest':
        this.#oldest += 1;
        this.send({ type: 'oldest', generation: this.state.generation, pid: this.#oldest });
        return;
      case 'probe':
        this.send({ type: 'probed', generation: this.state.generation, probe: 0, ok: action.ok, message: 'checked' });
        return;
      case 'gate':
        this.send({
          type: 'gate',
          gate: action.open
            ? { name: 'open' }
            : { name: 'shut', awaited: { name: 'db', condition: 'started' }, blocked: undefined },
        });
        return;
      case 'wait':
        this.clock.advance(action.ms);
        this.#checkStopped();
        return;
    }
  }

  send(event: LifecycleEvent): void {
    const [next, effects] = this.#step(this.#policy, this.state, event, {
      now: this.clock.now(),
      wall: this.clock.wallTime(),
      random: 0.5,
    });
    const { phase } = this.state;
    this.state = next;
    if (event.type === 'exited' && this.#isLaunched(event) && phase.name === 'running' && next.phase.name !== 'running')
      this.broken.push('a daemon runs as long as any of it lives');
    if ((next.phase.name === 'circuit_open') !== (next.circuit.name === 'open'))
      this.broken.push('circuit_open <=> circuit open');
    for (const effect of effects) this.#perform(effect);
  }

  /** Children and descendants that live. */
  get living(): number {
    return this.#children.filter((child) => child.alive || child.descendant).length;
  }

  #want(up: boolean): void {
    if (up) {
      this.#wantedDownAt = undefined;
      this.#killAsked = false;
    } else if (this.#wanted || this.#wantedDownAt === undefined) this.#wantedDownAt = this.clock.now();
    this.#wanted = up;
  }

  #perform(effect: Effect): void {
    switch (effect.type) {
      case 'spawn':
        this.#spawn(effect.generation);
        return;
      case 'signal':
        for (const child of this.#children) this.#signal(child, effect.signal);
        return;
      case 'arm':
        this.clock.setTimer(() => this.send({ type: 'timer', timer: effect.timer, epoch: effect.epoch }), effect.delayMs);
        return;
      case 'announce':
        if (effect.announcement.event === 'circuit_half_open') this.#inTrial = true;
        if (effect.announcement.event === 'circuit_open') this.#trials = 0;
        return;
      case 'probe':
      case 'stop_command':
        return;
    }
  }

  #spawn(generation: number): void {
    if (this.living > 0) this.broken.push('never two children');
    if (!this.#wanted) this.broken.push('no spawn after stop');
    if (this.#inTrial && this.state.circuit.name === 'half_open') {
      this.#inTrial = false;
      this.#trials += 1;
      if (this.#trials > 1) this.broken.push('one trial per cooldown');
    }
    const child: Child = { generation, alive: true, descendant: false, spawned: false, firstSignalAt: undefined };
    this.#children = [child];
    this.clock.setTimer(() => {
      child.spawned = true;
      this.send({ type: 'spawned', generation, pid: generation });
    }, this.#nature.spawnMs);
  }

  #signal(child: Child, signal: string): void {
    if (!child.alive && !child.descendant) return;
    if (signal === 'SIGKILL') {
      const since = child.firstSignalAt === undefined ? -1 : this.clock.now() - child.firstSignalAt;
      if (!this.#killAsked && since < this.#policy.stop.graceMs) this.broken.push('no SIGKILL before the grace is over');
      child.descendant = false;
      this.#die(child, null, 'SIGKILL');
      return;
    }
    child.firstSignalAt ??= this.clock.now();
    if (this.#nature.ignoresTerm) return;
    this.clock.setTimer(() => {
      child.descendant = false;
      this.#die(child, null, signal);
    }, this.#nature.dieMs);
  }

  /** Whether this end of the child is that of a launcher whose daemon lives. */
  #isLaunched({ exit, left }: Pick<LifecycleEvent & { type: 'exited' }, 'exit' | 'left'>): boolean {
    return this.#policy.daemon && exit.code === 0 && left?.oldest != null;
  }

  /** What a launcher has left ends by itself. */
  #endDaemon(): void {
    const child = this.#children.find((each) => each.descendant && this.state.launched);
    if (child === undefined) return;
    child.descendant = false;
    this.#goneIfEmpty(child);
  }

  #die(child: Child, code: number | null, signal: string | null): void {
    const { generation } = child;
    if (child.alive) {
      child.alive = false;
      if (code !== null) child.descendant = this.#nature.leavesDescendant;
      this.clock.setTimer(() => {
        const left = { oldest: child.descendant ? this.#oldest : null, background: null };
        this.send({ type: 'exited', generation, exit: { code, signal, at: this.clock.wallTime() }, left });
        this.#goneIfEmpty(child);
      }, 0);
      return;
    }
    this.#goneIfEmpty(child);
  }

  #goneIfEmpty(child: Child): void {
    if (child.alive || child.descendant) return;
    this.#emptySince = this.clock.now();
    this.clock.setTimer(() => this.send({ type: 'gone', generation: child.generation }), 1);
  }

  #checkStopped(): void {
    const { spawnMs, dieMs } = this.#nature;
    const longest = this.#policy.stop.graceMs + spawnMs + dieMs + 10;
    const late = this.#wantedDownAt !== undefined && this.clock.now() - this.#wantedDownAt > longest;
    if (
      this.state.launched &&
      this.state.phase.name === 'running' &&
      this.living === 0 &&
      this.#emptySince + 1 < this.clock.now()
    )
      this.broken.push('a daemon ends with the last of it');
    if (late && !this.state.closed && this.living > 0) this.broken.push('none alive after stop and grace');
  }
}
