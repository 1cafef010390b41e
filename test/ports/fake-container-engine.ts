import {
  type ContainerEngine,
  type ContainerOutput,
  type ContainerUsage,
  type EngineEvent,
  EngineFault,
  type InspectedContainer,
  type ListedContainer,
  type LogRequest,
  type StreamListener,
} from '../../src/ports/container-engine.js';
import type { FakeClock } from './fake-clock.js';

/** A container that does what the test says. */
export interface FakeContainer {
  id: string;
  readonly name: string;
  state: 'running' | 'exited' | 'paused' | 'restarting' | 'created';
  startedAt: number;
  finishedAt: number;
  exitCode: number;
  oomKilled: boolean | null;
  health: InspectedContainer['health'];
  ownRestart: string | null;
  everChecked: boolean;
  ports: InspectedContainer['ports'];
  checks: InspectedContainer['checks'];
}

/** A log that is followed. */
export interface FakeLog extends StreamListener<ContainerOutput> {
  readonly request: LogRequest;
  closed: boolean;
}

/** An engine in memory. It emits its events unless the test has disconnected them. */
export class FakeContainerEngine implements ContainerEngine {
  readonly containers = new Map<string, FakeContainer>();
  readonly calls: string[] = [];
  readonly logsOpened: FakeLog[] = [];
  /** True where nobody answers. */
  away = false;
  /** Why it does not say how a container is, though it lists it; undefined where it does. */
  inspectionFault: EngineFault | undefined;
  /** Why it does not do what it is called for; undefined where it does. */
  callFault: EngineFault | undefined;
  /** Why it does not say what a container uses; undefined where it does. */
  usageFault: EngineFault | undefined;
  /** What its events are refused with; undefined where they are emitted. */
  eventsRefusal: string | undefined;
  /** True where events are not reported. */
  mute = false;
  /** What starts are refused with; undefined where they succeed. */
  refusal: string | undefined;
  /** How the next one that is started ends at once; undefined where it goes on. */
  dying: { readonly exitCode: number } | undefined;
  lists = 0;
  inspections = 0;
  usages = 0;
  readonly #clock: FakeClock;
  readonly #listeners = new Set<StreamListener<EngineEvent>>();
  #nextId = 1;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  /** Makes a container, running unless it says otherwise. */
  make(name: string, about: Partial<FakeContainer> = {}): FakeContainer {
    const container: FakeContainer = {
      id: `id-${this.#nextId++}`,
      name,
      state: 'running',
      startedAt: this.#clock.wallTime(),
      finishedAt: 0,
      exitCode: 0,
      oomKilled: null,
      health: 'none',
      ownRestart: null,
      everChecked: true,
      ports: [],
      checks: [],
      ...about,
    };
    this.containers.set(name, container);
    this.emit(container, 'other');
    return container;
  }

  /** Ends without anybody's doing. */
  crash(name: string, exitCode = 137): void {
    const container = this.of(name);
    this.#end(container, exitCode);
    this.emit(container, 'die', { exitCode });
  }

  /** A process in it is killed for want of memory, and it ends. @param reported whether the engine says so before the end, as Docker does */
  runOutOfMemory(name: string, { exitCode = 137, reported = true } = {}): void {
    const container = this.of(name);
    container.oomKilled = true;
    if (reported) this.emit(container, 'oom');
    this.crash(name, exitCode);
  }

  /** The user stops it with the engine's own command. */
  stopByPerson(name: string): void {
    const container = this.of(name);
    this.emit(container, 'kill');
    this.#end(container, 143);
    this.emit(container, 'die', { exitCode: 143 });
    this.emit(container, 'stop');
  }

  /** The user starts it with the engine's own command. */
  startByPerson(name: string): void {
    this.#begin(this.of(name));
  }

  /** The engine's own check says something else. */
  setHealth(name: string, health: FakeContainer['health']): void {
    const container = this.of(name);
    container.health = health;
    this.emit(container, 'other');
  }

  /** The engine ends: nobody answers, and its streams break off. */
  leave(): void {
    this.away = true;
    this.breakEvents();
  }

