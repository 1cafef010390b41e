import type {
  ContainerEffect,
  ContainerEvent,
  ContainerLifecycle,
  ContainerPolicy,
  ContainerTimer,
} from '../../policy/container/lifecycle.js';
import { containerStep, newContainerLifecycle } from '../../policy/container/step.js';
import type { Requester } from '../../policy/restart/exit.js';
import { EngineFault, type InspectedContainer } from '../../ports/container-engine.js';
import type { ProbeTrack } from '../health/history.js';
import type { Check } from '../health/prober.js';
import type { Death } from '../snapshot/process.js';
import { RunnerTimers } from '../unit/timers.js';
import { containerCheck } from './check.js';
import { ContainerChecks } from './checks.js';
import { ContainerCommands } from './commands.js';
import { ContainerLook } from './inspector.js';
import type { ContainerParts, WatchedContainer } from './parts.js';
import { type ContainerSnapshot, takeContainerSnapshot } from './snapshot.js';

/** Carries the decisions about one container out, strictly one after the other, as `ProcessRunner` does for a process. */
export class ContainerRunner {
  readonly #parts: ContainerParts;
  readonly #commands = new ContainerCommands();
  readonly #queue: ContainerEvent[] = [];
  readonly #timers: RunnerTimers<ContainerTimer>;
  readonly #look: ContainerLook;
  readonly #checks: ContainerChecks;
  #watched: WatchedContainer;
  #policy: ContainerPolicy;
  #check: Check | null = null;
  #death: Death | null = null;
  #state: ContainerLifecycle = newContainerLifecycle;
  #inspected: InspectedContainer | undefined;
  #usage: { readonly cpu: number | null; readonly memory: number } | null = null;
  #snapshot: ContainerSnapshot;
  #busy = false;
  #closed = false;

