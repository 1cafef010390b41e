import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Watchdog } from '../../../src/api/watchdog.js';
import { noticeLine } from '../../../src/supervisor/events/notice.js';
import { containersConfig } from '../../api/container-stage.js';
import { containerEvents, forever } from './container-events.js';
import { podmanSkipped, podmanSocket, TestContainer } from './engine.js';
import { isIn, untilContainer } from './until-container.js';

if (podmanSkipped !== undefined) process.stderr.write(`skipped: ${podmanSkipped}\n`);

/** With systemd, Podman does run health checks. */
const hasSystemd = existsSync('/run/systemd/system');

let watchdog: Watchdog;
let said: string[];

beforeEach(() => {
  watchdog = new Watchdog({ handleSignals: false });
  said = containerEvents(watchdog);
});

afterEach(async () => {
  await watchdog.shutdown();
});

function run(name: string, more: object = {}): Promise<TestContainer> {
  return TestContainer.run(name, forever, { HostConfig: { NetworkMode: 'none' }, ...more }, podmanSocket);
}

async function monitor(name: string, settings: object): Promise<void> {
  await watchdog.monitorContainers(containersConfig({ names: { [name]: settings }, socket: podmanSocket, listInterval: '1s' }));
  await untilContainer(watchdog, name, isIn('running'));
}

/** Does what the user does with Podman's own command. */
async function podman(...args: string[]): Promise<void> {
  await promisify(execFile)('podman', ['--url', `unix://${podmanSocket}`, ...args]);
}

describe.skipIf(podmanSkipped !== undefined)('on a real Podman', () => {
  it('a killed main process is restarted after growing delays, until the circuit opens at the third', async () => {
    await using container = await run('wd-test-crash');
    const printed: string[] = [];
    for (const stream of ['stdout', 'stderr'] as const) watchdog.on(stream, ({ data }) => printed.push(`${stream} ${data}`));
    await monitor(container.name, { restartDelay: '600ms' });
    const waits: number[] = [];
    for (let crash = 1; crash <= 3; crash += 1) {
      const ended = once(watchdog, 'container_exit');
      // From here on, since on a busy machine the news of the end may come late, and the delay counts from the end.
      const killedAt = performance.now();
      await container.killMain();
      await ended;
      if (crash === 3) break;
      await once(watchdog, 'container_restart');
      waits.push(performance.now() - killedAt);
      await untilContainer(watchdog, container.name, isIn('running'));
    }
    await untilContainer(watchdog, container.name, isIn('circuit_open'));
    expect(waits[0]).toBeGreaterThan(550);
    expect(waits[1]).toBeGreaterThan(1100);
    expect(said).toEqual([
      'container_exit 137',
      'container_restart',
      'container_exit 137',
      'container_restart',
      'container_exit 137',
      'circuit_open',
    ]);
    expect((await container.inspect()).State.Running).toBe(false);
    const log = watchdog.log(`container:${container.name}`)?.slice(0, Number.POSITIVE_INFINITY) ?? [];
    const lines = log.map(({ stream, text }) => `${stream} ${text}`);
    expect(lines.filter((line) => line === 'stdout begin')).toHaveLength(3);
    expect(lines.filter((line) => line === 'stderr trouble')).toHaveLength(3);
    // The first life began before anybody listened.
    expect(printed.filter((text) => text === 'stderr trouble\n').length).toBeGreaterThanOrEqual(2);
  });

  it('a stop by `podman stop` stays, and is no failure; its start is seen', async () => {
    await using container = await run('wd-test-stop');
    await monitor(container.name, { restartDelay: 0 });
    await podman('stop', '--time', '1', container.name);
    await untilContainer(watchdog, container.name, isIn('stopped'));
    expect(watchdog.getStatus(`container:${container.name}`)).toMatchObject({
      desired: 'down',
      restartCount: 0,
      nextStartInMs: null,
      circuit: { failures: 0 },
    });
    await podman('start', container.name);
    await untilContainer(watchdog, container.name, isIn('running'));
    expect(said).toEqual(['container_exit 137']);
  });

  it.skipIf(hasSystemd)('says after the start period that nothing runs a check of its own', async () => {
    const Healthcheck = { Test: ['CMD-SHELL', 'false'], Interval: 300_000_000, Retries: 1 };
    await using container = await run('wd-test-health', { Healthcheck });
    const notices: string[] = [];
    const stop = watchdog.onNotice((notice) => notices.push(noticeLine(notice)));
    await monitor(container.name, { healthCheck: { startPeriod: '2s' } });
    expect(watchdog.getStatus(`container:${container.name}`)).toMatchObject({ health: 'pending' });
    expect(notices).toEqual([]);
    await untilContainer(watchdog, container.name, ({ health }) => health === 'none');
    stop();
    expect(notices).toEqual([
      `container:${container.name}: the engine never runs its health check (Podman does not without systemd)`,
    ]);
    expect(said).toEqual([]);
  });
});
