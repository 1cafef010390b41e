import type { ContainersConfig } from '../../config/schema/container-config.js';
import { serviceName } from '../../policy/container/name.js';
import type { ProcessStateName } from '../../policy/process/lifecycle.js';
import { backoffDelay } from '../../policy/restart/backoff.js';
import { isFull } from '../../policy/service/step.js';
import type { Clock, Random } from '../../ports/clock.js';
import type { ContainerOutput } from '../../ports/container-engine.js';
import type { Swarm, SwarmList } from '../../ports/swarm.js';
import type { Notice } from '../events/notice.js';
import { Timeline } from '../history/timeline.js';
import { RateSpans } from '../log/rate-spans.js';
import { UnitKind } from '../unit/kind.js';
import type { Units } from '../unit/units.js';
import { ServiceLog } from './log.js';
import { ServiceRunner } from './runner.js';
import { serviceUnit } from './unit.js';

/** Milliseconds between two questions while something is on its way. */
const movingMs = 1000;
/** Milliseconds for which a service that has become complete is watched closely. */
const settledMs = 15_000;
/** How long a manager that is away is left alone before it is asked again. */
const retry = { initialMs: 1000, multiplier: 2, maxMs: 60_000, jitter: 0 };

/** What services are supervised with. */
export interface ServicesPorts {
  readonly swarm: Swarm;
  readonly clock: Clock;
  readonly random: Random;
}

/** Notified of what happens to any service. */
export interface ServicesListener {
  transitioned(row: string, from: ProcessStateName, to: ProcessStateName): void;
  output(row: string, output: ContainerOutput): void;
  /** A row or a log changed, or it is there no more. */
  changed(row: string): void;
  noticed(notice: Notice): void;
}

interface SupervisedService {
  readonly runner: ServiceRunner;
  readonly log: ServiceLog;
  readonly timeline: Timeline;
}

/** All services together: which there are, and how the Swarm says they are. */
export class Services {
  readonly #config: ContainersConfig;
  readonly #ports: ServicesPorts;
  readonly #listener: ServicesListener;
  readonly #units: Units;
  readonly #spans: RateSpans;
  readonly #services: UnitKind<SupervisedService>;
  #timer: Disposable | undefined;
  #engine = '';
  #failures = 0;
  #asking = false;
  #askAgain = false;
  #closed = false;

  /** Enters those that are named. Nothing is asked before `refresh`. */
  constructor(config: ContainersConfig, ports: ServicesPorts, around: { listener: ServicesListener; units: Units }) {
    this.#config = config;
    this.#ports = ports;
    this.#listener = around.listener;
    this.#units = around.units;
    this.#services = new UnitKind(around.units);
    this.#spans = new RateSpans(ports.clock);
    for (const name of config.services) this.#add(name);
  }

  /** Another configuration is always another group of services. */
  adopt(): boolean {
    return false;
  }

  /** Begins to ask the Swarm. */
  start(): void {
    this.refresh();
  }

  /** Asks the Swarm now. */
  refresh(): void {
    if (this.#closed) return;
    if (this.#asking) {
      this.#askAgain = true;
      return;
    }
    this.#timer?.[Symbol.dispose]();
    this.#asking = true;
    const askedAt = this.#ports.clock.now();
    this.#ports.swarm.services().then(
      (list) => this.#listed(list, askedAt),
      (error: Error) => this.#failed(error.message),
    );
  }

  /** Supervises nothing any more. The services go on as they are. */
  close(): void {
    this.#closed = true;
    this.#timer?.[Symbol.dispose]();
    for (const { runner, log } of this.#services.values()) {
      runner.close();
      log.close();
    }
  }

  /** Takes them out of the units, where others are to be supervised instead. */
  forget(): void {
    this.#services.clear();
  }

  #listed({ services, engine }: SwarmList, askedAt: number): void {
    this.#asking = false;
    if (this.#closed) return;
    if (this.#failures > 0) this.#listener.noticed({ text: 'services: the Swarm answers', trouble: false });
    this.#failures = 0;
    this.#engine = engine;
    const { stack } = this.#config;
    const named = new Set(this.#config.services);
    const members = stack === null ? [] : services.flatMap((each) => (each.stack === stack ? [each.name] : [])).sort();
    for (const name of members) if (this.#services.get(serviceName(name)) === undefined) this.#add(name);
    const byName = new Map(services.map((service) => [service.name, service]));
    for (const [row, { runner, log }] of this.#services.entries()) {
      const service = byName.get(runner.name);
      if (service === undefined && !named.has(runner.name)) {
        this.#remove(row);
        continue;
      }
      if (service === undefined) log.rest();
      else log.follow(service);
      runner.seen(service, askedAt);
    }
    this.#next(
      this.#askAgain ? 0 : this.#isMoving ? Math.min(movingMs, this.#config.listIntervalMs) : this.#config.listIntervalMs,
    );
    this.#askAgain = false;
  }

  #failed(reason: string): void {
    this.#asking = false;
    this.#askAgain = false;
    if (this.#closed) return;
    this.#failures += 1;
    if (this.#failures === 1) {
      this.#listener.noticed({ text: `services: ${reason}; their state is unknown until it does`, trouble: true });
      for (const { runner } of this.#services.values()) runner.dispatch({ type: 'away', because: reason });
    }
    this.#next(backoffDelay(retry, this.#failures - 1, 0));
  }

  #next(delayMs: number): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = this.#ports.clock.setTimer(() => this.refresh(), delayMs);
  }

  get #isMoving(): boolean {
    const now = this.#ports.clock.now();
    return this.#services.values().some(({ runner: { lifecycle } }) => {
      const { phase, facts, fullSince } = lifecycle;
      if (facts === null || phase.name === 'stopped' || phase.name === 'completed' || phase.name === 'failed') return false;
      return !isFull(facts) || fullSince === null || now - fullSince < settledMs;
    });
  }

  #add(name: string): void {
    const row = serviceName(name);
    const { clock, random, swarm } = this.#ports;
    const timeline = new Timeline(clock);
    const log = new ServiceLog(
      swarm,
      { clock, spans: this.#spans },
      {
        changed: () => this.#listener.changed(row),
        output: (output) => this.#listener.output(row, output),
        figuresChanged: () => runner.refresh(),
      },
    );
    const runner: ServiceRunner = new ServiceRunner(name, {
      swarm,
      clock,
      random,
      logFigures: () => log.figures,
      refresh: () => this.refresh(),
      listener: {
        announced: () => {},
        transitioned: (from, to) => {
          timeline.add(from, to, runner.snapshot);
          this.#listener.transitioned(row, from, to);
        },
        changed: () => {
          this.#units.changed(row);
          this.#listener.changed(row);
        },
      },
    });
    const service = { runner, log, timeline };
    const unit = serviceUnit(row, { ...service, engine: () => this.#engine, refresh: () => this.refresh() });
    this.#services.set(unit, service);
    if (this.#units.wasNeeded(row)) runner.dispatch({ type: 'need' });
    this.#listener.changed(row);
  }

  #remove(row: string): void {
    const service = this.#services.get(row);
    service?.runner.close();
    service?.log.close();
    this.#units.delete(row);
    this.#listener.changed(row);
  }
}