  constructor(watched: WatchedContainer, parts: ContainerParts) {
    this.#parts = parts;
    this.#watched = watched;
    this.#policy = { ...watched.policy, probe: null };
    this.#checks = new ContainerChecks(parts.clock);
    this.#timers = new RunnerTimers(parts.clock, (timer, epoch) => this.dispatch({ type: 'timer', timer, epoch }));
    this.#look = new ContainerLook(parts.engine, watched.name, {
      looked: (container) => this.#looked(container),
      failed: (error) => {
        // A refusal is about this one look: the next list shows whether another is worth it.
        const { away, message } = asFault(error);
        if (away && !this.#closed) parts.listener.lostEngine(message);
      },
    });
    this.#snapshot = this.#take();
  }

  /** How it is looked after. */
  get watched(): WatchedContainer {
    return this.#watched;
  }

  /** The decision state. */
  get lifecycle(): ContainerLifecycle {
    return this.#state;
  }

  /** What the engine said last; undefined before it said anything. */
  get inspected(): InspectedContainer | undefined {
    return this.#inspected;
  }

  /** What the screen and the command line see; the same object as long as nothing changed. */
  get snapshot(): ContainerSnapshot {
    return this.#snapshot;
  }

  /** The last answers of its check, the engine's or ours; no track where nobody asks. */
  probeHistory(): readonly ProbeTrack[] {
    const isAskedByEngine = this.#inspected !== undefined && this.#engineHealth(this.#inspected) !== 'none';
    return this.#checks.tracks(this.#policy.probe !== null || isAskedByEngine);
  }

  /** Looks after it in another way from now on. */
  replace(watched: WatchedContainer): void {
    this.#watched = watched;
    this.#policy = { ...watched.policy, probe: this.#policy.probe };
    if (this.#inspected !== undefined) this.look();
  }

  /** What it uses was measured. */
  used(usage: { readonly cpu: number | null; readonly memory: number } | null): void {
    this.#usage = usage;
    this.refresh();
  }

  /** Carries a command out. Resolves true once it runs, or is down, as the command wants it. */
  command(type: 'start' | 'stop' | 'kill' | 'restart', by: Requester = 'user'): Promise<boolean> {
    if (this.#closed) return Promise.resolve(false);
    this.dispatch(type === 'start' ? { type } : { type, by });
    const outcome = this.#commands.add(type === 'start' || type === 'restart' ? 'up' : 'down');
    this.#commands.settle(this.#state);
    return outcome;
  }

  /** It turned out what its last end comes from. */
  died(death: Death): void {
    this.#death = death;
    this.refresh();
  }

  /** Asks the engine how it is. */
  look(): void {
    if (!this.#closed) this.#look.ask();
  }

  /** Hands an event to the lifecycle; inside another event it waits for its turn. */
  dispatch(event: ContainerEvent): void {
    if (this.#closed) return;
    this.#queue.push(event);
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) this.#advance(next);
    } finally {
      this.#busy = false;
    }
  }

  /** Looks after it no longer; the container goes on as it is. */
  close(): void {
    this.#closed = true;
    this.#timers.keepOnly(() => false);
    this.#checks.cancel();
    this.#commands.abandon();
  }

  #looked(container: InspectedContainer | undefined): void {
    if (this.#closed) return;
    if (container === undefined) {
      this.#inspected = undefined;
      this.dispatch({ type: 'absent' });
      return;
    }
    this.#inspected = container;
    const facts = { ...container, health: this.#engineHealth(container) };
    const address = this.#watched.address ?? container.ports[0] ?? null;
    if (facts.health !== 'none') this.#checks.found(container.checks);
    this.#check = facts.health === 'none' ? containerCheck(this.#watched.check, address, this.#parts.probes) : null;
    this.#policy = { ...this.#policy, probe: this.#check === null ? null : this.#watched.times };
    this.#parts.listener.inspected(container);
    this.dispatch({ type: 'facts', facts });
    this.refresh();
  }

  /** The engine's own check, unless ours takes its place or the engine never runs it. */
  #engineHealth(container: InspectedContainer): InspectedContainer['health'] {
    return this.#watched.check !== 'found' || this.isUnchecked ? 'none' : container.health;
  }

  /** Whether the engine should have checked it by now and has not, as Podman never does without systemd. */
  get isUnchecked(): boolean {
    const container = this.#inspected;
    if (container === undefined || !container.running || container.everChecked || container.startPeriodMs === null) return false;
    const patienceMs = Math.max(container.startPeriodMs, this.#watched.times.startPeriodMs);
    return this.#parts.clock.wallTime() - container.startedAt > patienceMs;
  }

  #advance(event: ContainerEvent): void {
    const { clock, random, listener } = this.#parts;
    const before = this.#state;
    const at = { now: clock.now(), wall: clock.wallTime(), random: random() };
    const [next, effects] = containerStep(this.#policy, before, event, at);
    this.#state = next;
    this.#timers.keepOnly((_timer, epoch) => epoch === next.epoch);
    if (next.epoch !== before.epoch) this.#checks.cancel();
    const earlier = this.#snapshot;
    if (next !== before) this.#snapshot = this.#take();
    for (const effect of effects) if (effect.type !== 'announce') this.#perform(effect);
    for (const effect of effects) if (effect.type === 'announce') listener.announced(effect.announcement);
    if (this.#snapshot.state !== earlier.state) listener.transitioned(earlier.state, this.#snapshot.state);
    this.#commands.settle(next);
    if (next !== before) listener.changed();
  }

  #perform(effect: Exclude<ContainerEffect, { type: 'announce' }>): void {
    switch (effect.type) {
      case 'look':
        this.look();
        return;
      case 'call':
        this.#call(effect.call, effect.epoch);
        return;
      case 'probe':
        this.#probe(effect.epoch);
        return;
      case 'arm':
        this.#timers.arm(effect.timer, effect.epoch, effect.delayMs);
        return;
    }
  }

  #call(call: 'start' | 'stop' | 'restart' | 'kill', epoch: number): void {
    this.#parts.engine[call](this.#state.id ?? this.#watched.name).then(
      () => this.dispatch({ type: 'called', epoch, ok: true, message: '' }),
      (error: unknown) => {
        const fault = asFault(error);
        if (fault.away && !this.#closed) this.#parts.listener.lostEngine(fault.message);
        else this.dispatch({ type: 'called', epoch, ok: false, message: fault.message });
      },
    );
  }

  #probe(epoch: number): void {
    const check = this.#check;
    if (check === null) return;
    this.#checks.ask(check, this.#watched.times.timeoutMs, (result) => this.dispatch({ type: 'probed', epoch, ...result }));
  }

  /** Takes over what changed beside its state: what it uses, the figures of its log. */
  refresh(): void {
    const snapshot = this.#take();
    const { cpu, memory, ports, errors, logRate, death } = this.#snapshot;
    const isUsageSame = snapshot.cpu === cpu && snapshot.memory === memory;
    const isLogSame = snapshot.errors === errors && snapshot.logRate === logRate && snapshot.death === death;
    if (isUsageSame && isLogSame && `${snapshot.ports}` === `${ports}`) return;
    this.#snapshot = snapshot;
    this.#parts.listener.changed();
  }

  #take(): ContainerSnapshot {
    const { name, address } = this.#watched;
    const ports = [...(this.#inspected?.ports ?? []), ...(address === null ? [] : [address])].map(({ port }) => port);
    const surroundings = {
      name,
      policy: this.#policy,
      ports: [...new Set(ports)],
      usage: this.#usage,
      log: this.#parts.logFigures(),
      death: this.#death,
    };
    return takeContainerSnapshot(surroundings, this.#state);
  }
}

function asFault(error: unknown): EngineFault {
  return error instanceof EngineFault ? error : new EngineFault(false, error instanceof Error ? error.message : String(error));
}
