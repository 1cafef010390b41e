import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Watchdog } from '../../../src/api/watchdog.js';
import type { ProcessStatus } from '../../../src/supervisor/snapshot/status.js';
import { containersConfig } from '../../api/container-stage.js';
import { hungAfterMs } from '../../fixtures/hung.js';
import { containerEvents, forever } from './container-events.js';
import { engineSocket, skipped, TestContainer, TestEngine } from './engine.js';
import { isIn, untilContainer } from './until-container.js';

if (skipped !== undefined) process.stderr.write(`skipped: ${skipped}\n`);

let watchdog: Watchdog;
let said: string[];

beforeEach(() => {
  watchdog = new Watchdog({ handleSignals: false });
  said = containerEvents(watchdog);
});

afterEach(async () => {
  await watchdog.shutdown();
});

/** Supervises these containers with the engine of the tests. */
async function monitor(names: unknown, socket = engineSocket): Promise<void> {
  await watchdog.monitorContainers(containersConfig({ names, socket, listInterval: '2s' }));
}

/** Resolves once a row is as a test wants it. */
const until = (name: string, test: (status: ProcessStatus) => boolean): Promise<void> => untilContainer(watchdog, name, test);

describe.skipIf(skipped !== undefined)('on a real engine', () => {
  it('a killed main process is restarted after growing delays, until the circuit opens at the third', async () => {
    await using container = await TestContainer.run('wd-test-crash', forever);
    await monitor({ [container.name]: { restartDelay: '1200ms' } });
    await until(container.name, isIn('running'));
    const lines = (): readonly string[] =>
      watchdog
        .log(`container:${container.name}`)
        ?.slice(0, Number.POSITIVE_INFINITY)
        .map(({ stream, text }) => `${stream} ${text}`) ?? [];
    const count = (text: string): number => lines().filter((line) => line === text).length;
    const waits: number[] = [];
    for (let crash = 1; crash <= 3; crash += 1) {
      // It runs before its shell has written anything.
      await expect.poll(() => [count('stdout begin'), count('stderr trouble')], { timeout: hungAfterMs }).toEqual([crash, crash]);
      const ended = once(watchdog, 'container_exit');
      // From here on, since on a busy machine the news of the end may come late, and the delay counts from the end.
      const killedAt = performance.now();
      await container.killMain();
      await ended;
      if (crash === 3) break;
      await once(watchdog, 'container_restart');
      waits.push(performance.now() - killedAt);
      await until(container.name, isIn('running'));
    }
    await until(container.name, isIn('circuit_open'));
    expect(waits[0]).toBeGreaterThan(1100);
    expect(waits[1]).toBeGreaterThan(2200);
    expect(said.filter((event) => event === 'container_restart')).toHaveLength(2);
    expect(said.at(-1)).toBe('circuit_open');
    expect((await container.inspect()).State.Running).toBe(false);
    expect([count('stdout begin'), count('stderr trouble')]).toEqual([3, 3]);
    expect(lines().filter((line) => line.startsWith('watchdog ended with exit code 137'))).toHaveLength(3);
  });

  it('a kill for want of memory is reported by the engine, and nothing is guessed', async () => {
    const hungry = [
      'sh',
      '-c',
      'x=$(yes aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | head -c 100000000); echo $x | wc -c',
    ];
    const limit = 20_000_000;
    await using container = await TestContainer.run('wd-test-oom', hungry, { HostConfig: { Memory: limit, MemorySwap: limit } });
    await monitor({ [container.name]: { autoRestart: false } });
    await container.post('start');
    await until(container.name, isIn('failed'));
    const [card] = watchdog.crashes(`container:${container.name}`);
    expect(card).toMatchObject({ words: 'exit code 137: SIGKILL, out of memory', causes: [{ kind: 'out_of_memory' }] });
  });

  it('a stop by the engine’s own command stays, and is no failure; its start is seen', async () => {
    await using container = await TestContainer.run('wd-test-stop', forever);
    await monitor({ [container.name]: { restartDelay: 0 } });
    await until(container.name, isIn('running'));
    await container.post('stop?t=1');
    await until(container.name, isIn('stopped'));
    expect(watchdog.getStatus(`container:${container.name}`)).toMatchObject({
      desired: 'down',
      reason: 'stopped from outside (exit code 137)',
      restartCount: 0,
      nextStartInMs: null,
      circuit: { failures: 0 },
    });
    await container.post('start');
    await until(container.name, isIn('running'));
    await container.post('restart?t=1');
    await until(container.name, ({ startCount }) => startCount >= 3);
    await container.post('kill');
    await until(container.name, isIn('stopped'));
    expect(said).toEqual(['container_exit 137', 'container_exit 137', 'container_exit 137']);
  });

  it('our own commands do what they say', async () => {
    await using container = await TestContainer.run('wd-test-commands', ['sh', '-c', 'trap "exit 0" TERM; sleep 1000 & wait']);
    const name = `container:${container.name}`;
    await monitor([container.name]);
    await until(container.name, isIn('running'));
    expect(await watchdog.restart(name)).toBe(true);
    expect(await watchdog.stop(name)).toBe(true);
    expect((await container.inspect()).State.Running).toBe(false);
    expect(await watchdog.start(name)).toBe(true);
    expect((await container.inspect()).State.Running).toBe(true);
    expect(await watchdog.kill(name)).toBe(true);
    expect(watchdog.getStatus(name)).toMatchObject({ state: 'stopped', reason: 'stopped by hand', restartCount: 0 });
  });

  it('what its own check finds unhealthy is restarted', async () => {
    const sickens = ['sh', '-c', 'echo > /tmp/well; sleep 2; rm /tmp/well; while true; do sleep 1; done'];
    const Healthcheck = { Test: ['CMD-SHELL', 'cat /tmp/well'], Interval: 300_000_000, Retries: 2 };
    await using container = await TestContainer.run('wd-test-health', sickens, { Healthcheck });
    await monitor({ [container.name]: { restartDelay: '100ms' } });
    await until(container.name, ({ health }) => health === 'healthy');
    await once(watchdog, 'container_health_failed');
    await once(watchdog, 'container_restart');
    await until(container.name, ({ startCount, health }) => startCount === 2 && health === 'healthy');
  });

  it('one remade under its name is a new one, and one that is removed is not there', async () => {
    await using container = await TestContainer.run('wd-test-remade', forever);
    await monitor([container.name]);
    await until(container.name, isIn('running'));
    await using again = await TestContainer.run('wd-test-remade', forever);
    await until(container.name, ({ startCount, state }) => startCount === 2 && state === 'running');
    await again[Symbol.asyncDispose]();
    await until(container.name, ({ reason }) => reason === 'the engine has no container of this name');
    expect(said).not.toContain('container_restart');
  });

  it('the log of a terminal is one stream, as it is', async () => {
    const colours = ['sh', '-c', 'echo -e "\\033[32mgreen\\033[0m"; while true; do sleep 1; done'];
    await using container = await TestContainer.run('wd-test-tty', colours, { Tty: true });
    await monitor([container.name]);
    const log = () => watchdog.log(`container:${container.name}`);
    // The note of its start precedes its output.
    const first = () =>
      log()
        ?.slice(0, log()?.nextSeq ?? 0)
        .find(({ stream }) => stream !== 'watchdog');
    await until(container.name, () => first() !== undefined);
    expect(first()?.text.replace('\r', '')).toBe('\u001b[32mgreen\u001b[0m');
  });
});

