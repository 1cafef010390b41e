import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { HealthEntry } from '../../src/api/options.js';
import { Watchdog } from '../../src/api/watchdog.js';
import type { ProcessRegistration } from '../../src/config/resolve/parse-process.js';
import { isAlive } from '../fixtures/alive.js';
import { hungAfterMs } from '../fixtures/hung.js';
import { KillList } from '../fixtures/process-tree.js';
import { PuppetStage } from '../fixtures/puppet.js';

type Extra = Partial<ProcessRegistration<HealthEntry>>;

/** A watchdog with one real child, `api`, and a record of what happened to it. */
class Ring implements AsyncDisposable {
  readonly watchdog = new Watchdog({ handleSignals: false });
  readonly events: string[] = [];
  readonly pids: number[] = [];
  readonly #met = new KillList();

  constructor(stage: PuppetStage, extra: Extra = {}) {
    const { command, args } = stage;
    this.watchdog.register({ name: 'api', command, args: [...args], restartDelay: 60_000, stop: { grace: 200 }, ...extra });
    this.watchdog.on('started', ({ name, pid }) => {
      this.#met.add(pid);
      if (name !== 'api') return;
      if (this.alive > 0) this.#note(name, 'a second child');
      this.pids.push(pid);
      this.#note(name, 'started');
    });
    this.watchdog.on('starting', ({ name }) => this.#note(name, 'starting'));
    this.watchdog.on('exited', ({ name }) => this.#note(name, 'exited'));
    this.watchdog.on('stopped', ({ name }) => this.#note(name, 'stopped'));
    this.watchdog.on('error', ({ name }) => this.#note(name, 'error'));
  }

  get state(): string {
    return this.watchdog.getStatus('api')?.state ?? '';
  }

  /** Waits until `api` is in a state. */
  async untilIn(state: string): Promise<void> {
    while (this.state !== state) await once(this.watchdog, 'state', { signal: AbortSignal.timeout(hungAfterMs) });
  }

  get alive(): number {
    return this.pids.filter(isAlive).length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.watchdog.killAll();
    await this.watchdog.shutdown();
    this.#met.killAll();
  }

  #note(name: string, event: string): void {
    if (name === 'api') this.events.push(event);
  }
}

/** How `api` is brought into each state in which a command may meet it. */
const situations: Readonly<Record<string, { readonly extra?: Extra; bring(ring: Ring, stage: PuppetStage): Promise<unknown> }>> =
  {
    stopped: { bring: async () => {} },
    starting: { bring: async ({ watchdog }) => void watchdog.start('api') },
    running: { bring: ({ watchdog }) => watchdog.start('api') },
    stopping: {
      bring: async ({ watchdog }, stage) => {
        await watchdog.start('api');
        const run = await stage.next();
        await run.ignore('SIGTERM');
        void watchdog.stop('api');
        await run.received('SIGTERM');
      },
    },
    backoff: {
      bring: async (ring, stage) => {
        await ring.watchdog.start('api');
        await (await stage.next()).exit(1);
        await ring.untilIn('backoff');
      },
    },
    circuit_open: {
      extra: { circuit: { threshold: 1, cooldown: 60_000 } },
      bring: async (ring, stage) => {
        await ring.watchdog.start('api');
        await (await stage.next()).exit(1);
        await ring.untilIn('circuit_open');
      },
    },
    failed: {
      extra: { autoRestart: false },
      bring: async (ring, stage) => {
        await ring.watchdog.start('api');
        await (await stage.next()).exit(1);
        await ring.untilIn('failed');
      },
    },
    waiting: {
      extra: { dependsOn: ['db'] },
      bring: async ({ watchdog }) => {
        watchdog.register({ name: 'db', command: 'sleep', args: ['600'], healthCheck: async () => false });
        void watchdog.start('api');
      },
    },
  };
const states = Object.keys(situations);

async function ringIn(state: string, stage: PuppetStage): Promise<Ring> {
  const { extra, bring } = situations[state]!;
  const ring = new Ring(stage, extra);
  await bring(ring, stage);
  expect(ring.state).toBe(state);
  ring.events.length = 0;
  return ring;
}

describe('commands that get in each other’s way', () => {
  it('twenty restarts at once give one live child, no error, and all are true', async () => {
    await using stage = await PuppetStage.open();
    await using ring = await ringIn('running', stage);
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => ring.watchdog.restart('api')));
    expect(outcomes).toEqual(Array(20).fill(true));
    expect([ring.state, ring.alive, ring.watchdog.getStatus('api')?.restartCount]).toEqual(['running', 1, 0]);
    expect(ring.events).toEqual(['exited', 'stopped', 'starting', 'started']);
  });

  it.each(states)('a stop in %s ends it for good', async (state) => {
    await using stage = await PuppetStage.open();
    await using ring = await ringIn(state, stage);
    expect(await ring.watchdog.stop('api')).toBe(true);
    expect([ring.alive, ring.watchdog.getStatus('api')?.nextStartInMs]).toEqual([0, null]);
    expect(ring.state).toBe(state === 'failed' ? 'failed' : 'stopped');
  });

  it.each(states.filter((state) => state !== 'circuit_open' && state !== 'waiting'))(
    'a restart in %s gives one live child',
    async (state) => {
      await using stage = await PuppetStage.open();
      await using ring = await ringIn(state, stage);
      expect(await ring.watchdog.restart('api')).toBe(true);
      expect([ring.state, ring.alive]).toEqual(['running', 1]);
      expect(ring.events).not.toContain('a second child');
    },
  );

  it('a start in stopping waits for the end of the old child, and then starts one', async () => {
    await using stage = await PuppetStage.open();
    await using ring = await ringIn('stopping', stage);
    expect(await ring.watchdog.start('api')).toBe(true);
    expect([ring.state, ring.alive]).toEqual(['running', 1]);
    expect(ring.events).toEqual(['exited', 'stopped', 'starting', 'started']);
  });

  it.each(states)('a start and a stop right after it in %s leave nothing', async (state) => {
    await using stage = await PuppetStage.open();
    await using ring = await ringIn(state, stage);
    const started = ring.watchdog.start('api');
    expect(await ring.watchdog.stop('api')).toBe(true);
    await started;
    expect([ring.alive, ['stopped', 'failed'].includes(ring.state)]).toEqual([0, true]);
  });

  it.each(states)('a shutdown in %s leaves nothing alive, and nothing starts after it', async (state) => {
    await using stage = await PuppetStage.open();
    await using ring = await ringIn(state, stage);
    const restarted = ring.watchdog.restart('api');
    const { left } = await ring.watchdog.shutdown();
    const runs = ring.pids.length;
    await restarted;
    expect([left, ring.alive]).toEqual([[], 0]);
    expect([await ring.watchdog.start('api'), await ring.watchdog.restart('api'), ring.pids.length]).toEqual([
      false,
      false,
      runs,
    ]);
  });
});

it('a port that a forking server held is free again when "stopped" is said', async () => {
  const watchdog = new Watchdog({ handleSignals: false });
  const program = new URL('../fixtures/forking-server.mjs', import.meta.url).pathname;
  watchdog.register({ name: 'server', command: process.execPath, args: [program], stop: { grace: 800 } });
  const said = once(watchdog, 'stdout');
  await watchdog.start('server');
  const port = Number(/port (\d+)/.exec((await said)[0].data)?.[1]);
  const heldAfterExit = once(watchdog, 'exited').then(() => listening(port));
  const freeWhenStopped = once(watchdog, 'stopped').then(() => listening(port));
  expect(await listening(port)).toBe('EADDRINUSE');
  await watchdog.stop('server');
  expect([await heldAfterExit, await freeWhenStopped]).toEqual(['EADDRINUSE', 'free']);
  await watchdog.shutdown();
});

/** Whether somebody can listen on a port of this machine now: "free", or the system's word for why not. */
async function listening(port: number): Promise<string> {
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
    return 'free';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? '';
  } finally {
    server.close();
  }
}
