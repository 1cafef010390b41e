import { isDeepStrictEqual } from 'node:util';
import type { ContainersConfig } from '../../config/schema/container-config.js';
import { containerName } from '../../policy/container/name.js';
import type { EngineEvent, ListedContainer } from '../../ports/container-engine.js';
import { RateSpans } from '../log/rate-spans.js';
import { UnitKind } from '../unit/kind.js';
import type { Units } from '../unit/units.js';
import { AgentsList } from './agents-list.js';
import { EngineLink } from './engine-link.js';
import { isOutOfDate } from './listed-difference.js';
import { type WatchedContainer, watchedContainers } from './parts.js';
import type { ContainerRunner } from './runner.js';
import { type ContainersListener, type ContainersPorts, type SupervisedContainer, superviseContainer } from './supervised.js';
import { containerUnit } from './unit.js';
import { ContainerUsages } from './usage.js';

/** Where containers are entered, and who is notified of them. */
export interface ContainersContext {
  readonly listener: ContainersListener;
  readonly units: Units;
  /** Whether their usage is read. */
  readonly isMeasured: () => boolean;
}

/** All containers together: which there are, how the engine says they are, and what is done about them. */
export class Containers {
  #config: ContainersConfig;
  readonly #ports: ContainersPorts;
  readonly #listener: ContainersListener;
  readonly #units: Units;
  readonly #isMeasured: () => boolean;
  readonly #containers: UnitKind<SupervisedContainer>;
  readonly #link: EngineLink;
  readonly #usages: ContainerUsages;
  readonly #agents: AgentsList | undefined;
  readonly #spans: RateSpans;
  readonly #reportedUnchecked = new Set<string>();
  #away: string | undefined;
  #eventsConnected = false;