describe.skipIf(skipped !== undefined)('an engine that is killed', () => {
  it('leaves everything unknown, and is believed when it is back; nothing is restarted', async () => {
    await using engine = await TestEngine.open();
    const always = { HostConfig: { RestartPolicy: { Name: 'always' } } };
    await using container = await TestContainer.run('wd-test-away', forever, {}, engine.socket);
    await using own = await TestContainer.run('wd-test-own', forever, always, engine.socket);
    await monitor([container.name, own.name], engine.socket);
    await until(container.name, isIn('running'));
    await until(own.name, isIn('running'));
    await engine.does('kill');
    await until(container.name, isIn('unknown'));
    await until(own.name, isIn('unknown'));
    expect(watchdog.getStatus(`container:${container.name}`)?.reason).toContain('does not answer');
    await engine.does('start');
    await until(container.name, (status) => status.state !== 'unknown');
    // Docker ends what runs when it comes back, and restarts what is to restart by its own policy.
    await until(own.name, isIn('running'));
    const { Running } = (await container.inspect()).State;
    await until(container.name, isIn(Running ? 'running' : 'stopped'));
    expect(said.filter((event) => event !== 'container_exit 137' && event !== 'container_restart')).toEqual([]);
    expect(watchdog.getStatus(`container:${container.name}`)).toMatchObject({ restartCount: 0, nextStartInMs: null });
  });
});
