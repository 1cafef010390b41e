import { isDeepStrictEqual } from 'node:util';
import type { ContainersConfig } from '../../config/schema/container-config.js';
import type { EngineEvent, ListedContainer } from '../../ports/container-engine.js';
import type { LogReader } from '../log/line.js';
import { RateSpans } from '../log/rate-spans.js';
import type { ProcessSnapshot } from '../snapshot/process.js';
import { AgentsList } from './agents-list.js';
import { type ContainerDetails, engineAccount } from './details.js';
import { EngineLink } from './engine-link.js';
import { isOutOfDate } from './listed-difference.js';
import type { WatchedContainer } from './parts.js';
import type { ContainerRunner } from './runner.js';
import { type ContainersListener, type ContainersPorts, type SupervisedContainer, superviseContainer } from './supervised.js';
import { ContainerUsages } from './usage.js';
import { watchedContainers } from './watched.js';

/** All containers together: which there are, how the engine says they are, and what is done about them. */
export class Containers {
  #config: ContainersConfig;
  readonly #ports: ContainersPorts;
  readonly #listener: ContainersListener;
  readonly #containers = new Map<string, SupervisedContainer>();
  readonly #link: EngineLink;
  readonly #usages: ContainerUsages;
  readonly #agents: AgentsList | undefined;
  readonly #spans: RateSpans;
  readonly #toldUnchecked = new Set<string>();
  #snapshots: readonly ProcessSnapshot[] | undefined;
  #away: string | undefined;
  #witnessed = false;

  /** Reads the list of containers. Nothing is asked before `start`. */
  constructor(config: ContainersConfig, ports: ContainersPorts, listener: ContainersListener) {
    this.#config = config;
    this.#ports = ports;
    this.#listener = listener;
    this.#spans = new RateSpans(ports.clock);
    this.#usages = new ContainerUsages(ports.engine, ports.clock);
    this.#link = new EngineLink(ports.engine, ports.clock, config.listIntervalMs, {
      listed: (containers) => this.#listed(containers),
      said: (event) => this.#said(event),
      witnessed: (isWitnessed) => this.#witness(isWitnessed),
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

  /** Goes over to another configuration without touching what did not change; false where everything must begin anew for it. */
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

  /** Looks after nothing any more. The containers go on as they are. */
  close(): void {
    this.#agents?.close();
    this.#link.close();
    for (const { runner, log } of this.#containers.values()) {
      runner.close();
      log.close();
    }
  }

  /** The runner of a container; undefined for an unknown name. */
  runner(name: string): ContainerRunner | undefined {
    return this.#containers.get(name)?.runner;
  }

  /** The log of a container; undefined for an unknown name. */
  log(name: string): LogReader | undefined {
    return this.#containers.get(name)?.log.store;
  }

  /** What is known of a container beside its snapshot; undefined for an unknown name. */
  details(name: string): ContainerDetails | undefined {
    const container = this.#containers.get(name);
    if (container === undefined) return undefined;
    const { runner, past } = container;
    return {
      config: runner.watched,
      container: engineAccount(runner),
      probes: runner.probeHistory(),
      timeline: past.timeline,
      ends: past.ends,
      usage: this.#usages.history(runner),
    };
  }

  /** Asks the engine about a container whose details somebody reads, and what it uses. */
  look(name: string): void {
    const runner = this.runner(name);
    if (runner === undefined) return;
    runner.look();
    void this.#usages.measure([runner]);
  }

  /** All snapshots in the order of the lists; the same array as long as nothing changed. */
  snapshots(): readonly ProcessSnapshot[] {
    this.#snapshots ??= [...this.#containers.values()].map(({ runner }) => runner.snapshot);
    return this.#snapshots;
  }

  /** The runners in the order of the lists. */
  get runners(): readonly ContainerRunner[] {
    return [...this.#containers.values()].map(({ runner }) => runner);
  }

  /** Goes over to the lists as they are now: what is not in them any more is let go, not stopped. */
  #arrange(): void {
    const watched = watchedContainers(this.#config, this.#agents?.agents ?? []);
    const before = new Map(this.#containers);
    this.#containers.clear();
    let isMore = false;
    for (const each of watched) {
      const known = before.get(each.name);
      before.delete(each.name);
      if (known === undefined) isMore = true;
      else if (!isDeepStrictEqual(known.runner.watched, each)) known.runner.replace(each);
      this.#containers.set(each.name, known ?? this.#add(each));
    }
    for (const { runner, log } of before.values()) {
      runner.close();
      log.close();
    }
    this.#snapshots = undefined;
    this.#listener.changed();
    for (const gone of before.keys()) this.#listener.changed(gone);
    if (isMore) this.#link.refreshIfBegun();
  }

  #add(watched: WatchedContainer): SupervisedContainer {
    const container = superviseContainer(watched, {
      ports: this.#ports,
      spans: this.#spans,
      listener: this.#listener,
      changed: () => {
        this.#snapshots = undefined;
      },
      running: (runner) => void this.#usages.measure([runner]),
      inspected: (runner) => this.#tellUnchecked(runner),
      usage: (runner) => this.#usages.history(runner).at(-1),
      lostEngine: (reason) => this.#link.lost(reason),
    });
    const { runner } = container;
    if (this.#witnessed) runner.dispatch({ type: 'events', connected: true });
    if (this.#away !== undefined) runner.dispatch({ type: 'away', because: this.#away });
    return container;
  }

  #listed(containers: readonly ListedContainer[]): void {
    const byName = new Map(containers.flatMap((container) => container.names.map((name) => [name, container] as const)));
    for (const [name, { runner }] of this.#containers) {
      const listed = byName.get(name);
      if (listed === undefined) runner.dispatch({ type: 'absent' });
      else if (isOutOfDate(runner, listed)) runner.look();
    }
    void this.#usages.measure(this.runners);
  }

  #said(event: EngineEvent): void {
    const { id, name, word, ends, exitCode, at } = event;
    for (const [own, { runner }] of this.#containers) {
      // One that was renamed away is still known by its id, and one that was renamed to it only by its name.
      if (own !== name && runner.lifecycle.id !== id) continue;
      const isOfAnother = runner.lifecycle.id !== null && runner.lifecycle.id !== id;
      if (word === 'other' || isOfAnother) runner.look();
      else runner.dispatch({ type: 'engine_event', word, ends, exitCode, at });
    }
  }

  #witness(isWitnessed: boolean): void {
    this.#witnessed = isWitnessed;
    for (const { runner } of this.#containers.values()) runner.dispatch({ type: 'events', connected: isWitnessed });
  }

  #lost(reason: string): void {
    this.#away = reason;
    this.#listener.noticed({ text: `containers: ${reason}; nothing is known of them until it does`, trouble: true });
    for (const { runner } of this.#containers.values()) runner.dispatch({ type: 'away', because: reason });
  }

  #back(): void {
    this.#away = undefined;
    this.#listener.noticed({ text: 'containers: the engine answers', trouble: false });
  }

  #tellUnchecked(runner: ContainerRunner): void {
    const { name } = runner.watched;
    if (!runner.isUnchecked || this.#toldUnchecked.has(name)) return;
    this.#toldUnchecked.add(name);
    const text = `container:${name}: the engine never runs its health check (Podman does not without systemd)`;
    this.#listener.noticed({ name: `container:${name}`, text, trouble: true });
  }
}
