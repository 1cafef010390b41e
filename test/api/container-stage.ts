import { Watchdog } from '../../src/api/watchdog.js';
import { resolveContainers } from '../../src/config/resolve/containers.js';
import type { ContainersConfig } from '../../src/config/schema/container-config.js';
import { containers } from '../../src/config/schema/containers.js';
import { noticeLine } from '../../src/supervisor/events/notice.js';
import type { EventName } from '../../src/supervisor/events/table.js';
import { FakeClock } from '../ports/fake-clock.js';
import { FakeContainerEngine } from '../ports/fake-container-engine.js';
import { FakeFileWatcher } from '../ports/fake-file-watcher.js';
import { FakeSpawner, settle } from '../ports/fake-spawner.js';
import { FakeProbes } from './stage.js';

/** What `containers:` of a watchdog.yaml stands for. */
export function containersConfig(written: unknown): ContainersConfig {
  return resolveContainers(containers.parse(written), '/project');
}

/** A Watchdog on a fake clock, with an engine in memory, and everything that it says of containers written down. */
export class ContainerStage {
  readonly clock = new FakeClock();
  readonly engine = new FakeContainerEngine(this.clock);
  readonly probes = new FakeProbes();
  readonly spawner = new FakeSpawner();
  readonly watcher = new FakeFileWatcher();
  readonly watchdog: Watchdog;
  readonly noticed: string[] = [];
  /** "event" with the payload's fields but the name, in order. */
  readonly said: string[] = [];

  constructor() {
    const { clock, engine, probes, spawner, watcher } = this;
    this.watchdog = new Watchdog({
      handleSignals: false,
      environment: {},
      ports: { clock, engine, probes, spawner, watcher, random: () => 0 },
    });
    this.watchdog.onNotice((notice) => this.noticed.push(noticeLine(notice)));
    for (const event of recorded) {
      (this.watchdog as import('node:events').EventEmitter).on(event, (payload: Record<string, unknown>) => {
        const { name: _name, containerName: _container, by: _by, why: _why, ...rest } = payload;
        this.said.push([event, ...Object.values(rest)].join(' '));
      });
    }
  }

  /** Begins to supervise containers, and lets the engine answer. */
  async monitor(written: unknown = { names: ['redis'] }): Promise<this> {
    await this.watchdog.monitorContainers(containersConfig(written));
    await this.settle();
    this.said.length = 0;
    return this;
  }

  /** Lets time pass, and after each timer all that follows from it. */
  async advance(ms: number): Promise<void> {
    let left = ms;
    while (this.clock.untilNext <= left) {
      const next = this.clock.untilNext;
      this.clock.advance(next);
      left -= next;
      await this.settle();
    }
    this.clock.advance(left);
    await this.settle();
  }

  /** Lets everything that is already due in microtasks happen; an answer of the engine takes several. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 5; turn += 1) await settle();
  }

  /** What was said since the last call. */
  emitted(): string[] {
    return this.said.splice(0);
  }

  status(name = 'redis') {
    const status = this.watchdog.getStatus(`container:${name}`);
    if (status === null) throw new Error(`container:${name} is not supervised`);
    return status;
  }
}

const recorded: readonly EventName[] = [
  'container_exit',
  'container_restart',
  'container_health_failed',
  'circuit_open',
  'circuit_half_open',
  'circuit_closed',
  'circuit_reset',
  'max_restarts',
  'backoff',
];
