import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Watchdog } from '../../src/index.js';
import { isAlive, untilDead } from '../fixtures/alive.js';
import { settle } from '../ports/fake-spawner.js';
import { Stage } from './stage.js';

describe('a stop of leftovers that cannot be killed', () => {
  it.each(['stop', 'shutdown'] as const)('ends all the same (%s), and names them', async (how) => {
    const stage = new Stage().register({ stop: { grace: '1s' } });
    await stage.start();
    stage.spawner.last.exitLeavingDescendants({ code: 1 });
    expect(stage.status.state).toBe('backoff');
    const ended = how === 'stop' ? stage.watchdog.stop('api') : stage.watchdog.shutdown();
    await stage.advance(3000);
    expect(await ended).toEqual(how === 'stop' ? false : { stopped: [], killed: ['api'], left: [{ name: 'api', pid: 1000 }] });
    expect(stage.status.reason).toContain('cannot be killed: pid 1000');
  });

  it('leaves nothing scheduled after the shutdown', async () => {
    const stage = new Stage().register({ stop: { grace: '1s' } });
    await stage.start();
    const ended = stage.watchdog.shutdown();
    await stage.advance(3000);
    expect((await ended).left).toHaveLength(1);
    expect(stage.clock.pending).toBe(0);
    expect(stage.spawner.last.abandoned).toBe(true);
  });
});

describe('a stop command that hangs', () => {
  it('is ended with the process that it was to stop', async () => {
    const stage = new Stage().register({ stop: { command: 'graceful', grace: '1s' } });
    await stage.start();
    const [child] = stage.spawner.children;
    const stopped = stage.watchdog.stop('api');
    await stage.advance(1000);
    child!.exit({ signal: 'SIGKILL' });
    expect(await stopped).toBe(true);
    expect(stage.spawner.last.spec.command).toBe('graceful');
    expect(stage.spawner.last.signals).toEqual(['SIGKILL']);
  });
});

describe('after the shutdown has begun', () => {
  it('what is registered late is not started', async () => {
    const stage = new Stage().register();
    await stage.start();
    const ended = stage.watchdog.shutdown();
    stage.watchdog.register({ name: 'late', command: 'late' });
    expect(await stage.watchdog.start('late')).toBe(false);
    await stage.crash(143);
    await ended;
    expect(stage.spawner.children).toHaveLength(1);
  });

  it('a second signal to a host program ends it with nothing left', async () => {
    const script = `import { Watchdog } from './src/index.ts';
      const watchdog = new Watchdog();
      watchdog.on('stdout', ({ data }) => process.stdout.write(data));
      watchdog.register({ name: 'a', command: 'sh', args: ['-c', 'trap "" TERM; echo $$; while :; do sleep 0.05; done'] });
      await watchdog.start('a');`;
    const host = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [printed] = await once(host.stdout, 'data');
    const pid = Number(printed);
    host.kill('SIGTERM');
    host.kill('SIGINT');
    const [code] = await once(host, 'exit');
    expect([130, 143]).toContain(code);
    await untilDead(pid);
    expect(isAlive(pid)).toBe(false);
  });
});

describe('a manual start', () => {
  it('of a waiting process zeroes its counts and closes a half-open circuit', async () => {
    const stage = new Stage();
    stage.watchdog.register({ name: 'db', command: 'db' });
    stage.register({ dependsOn: ['db'], circuit: { threshold: 1, cooldown: '1s' } });
    await stage.start();
    stage.spawner.last.exit({ code: 1 });
    expect(stage.status.state).toBe('circuit_open');
    const stopped = stage.watchdog.stop('db');
    stage.spawner.children[0]!.exit({ signal: 'SIGTERM' });
    await stopped;
    await stage.advance(1000);
    expect(stage.status).toMatchObject({ state: 'waiting', circuit: { state: 'half_open' }, restartCount: 1 });
    expect(await stage.start()).toBe(true);
    expect(stage.status).toMatchObject({ state: 'running', circuit: { state: 'closed' }, restartCount: 0 });
  });

  it('of a running process does not start what the user has stopped', async () => {
    const stage = new Stage();
    stage.watchdog.register({ name: 'db', command: 'db' });
    stage.register({ dependsOn: ['db'] });
    await stage.start();
    const stopped = stage.watchdog.stop('db');
    stage.spawner.children[0]!.exit({ signal: 'SIGTERM' });
    await stopped;
    expect(await stage.start()).toBe(true);
    expect(stage.watchdog.getStatus('db')?.state).toBe('stopped');
  });

  it('waits for a dependency that is being stopped, and starts it again', async () => {
    const stage = new Stage();
    stage.watchdog.register({ name: 'db', command: 'db' });
    stage.register({ dependsOn: ['db'] });
    await stage.start('db');
    void stage.watchdog.stop('db');
    const started = stage.watchdog.start('api');
    stage.spawner.children[0]!.exit({ signal: 'SIGTERM' });
    expect(await started).toBe(true);
    expect(stage.watchdog.getStatus('db')?.state).toBe('running');
  });
});

describe('a health function', () => {
  it('is never run beside itself, not even by the next generation', async () => {
    let running = 0;
    let most = 0;
    const ends: (() => void)[] = [];
    const stage = new Stage().register({
      healthCheck: () => {
        running += 1;
        most = Math.max(most, running);
        return new Promise<boolean>((resolve) =>
          ends.push(() => {
            running -= 1;
            resolve(true);
          }),
        );
      },
    });
    await stage.start();
    for (let restart = 0; restart < 2; restart += 1) {
      const restarted = stage.watchdog.restart('api');
      await stage.crash(143);
      await restarted;
    }
    expect([running, most]).toEqual([1, 1]);
    ends[0]!();
    await settle();
    expect([running, most]).toEqual([1, 1]);
  });
});

describe('a fault of the host', () => {
  it('in a listener or a logger stops nothing', async () => {
    const faults: unknown[] = [];
    const listeners = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.on('uncaughtException', (error) => faults.push(error));
    const fail = (): never => {
      throw new Error("the host's own fault");
    };
    const watchdog = new Watchdog({ handleSignals: false, logger: { info: fail, warn: fail } });
    watchdog.onChange(fail);
    watchdog.register({ name: 'sleep', command: 'sleep', args: ['100'] });
    expect(await watchdog.start('sleep')).toBe(true);
    const { pid } = watchdog.getStatus('sleep')!;
    expect((await watchdog.shutdown()).left).toEqual([]);
    expect(isAlive(pid!)).toBe(false);
    process.removeAllListeners('uncaughtException');
    for (const listener of listeners) process.on('uncaughtException', listener as () => void);
    expect(faults.length).toBeGreaterThan(0);
  });
});