  /** Reads the list of containers. Nothing is asked before `start`. */
  constructor(config: ContainersConfig, ports: ContainersPorts, around: ContainersContext) {
    this.#config = config;
    this.#ports = ports;
    const { listener, units, isMeasured } = around;
    this.#listener = listener;
    this.#units = units;
    this.#containers = new UnitKind(units);
    this.#isMeasured = isMeasured;
    this.#spans = new RateSpans(ports.clock);
    this.#usages = new ContainerUsages(ports.engine, ports.clock);
    this.#link = new EngineLink(ports.engine, ports.clock, config.listIntervalMs, {
      listed: (containers) => this.#listed(containers),
      engineEvent: (event) => this.#engineEvent(event),
      eventsConnected: (isConnected) => this.#connected(isConnected),
      refusedEvents: (reason) => {
        const seen = 'changes are seen only at the next list';
        listener.noticed({ text: `containers: the engine refuses its events: ${reason}; ${seen}`, trouble: true });
      },
      away: (reason) => this.#lost(reason),
      back: () => this.#back(),
    });
    if (config.agentsJson !== null) {
      this.#agents = new AgentsList(config.agentsJson, {
        ...ports,
        changed: () => this.#arrange(),
        complain: (text) => listener.noticed({ text: `containers: ${text}`, trouble: true }),
      });
    }
    this.#arrange();
  }

  /** Applies another configuration without touching what did not change; false where everything must begin again for it. */
  adopt(config: ContainersConfig): boolean {
    const { agentsJson, socket, listIntervalMs } = this.#config;
    if (config.agentsJson !== agentsJson || config.socket !== socket || config.listIntervalMs !== listIntervalMs) return false;
    this.#config = config;
    this.#arrange();
    return true;
  }

  /** Begins to ask the engine. */
  start(): void {
    this.#link.refresh();
  }

  /** Supervises nothing any more. The containers go on as they are. */
  close(): void {
    this.#agents?.close();
    this.#link.close();
    for (const { runner, log } of this.#containers.values()) {
      runner.close();
      log.close();
    }
  }

  /** The runner of a container, by the name of its row; undefined for every other one. */
  runner(name: string): ContainerRunner | undefined {
    return this.#containers.get(name)?.runner;
  }

  /** Takes them out of the units, where others are to be supervised instead. */
  forget(): void {
    this.#containers.clear();
  }

  /** Their usage is read from now on. */
  async measure(): Promise<void> {
    await this.#usages.measure(this.#runners);
  }

  /** Their usage is read no longer: figures that are not renewed would be taken for those of now. */
  forgetUsage(): void {
    for (const runner of this.#runners) runner.used(null);
  }

  get #runners(): readonly ContainerRunner[] {
    return this.#containers.values().map(({ runner }) => runner);
  }

  /** Adopts the lists as they are now: what is not in them any more is let go, not stopped. */
  #arrange(): void {
    const watched = watchedContainers(this.#config, this.#agents?.agents ?? []);
    const before = new Map(this.#containers.entries());
    const arranged: SupervisedContainer[] = [];
    let isMore = false;
    for (const each of watched) {
      const name = containerName(each.name);
      const known = before.get(name);
      before.delete(name);
      if (known === undefined) isMore = true;
      else if (!isDeepStrictEqual(known.runner.watched, each)) known.runner.replace(each);
      arranged.push(known ?? this.#add(each));
    }
    for (const [name, { runner, log }] of before) {
      runner.close();
      log.close();
      this.#units.delete(name);
      this.#listener.changed(name);
    }
    for (const container of arranged) this.#enlist(container);
    if (isMore) this.#link.refreshIfBegun();
  }

  #add(watched: WatchedContainer): SupervisedContainer {
    const container = superviseContainer(watched, {
      ports: this.#ports,
      spans: this.#spans,
      listener: this.#listener,
      changed: () => this.#units.changed(containerName(watched.name)),
      running: (runner) => {
        if (this.#isMeasured()) void this.#usages.measure([runner]);
      },
      inspected: (runner) => this.#reportUnchecked(runner),
      usage: (runner) => this.#usages.history(runner).at(-1),
      lostEngine: (reason) => this.#link.lost(reason),
    });
    const { runner } = container;
    if (this.#eventsConnected) runner.dispatch({ type: 'events', connected: true });
    if (this.#away !== undefined) runner.dispatch({ type: 'away', because: this.#away });
    return container;
  }

  /** Puts a container at the end of the units. */
  #enlist(container: SupervisedContainer): void {
    const { runner } = container;
    const name = containerName(runner.watched.name);
    this.#units.delete(name);
    const unit = containerUnit(name, container, this.#usages);
    this.#containers.set(unit, container);
    if (this.#units.wasNeeded(name)) runner.dispatch({ type: 'need' });
    this.#listener.changed(name);
  }

  #listed(containers: readonly ListedContainer[]): void {
    const byName = new Map(containers.flatMap((container) => container.names.map((name) => [name, container] as const)));
    for (const { runner } of this.#containers.values()) {
      const listed = byName.get(runner.watched.name);
      if (listed === undefined) runner.dispatch({ type: 'absent' });
      else if (isOutOfDate(runner, listed)) runner.inspect();
    }
    if (this.#isMeasured()) void this.measure();
  }

  #engineEvent(event: EngineEvent): void {
    const { id, name, word, ends, exitCode, at } = event;
    for (const { runner } of this.#containers.values()) {
      const own = runner.watched.name;
      // One that was renamed away is still known by its id, and one that was renamed to it only by its name.
      if (own !== name && runner.lifecycle.id !== id) continue;
      const isOfAnother = runner.lifecycle.id !== null && runner.lifecycle.id !== id;
      if (word === 'other' || isOfAnother) runner.inspect();
      else runner.dispatch({ type: 'engine_event', word, ends, exitCode, at });
    }
  }

  #connected(isConnected: boolean): void {
    this.#eventsConnected = isConnected;
    for (const { runner } of this.#containers.values()) runner.dispatch({ type: 'events', connected: isConnected });
  }

  #lost(reason: string): void {
    this.#away = reason;
    this.#listener.noticed({ text: `containers: ${reason}; their state is unknown until it does`, trouble: true });
    for (const { runner } of this.#containers.values()) runner.dispatch({ type: 'away', because: reason });
  }

  #back(): void {
    this.#away = undefined;
    this.#listener.noticed({ text: 'containers: the engine answers', trouble: false });
  }

  #reportUnchecked(runner: ContainerRunner): void {
    const { name } = runner.watched;
    if (!runner.isUnchecked || this.#reportedUnchecked.has(name)) return;
    this.#reportedUnchecked.add(name);
    const text = 'the engine never runs its health check (Podman does not without systemd)';
    this.#listener.noticed({ name: containerName(name), text, trouble: true });
  }
}
