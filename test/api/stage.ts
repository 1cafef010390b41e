import type { WatchdogOptions, WatchdogPorts } from '../../src/api/options.js';
import { Watchdog } from '../../src/api/watchdog.js';
import type { PortHolder } from '../../src/policy/diagnosis/port-holder.js';
import type { Inspector, TreeRow } from '../../src/ports/inspector.js';
import type { ProbeResult, ProbeRunner } from '../../src/ports/probe-runner.js';
import { noticeLine } from '../../src/supervisor/events/notice.js';
import type { EventName } from '../../src/supervisor/events/table.js';
import { FakeClock } from '../ports/fake-clock.js';
import { FakeFileWatcher } from '../ports/fake-file-watcher.js';
import { FakeSpawner, settle } from '../ports/fake-spawner.js';
import { FakeUsageSampler } from '../ports/fake-usage-sampler.js';

/** A check that the test answers when it wants. */
export interface PendingCheck {
  readonly signal: AbortSignal;
  answer(result: ProbeResult): void;
}

/** Probes whose answers come from the test. */
export class FakeProbes implements ProbeRunner {
  readonly pending: PendingCheck[] = [];
  /** Answers at once, where it is set. */
  answer: ProbeResult | undefined;
  asked = 0;

  run(_probe: unknown, signal: AbortSignal): Promise<ProbeResult> {
    this.asked += 1;
    if (this.answer !== undefined) return Promise.resolve(this.answer);
    return new Promise((resolve) => this.pending.push({ signal, answer: resolve }));
  }
}

/** A machine on which there is what the test says. */
class FakeInspector implements Inspector {
  rows: readonly TreeRow[] = [];
  readonly holders = new Map<number, PortHolder>();
  /** Whether any process has written into files. */
  written: boolean | undefined;

  async tree(): Promise<readonly TreeRow[]> {
    return this.rows;
  }

  async hasWritten(): Promise<boolean | undefined> {
    return this.written;
  }

  async portHolder(port: number): Promise<PortHolder | undefined> {
    return this.holders.get(port);
  }
}

/** A Watchdog on a fake clock, with fake children and checks, and everything that it says written down. */
export class Stage {
  readonly clock = new FakeClock();
  readonly spawner = new FakeSpawner();
  readonly probes = new FakeProbes();
  readonly watcher = new FakeFileWatcher();
  readonly inspector = new FakeInspector();
  readonly usage = new FakeUsageSampler();
  readonly watchdog: Watchdog;
  /** The texts of all notices, in order. */
  readonly noticed: string[] = [];
  /** "event name" with the payload's other fields, in order. */
  readonly said: string[] = [];

  /** @param ports further sides of the world to replace */
  constructor(options: WatchdogOptions = {}, ports: Partial<WatchdogPorts> = {}) {
    this.watchdog = new Watchdog({
      handleSignals: false,
      environment: {},
      ports: {
        clock: this.clock,
        spawner: this.spawner,
        probes: this.probes,
        watcher: this.watcher,
        inspector: this.inspector,
        usage: this.usage,
        random: () => 0,
        ...ports,
      },
      ...options,
    });
    this.watchdog.onNotice((notice) => this.noticed.push(noticeLine(notice)));
    for (const event of recorded) {
      (this.watchdog as import('node:events').EventEmitter).on(event, (payload?: Record<string, unknown>) => {
        const { name: _name, error, by: _by, why: _why, blocked: _blocked, ...rest } = payload ?? {};
        const fields = [
          ...Object.values(rest),
          ...(error instanceof Error ? [error.message] : error === undefined ? [] : [error]),
        ];
        this.said.push([event, ...fields].join(' '));
      });
    }
  }

  /** Registers a process called `api` that needs nothing. */
  register(config: Record<string, unknown> = {}): this {
    this.watchdog.register({ name: 'api', command: 'api', ...config });
    this.said.length = 0;
    return this;
  }

  /** Starts `api` and lets the spawn be reported. */
  async start(name = 'api'): Promise<boolean> {
    const started = this.watchdog.start(name);
    await settle();
    return started;
  }

  /** Lets the newest child end. */
  async crash(code = 1): Promise<void> {
    this.spawner.last.exit({ code });
    await settle();
  }

  /** Lets time pass, and after each timer all that follows from it. */
  async advance(ms: number): Promise<void> {
    let left = ms;
    while (this.clock.untilNext <= left) {
      const next = this.clock.untilNext;
      this.clock.advance(next);
      left -= next;
      await settle();
    }
    this.clock.advance(left);
    await settle();
  }

  get status() {
    const status = this.watchdog.getStatus('api');
    if (status === null) throw new Error('api is not registered');
    return status;
  }

  /** What was said since the last call. */
  emitted(): string[] {
    return this.said.splice(0);
  }
}

const recorded: readonly EventName[] = [
  'registered',
  'starting',
  'started',
  'exited',
  'stopped',
  'restarting',
  'error',
  'health_ok',
  'health_failed',
  'circuit_open',
  'circuit_reset',
  'max_restarts',
  'shutdown',
  'backoff',
  'circuit_half_open',
  'circuit_closed',
  'waiting',
];
