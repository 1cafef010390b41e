import type {
  ContainerAnnouncement,
  ContainerEffect,
  ContainerEvent,
  ContainerLifecycle,
  ContainerPolicy,
  ContainerStep,
  ContainerTimer,
} from '../../policy/container/lifecycle.js';
import { containerStep, newContainerLifecycle } from '../../policy/container/step.js';
import type { Moment } from '../../policy/restart/core.js';
import type { Requester } from '../../policy/restart/exit.js';
import { EngineFault, type InspectedContainer } from '../../ports/container-engine.js';
import type { ProbeTrack } from '../health/history.js';
import type { Check } from '../health/prober.js';
import type { ProcessSnapshot } from '../snapshot/process.js';
import { UnitRunner } from '../unit/runner.js';
import type { EngineAccount } from '../unit/unit.js';
import { containerCheck } from './check.js';
import { ContainerChecks } from './checks.js';
import { ContainerInspector } from './inspector.js';
import { containerOutcomes } from './outcomes.js';
import type { ContainerParts, WatchedContainer } from './parts.js';
import { takeContainerSnapshot } from './snapshot.js';

/** Milliseconds of grace that engines give where nobody says otherwise. */
const usualGraceMs = 10_000;

/** What a step wants done beside what every runner does itself. */
type Work = Exclude<ContainerEffect, { type: 'announce' | 'arm' }>;

/** Carries the decisions about one container out: asks and calls the engine, and checks it where the engine does not. */
export class ContainerRunner extends UnitRunner<ContainerLifecycle, ContainerEvent, Work, ContainerAnnouncement, ContainerTimer> {
  readonly #parts: ContainerParts;
  readonly #inspector: ContainerInspector;
  readonly #checks: ContainerChecks;
  #watched: WatchedContainer;
  #policy: ContainerPolicy;
  #check: Check | null = null;
  #inspected: InspectedContainer | undefined;
  #usage: { readonly cpu: number | null; readonly memory: number } | null = null;
  #closed = false;

  constructor(watched: WatchedContainer, parts: ContainerParts) {
    super({ ...parts, initial: newContainerLifecycle, outcomes: containerOutcomes });
    this.#parts = parts;
    this.#watched = watched;
    this.#policy = { ...watched.policy, probe: null };
    this.#checks = new ContainerChecks(parts.clock);
    this.#inspector = new ContainerInspector(parts.engine, watched.name, {
      inspected: (container) => this.#onInspected(container),
      failed: (error) => this.#failed(error),
    });
  }

  /** How it is supervised. */
  get watched(): WatchedContainer {
    return this.#watched;
  }

  /** What the engine said last; undefined before it said anything. */
  get inspected(): InspectedContainer | undefined {
    return this.#inspected;
  }

  /** The same as its details show it; null before the engine said anything. */
  get account(): EngineAccount | null {
    if (this.#inspected === undefined) return null;
    const { id, image, engine, ownRestart, bindings } = this.#inspected;
    return { id, image, engine, ownRestart, bindings, unchecked: this.isUnchecked };
  }

  /** The last answers of its check, the engine's or ours; no track where nobody asks. */
  probeHistory(): readonly ProbeTrack[] {
    const isAskedByEngine = this.#inspected !== undefined && this.#engineHealth(this.#inspected) !== 'none';
    return this.#checks.tracks(this.#policy.probe !== null || isAskedByEngine);
  }

  /** Supervises it in another way from now on. */
  replace(watched: WatchedContainer): void {
    this.#watched = watched;
    this.#policy = { ...watched.policy, probe: this.#policy.probe };
    if (this.#inspected !== undefined) this.inspect();
  }

  /** What it uses was measured. */
  used(usage: { readonly cpu: number | null; readonly memory: number } | null): void {
    this.#usage = usage;
    this.refresh();
  }

  /** Carries a command out. Resolves true once it runs, or is down, as the command wants it. */
  command(type: 'start' | 'stop' | 'kill' | 'restart', by: Requester = 'user', restarts = false): Promise<boolean> {
    if (this.#closed) return Promise.resolve(false);
    return this.order(
      type === 'start' ? { type } : { type, by, restarts },
      type === 'start' || type === 'restart' ? 'up' : 'down',
    );
  }

  /** Asks the engine how it is. */
  inspect(): void {
    if (!this.#closed) this.#inspector.ask();
  }

  /** Hands an event to the lifecycle, unless nobody supervises the container any more. */
  override dispatch(event: ContainerEvent): void {
    if (!this.#closed) super.dispatch(event);
  }

  /** Supervises it no longer; the container goes on as it is. */
  close(): void {
    this.#closed = true;
    this.disarmAll();
    this.#checks.cancel();
    this.commands.abandon();
  }

  #failed(error: unknown): void {
    const { kind, message } = asFault(error);
    if (kind !== 'away') this.dispatch({ type: 'refused', because: message });
    else if (!this.#closed) this.#parts.listener.lostEngine(message);
  }

  #onInspected(container: InspectedContainer | undefined): void {
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

  protected override decide(event: ContainerEvent, at: Moment): ContainerStep {
    return containerStep(this.#policy, this.lifecycle, event, at);
  }

  protected override fired(timer: ContainerTimer, epoch: number): void {
    this.dispatch({ type: 'timer', timer, epoch });
  }

  protected override entered(next: ContainerLifecycle, before: ContainerLifecycle): void {
    if (next.epoch !== before.epoch) this.#checks.cancel();
  }

  protected override perform(effect: Work): void {
    switch (effect.type) {
      case 'inspect':
        this.inspect();
        return;
      case 'call':
        this.#call(effect.call, effect.epoch);
        return;
      case 'probe':
        this.#probe(effect.epoch);
        return;
    }
  }

  #call(call: 'start' | 'stop' | 'restart' | 'kill', epoch: number): void {
    const { engine, listener } = this.#parts;
    engine[call](this.lifecycle.id ?? this.#watched.name, this.#inspected?.stopGraceMs ?? usualGraceMs).then(
      () => this.dispatch({ type: 'called', epoch, ok: true, message: '' }),
      (error: unknown) => {
        const { kind, message } = asFault(error);
        if (kind === 'away' && !this.#closed) listener.lostEngine(message);
        else this.dispatch({ type: 'called', epoch, ok: false, message });
      },
    );
  }

  #probe(epoch: number): void {
    const check = this.#check;
    if (check === null) return;
    this.#checks.ask(check, this.#watched.times.timeoutMs, (result) => this.dispatch({ type: 'probed', epoch, ...result }));
  }

  protected override take(): ProcessSnapshot {
    const { name, address } = this.#watched;
    const ports = [...(this.#inspected?.ports ?? []), ...(address === null ? [] : [address])].map(({ port }) => port);
    const parts = {
      name,
      policy: this.#policy,
      ports: [...new Set(ports)],
      usage: this.#usage,
      log: this.#parts.logFigures(),
      death: this.death,
    };
    return takeContainerSnapshot(parts, this.lifecycle);
  }
}

function asFault(error: unknown): EngineFault {
  return error instanceof EngineFault
    ? error
    : new EngineFault('refused', error instanceof Error ? error.message : String(error));
}
