import type { SwarmTask } from '../../src/policy/service/facts.js';
import { EngineFault, type StreamListener } from '../../src/ports/container-engine.js';
import type { ServiceLogRequest, ServiceOutput, Swarm, SwarmList, SwarmService } from '../../src/ports/swarm.js';
import type { FakeClock } from './fake-clock.js';

/** A log that is followed. */
interface FakeServiceLog extends StreamListener<ServiceOutput> {
  readonly request: ServiceLogRequest;
  closed: boolean;
}

/** A Swarm in memory: it does what it is asked for at once, unless a test says otherwise. */
export class FakeSwarm implements Swarm {
  readonly calls: string[] = [];
  readonly logs: FakeServiceLog[] = [];
  /** True where nobody answers. */
  away = false;
  lists = 0;
  readonly #services = new Map<string, SwarmService>();
  readonly #clock: FakeClock;
  #nextTask = 1;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  /** Makes a service, or makes it again, with as many running tasks as it has replicas unless they are given. */
  make(name: string, about: Partial<SwarmService> = {}): SwarmService {
    const replicas = about.replicas ?? 1;
    const service: SwarmService = {
      id: `id-${name}`,
      name,
      stack: null,
      image: 'busybox',
      ports: [],
      restarts: 'any',
      tty: false,
      mode: 'replicated',
      replicas,
      replicasBefore: null,
      restarted: true,
      updating: false,
      updateTrouble: '',
      tasks: Array.from({ length: replicas }, (_, index) => this.task({ slot: String(index + 1) })),
      ...about,
    };
    this.#services.set(name, service);
    return service;
  }

  /** A task, running unless it says otherwise. */
  task(about: Partial<SwarmTask> = {}): SwarmTask {
    const id = `task${this.#nextTask++}`;
    const usual = { slot: '1', node: 'node1', state: 'running', wanted: true, error: '', exitCode: null, stale: false };
    return { id, at: this.#clock.wallTime(), ...usual, ...about };
  }

  remove(name: string): void {
    this.#services.delete(name);
  }

  async services(): Promise<SwarmList> {
    this.lists += 1;
    if (this.away) throw new EngineFault('away', 'the container engine does not answer');
    return { services: [...this.#services.values()], engine: 'Docker 27 at /fake.sock' };
  }

  serviceLogs(request: ServiceLogRequest, listener: StreamListener<ServiceOutput>): Disposable {
    const log: FakeServiceLog = {
      request,
      closed: false,
      opened: () => listener.opened(),
      took: (output) => listener.took(output),
      ended: (reason, refused) => listener.ended(reason, refused),
    };
    this.logs.push(log);
    return {
      [Symbol.dispose]: () => {
        log.closed = true;
      },
    };
  }

  async scale(id: string, replicas: number): Promise<void> {
    this.calls.push(`scale ${id} ${replicas}`);
    const service = this.#byId(id);
    this.make(service.name, {
      ...service,
      replicas,
      replicasBefore: service.replicas || null,
      tasks: Array.from({ length: replicas }, (_, index) => this.task({ slot: String(index + 1) })),
    });
  }

  async forceUpdate(id: string): Promise<void> {
    this.calls.push(`force ${id}`);
    const service = this.#byId(id);
    this.make(service.name, { ...service, tasks: service.tasks.map(({ slot }) => this.task({ slot })) });
  }

  #byId(id: string): SwarmService {
    const service = [...this.#services.values()].find((each) => each.id === id);
    if (service === undefined) throw new EngineFault('refused', 'no such service');
    return service;
  }
}
