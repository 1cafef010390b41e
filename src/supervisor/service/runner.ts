import type { Moment } from '../../policy/restart/core.js';
import type { ServiceEffect, ServiceEvent, ServiceLifecycle, ServiceStep } from '../../policy/service/lifecycle.js';
import { newServiceLifecycle, reachedDown, reachedUp, serviceStep } from '../../policy/service/step.js';
import type { Clock, Random } from '../../ports/clock.js';
import type { Swarm, SwarmService } from '../../ports/swarm.js';
import type { LogFigures } from '../log/gauge.js';
import type { ProcessSnapshot } from '../snapshot/process.js';
import { type UnitListener, UnitRunner } from '../unit/runner.js';
import type { UnitCommand } from '../unit/unit.js';
import { takeServiceSnapshot } from './snapshot.js';

/** What a runner is made of. */
export interface ServiceParts {
  readonly swarm: Swarm;
  readonly clock: Clock;
  readonly random: Random;
  readonly listener: UnitListener<never>;
  logFigures(): LogFigures;
  /** Asks the Swarm at once. */
  refresh(): void;
}

/** Carries the decisions about one service out: asks the Swarm to scale it or to start its tasks again. */
export class ServiceRunner extends UnitRunner<ServiceLifecycle, ServiceEvent, ServiceEffect, never, never> {
  readonly name: string;
  readonly #parts: ServiceParts;
  #service: SwarmService | undefined;
  #closed = false;

  /** @param name what the Swarm calls it */
  constructor(name: string, parts: ServiceParts) {
    super({ ...parts, initial: newServiceLifecycle, outcomes: { up: reachedUp, down: reachedDown } });
    this.name = name;
    this.#parts = parts;
  }

  /** What the Swarm said last; undefined where it has no such service, or did not say. */
  get service(): SwarmService | undefined {
    return this.#service;
  }

  /** The Swarm has answered. @param askedAt monotonic time of the question */
  seen(service: SwarmService | undefined, askedAt: number): void {
    this.#service = service;
    this.dispatch(service === undefined ? { type: 'absent', askedAt } : { type: 'facts', facts: service, askedAt });
  }

  /** Carries a command out. Resolves true once all replicas run, or none does, as the command wants it. */
  command(command: UnitCommand): Promise<boolean> {
    if (this.#closed) return Promise.resolve(false);
    const isUp = command === 'start' || command === 'restart';
    return this.order({ type: isUp ? command : 'stop' }, isUp ? 'up' : 'down');
  }

  /** Has so many replicas run. Resolves true once they do. */
  scale(replicas: number): Promise<boolean> {
    if (this.#closed) return Promise.resolve(false);
    return this.order({ type: 'scale', replicas }, replicas === 0 ? 'down' : 'up');
  }

  override dispatch(event: ServiceEvent): void {
    if (!this.#closed) super.dispatch(event);
  }

  /** Supervises it no longer; the service goes on as it is. */
  close(): void {
    this.#closed = true;
    this.commands.abandon();
  }

  protected override decide(event: ServiceEvent, at: Moment): ServiceStep {
    return serviceStep(this.name, this.lifecycle, event, at);
  }

  protected override fired(): void {}

  protected override entered(): void {}

  protected override perform(effect: ServiceEffect): void {
    const { swarm, refresh } = this.#parts;
    const id = this.lifecycle.facts?.id ?? this.name;
    switch (effect.type) {
      case 'inspect':
        refresh();
        return;
      case 'scale':
        this.#call(swarm.scale(id, effect.replicas), effect.epoch);
        return;
      case 'force_update':
        this.#call(swarm.forceUpdate(id), effect.epoch);
        return;
    }
  }

  #call(call: Promise<void>, epoch: number): void {
    call.then(
      () => this.dispatch({ type: 'called', epoch, refusal: null }),
      (error: Error) => this.dispatch({ type: 'called', epoch, refusal: error.message }),
    );
  }

  protected override take(): ProcessSnapshot {
    return takeServiceSnapshot(this.name, this.lifecycle, this.#parts.logFigures(), this.#service?.ports ?? []);
  }
}