  /** The stream of events breaks off. */
  breakEvents(): void {
    for (const listener of [...this.#listeners]) {
      this.#listeners.delete(listener);
      listener.ended('gone', false);
    }
  }

  of(name: string): FakeContainer {
    const container = [...this.containers.values()].find((each) => each.name === name || each.id === name);
    if (container === undefined) throw new EngineFault('refused', `No such container: ${name}`);
    return container;
  }

  emit(container: FakeContainer, word: EngineEvent['word'], more: Partial<EngineEvent> = {}): void {
    if (this.mute) return;
    const { id, name } = container;
    const event: EngineEvent = { id, name, word, ends: true, exitCode: null, at: this.#clock.wallTime(), ...more };
    for (const listener of this.#listeners) listener.took(event);
  }

  async list(): Promise<readonly ListedContainer[]> {
    this.#answer();
    this.lists += 1;
    return [...this.containers.values()].map(({ id, name, state, health, ports }) => ({
      id,
      names: [name],
      state,
      health: health === 'none' ? undefined : health,
      ports,
    }));
  }

  async inspect(name: string): Promise<InspectedContainer | undefined> {
    this.#answer();
    this.inspections += 1;
    if (this.inspectionFault !== undefined) throw this.inspectionFault;
    const container = this.containers.get(name);
    if (container === undefined) return undefined;
    const { state, ...rest } = container;
    return {
      ...rest,
      containerName: container.name,
      pid: 1,
      running: state === 'running' || state === 'paused',
      paused: state === 'paused',
      restarting: state === 'restarting',
      tty: false,
      stopGraceMs: 10_000,
      image: `${container.name}:7`,
      engine: 'Fake 1.0 at /fake.sock',
      bindings: container.ports.map(({ port }) => ({ inside: '80/tcp', outside: [`0.0.0.0:${port}`] })),
      startPeriodMs: container.health === 'none' ? null : 0,
    };
  }

  events(_since: number | null, listener: StreamListener<EngineEvent>): Disposable {
    const { eventsRefusal } = this;
    if (eventsRefusal !== undefined) queueMicrotask(() => listener.ended(eventsRefusal, true));
    else if (this.away || this.mute) queueMicrotask(() => listener.ended('no events', false));
    else {
      this.#listeners.add(listener);
      queueMicrotask(() => listener.opened());
    }
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  logs(request: LogRequest, listener: StreamListener<ContainerOutput>): Disposable {
    const log: FakeLog = {
      request,
      closed: false,
      opened: () => listener.opened(),
      took: (item) => log.closed || listener.took(item),
      ended: (reason, refused) => log.closed || listener.ended(reason, refused),
    };
    this.logsOpened.push(log);
    return {
      [Symbol.dispose]: () => {
        log.closed = true;
      },
    };
  }

  async start(id: string): Promise<void> {
    this.#called('start', id);
    if (this.refusal !== undefined) throw new EngineFault('refused', this.refusal);
    if (this.of(id).state !== 'running') this.#begin(this.of(id));
  }

  async stop(id: string): Promise<void> {
    this.#called('stop', id);
    if (this.of(id).state === 'running') this.stopByPerson(this.of(id).name);
  }

  async restart(id: string): Promise<void> {
    this.#called('restart', id);
    const container = this.of(id);
    if (container.state === 'running') this.stopByPerson(container.name);
    this.#begin(container);
  }

  async kill(id: string): Promise<void> {
    this.#called('kill', id);
    const container = this.of(id);
    this.emit(container, 'kill');
    this.#end(container, 137);
    this.emit(container, 'die', { exitCode: 137 });
  }

  async usage(): Promise<ContainerUsage> {
    this.#answer();
    this.usages += 1;
    if (this.usageFault !== undefined) throw this.usageFault;
    return { cpuMs: this.usages * 100, memory: 1024 };
  }

  #called(call: string, id: string): void {
    this.#answer();
    this.calls.push(`${call} ${this.of(id).name}`);
    if (this.callFault !== undefined) throw this.callFault;
  }

  #answer(): void {
    if (this.away) throw new EngineFault('away', 'the container engine does not answer');
  }

  #begin(container: FakeContainer): void {
    container.state = 'running';
    container.startedAt = this.#clock.wallTime();
    if (container.oomKilled !== null) container.oomKilled = false;
    if (container.health !== 'none') container.health = 'pending';
    this.emit(container, 'other');
    if (this.dying === undefined) return;
    const { exitCode } = this.dying;
    this.dying = undefined;
    this.crash(container.name, exitCode);
  }

  #end(container: FakeContainer, exitCode: number): void {
    container.state = 'exited';
    container.exitCode = exitCode;
    container.finishedAt = this.#clock.wallTime();
  }
}
