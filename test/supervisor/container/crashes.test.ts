import { beforeEach, describe, expect, it } from 'vitest';
import { whyDocument } from '../../../src/control/why-document.js';
import { ContainerStage } from '../../api/container-stage.js';

let stage: ContainerStage;

beforeEach(() => {
  stage = new ContainerStage();
});

/** The container writes to stderr. */
function says(text: string): void {
  stage.engine.logsOpened.at(-1)!.took({ stream: 'stderr', chunk: Buffer.from(text) });
}

function cards() {
  return stage.watchdog.crashes('container:redis');
}

function ends() {
  return stage.watchdog.details('container:redis')!.ends.map(({ words, expected }) => `${words}${expected ? ', wanted' : ''}`);
}

describe('A container that runs out of memory', () => {
  async function run(about: { exitCode?: number; reported?: boolean }): Promise<void> {
    stage.engine.make('redis', { oomKilled: false });
    await stage.monitor({ names: { redis: { restartDelay: '10s' } } });
    await stage.advance(5000);
    stage.engine.runOutOfMemory('redis', about);
    await stage.advance(1500);
  }

  it.each([true, false])('is known to, by the engine, also where only its inspection shows it (event: %s)', async (reported) => {
    const events: unknown[] = [];
    stage.watchdog.on('container_exit', (event) => events.push(event));
    await run({ reported });
    expect(cards()).toMatchObject([
      {
        exit: { code: 137, outOfMemory: true },
        words: 'exit code 137: SIGKILL, out of memory',
        causes: [{ kind: 'out_of_memory' }],
      },
    ]);
    expect(ends()).toEqual(['exit code 137: SIGKILL, out of memory']);
    expect(events).toEqual([
      { containerName: 'redis', exitCode: 137, by: 'itself', why: '', ...(reported ? { outOfMemory: true } : {}) },
    ]);
    const why = whyDocument(stage.watchdog, 'container:redis');
    expect(JSON.stringify(why)).toContain('SIGKILL: out of memory');
    expect(JSON.stringify(why)).not.toContain('perhaps');
  });

  it('is reported also where its main process went on and ended otherwise', async () => {
    await run({ exitCode: 3 });
    expect(cards()).toMatchObject([
      { words: 'exit code 3: a process in it was killed, out of memory', causes: [{ kind: 'out_of_memory' }] },
    ]);
  });

  it('is not said of the next life, nor of a kill that was none', async () => {
    await run({});
    await stage.advance(20_000);
    stage.engine.crash('redis');
    await stage.advance(1500);
    expect(ends()).toEqual([
      'exit code 137: SIGKILL, out of memory',
      'exit code 137: SIGKILL, killed by another process or at a limit',
    ]);
  });
});

describe('A container that dies', () => {
  it('gets a card with its time, its exit in words, its last lines and what they mean', async () => {
    stage.engine.make('redis');
    stage.watchdog.usage.watch();
    await stage.monitor();
    await stage.advance(10_000);
    await stage.advance(2500);
    says("ready\nError: Cannot find module 'express'\n");
    stage.engine.crash('redis', 1);
    const at = stage.clock.wallTime();
    await stage.advance(1000);
    expect(cards()).toMatchObject([
      {
        at,
        exit: { code: 1, signal: null },
        words: 'exit code 1',
        ranMs: 12_500,
        cpu: 1,
        memory: 1024,
        checks: [],
        lines: [
          { stream: 'stderr', text: 'ready' },
          { stream: 'stderr', text: "Error: Cannot find module 'express'" },
        ],
        causes: [{ kind: 'module_missing' }],
      },
    ]);
    expect(stage.watchdog.details('container:redis')!.ends).toEqual([
      { code: 1, signal: null, at, by: 'itself', action: null, why: '', words: 'exit code 1', ranMs: 12_500, expected: false },
    ]);
  });

  it('gets it only once it is certain that the end was not asked for', async () => {
    stage.engine.make('redis');
    await stage.monitor();
    stage.engine.crash('redis');
    await stage.advance(999);
    expect([cards(), ends()]).toEqual([[], []]);
    await stage.advance(1);
    expect(cards()).toMatchObject([{ words: 'exit code 137: SIGKILL, perhaps out of memory', count: 1 }]);
  });

  it('has what came just behind the news of its end, and nothing of another life', async () => {
    stage.engine.make('redis');
    await stage.monitor();
    says('first life\n');
    stage.engine.crash('redis', 1);
    says('last words\n');
    await stage.advance(2000);
    says('second life\n');
    stage.engine.crash('redis', 2);
    await stage.advance(4000);
    expect(cards().map(({ lines }) => lines.map(({ text }) => text))).toEqual([['first life', 'last words'], ['second life']]);
  });

  it('again and again in the same way has one card that counts', async () => {
    stage.engine.make('redis');
    await stage.monitor({ names: { redis: { circuit: { threshold: 2 } } } });
    for (let life = 0; life < 2; life += 1) {
      says(`Error: no stock for ${life}\n`);
      stage.engine.crash('redis', 3);
      await stage.advance(2000);
    }
    expect(stage.status().state).toBe('circuit_open');
    expect(cards()).toMatchObject([{ count: 2 }]);
    expect(ends()).toEqual(['exit code 3', 'exit code 3']);
  });

  it('gets one also where nothing restarts it, or its own restart policy does', async () => {
    const redis = stage.engine.make('redis', { ownRestart: 'always' });
    stage.engine.make('once');
    await stage.monitor({ names: { redis: {}, once: { autoRestart: false } } });
    stage.engine.crash('once', 4);
    stage.engine.crash('redis', 5);
    redis.state = 'restarting';
    await stage.advance(200);
    stage.engine.startByPerson('redis');
    await stage.advance(1000);
    expect(stage.watchdog.crashes('container:once')).toMatchObject([{ words: 'exit code 4' }]);
    expect(cards()).toMatchObject([{ words: 'exit code 5' }]);
  });

  it('gets one where the user starts it before the verdict', async () => {
    stage.engine.make('redis');
    await stage.monitor();
    stage.engine.crash('redis', 1);
    void stage.watchdog.start('container:redis');
    await stage.advance(1000);
    expect([stage.status().state, ends()]).toEqual(['running', ['exit code 1']]);
    expect(cards()).toHaveLength(1);
  });

  it('at once after its start gets one for each life', async () => {
    stage.engine.make('redis');
    await stage.monitor();
    stage.engine.crash('redis', 1);
    stage.engine.dying = { exitCode: 2 };
    await stage.advance(4000);
    expect(ends()).toEqual(['exit code 1', 'exit code 2']);
    expect(cards().map(({ words }) => words)).toEqual(['exit code 1', 'exit code 2']);
  });
});

describe('A container that is unwell', () => {
  it('dies of that when it is restarted, with the last answers of the check', async () => {
    const check = { ok: false, message: 'no PONG', at: 7, latencyMs: 12 };
    const redis = stage.engine.make('redis', { health: 'healthy' });
    await stage.monitor();
    redis.checks = [check];
    stage.engine.setHealth('redis', 'unhealthy');
    await stage.settle();
    await stage.advance(2000);
    expect(stage.engine.calls).toEqual(['restart redis']);
    await stage.advance(1000);
    expect(cards()).toMatchObject([
      {
        words: 'its own health check failed; ended with exit code 143',
        checks: [{ id: 'health', ...check }],
        causes: [{ kind: 'unhealthy', what: 'its own health check failed' }],
      },
    ]);
    expect(ends()).toEqual(['its own health check failed; ended with exit code 143']);
  });

  it('and crashes before that dies of the crash; and lives where the user is faster', async () => {
    stage.engine.make('redis', { health: 'healthy' });
    await stage.monitor();
    stage.engine.setHealth('redis', 'unhealthy');
    await stage.settle();
    stage.engine.crash('redis', 3);
    await stage.advance(1000);
    expect(ends()).toEqual(['exit code 3']);
    await stage.watchdog.start('container:redis');
    stage.engine.setHealth('redis', 'unhealthy');
    await stage.settle();
    void stage.watchdog.restart('container:redis');
    await stage.advance(1000);
    expect(ends()).toEqual(['exit code 3', 'exit code 143, restarted by hand, wanted']);
  });
});

describe('An end that was asked for', () => {
  it.each([
    ['a stop of ours', async () => void (await stage.watchdog.stop('container:redis')), 143],
    ['a restart of ours', async () => void (await stage.watchdog.restart('container:redis')), 143],
    ['a kill of ours', async () => void (await stage.watchdog.kill('container:redis')), 137],
    ["the engine's own stop", async () => stage.engine.stopByPerson('redis'), 143],
  ])('by %s is an exit and no death', async (_by, action, code) => {
    stage.engine.make('redis');
    await stage.monitor();
    await action();
    await stage.advance(5000);
    expect(cards()).toEqual([]);
    expect(stage.watchdog.details('container:redis')!.ends).toMatchObject([{ code, expected: true }]);
  });

  it('is none where its work was done', async () => {
    stage.engine.make('redis');
    await stage.monitor({ names: { redis: { autoRestart: 'on-failure' } } });
    stage.engine.crash('redis', 0);
    await stage.advance(5000);
    expect([cards(), ends()]).toEqual([[], ['exit code 0, wanted']]);
  });
});

describe('A start that the engine refuses', () => {
  it('is a card without an exit, with what it means', async () => {
    stage.engine.make('redis', { state: 'exited', finishedAt: 5 });
    await stage.monitor();
    stage.engine.refusal = 'Bind for 0.0.0.0:6379 failed: port is already allocated';
    expect(await stage.watchdog.start('container:redis')).toBe(false);
    expect(cards()).toMatchObject([
      { exit: null, ranMs: null, words: stage.engine.refusal, lines: [], causes: [{ kind: 'port_in_use' }] },
    ]);
    expect(ends()).toEqual([]);
  });

  it('comes after the death that it was to make good', async () => {
    stage.engine.make('redis');
    await stage.monitor();
    stage.engine.refusal = 'no space left on device';
    stage.engine.crash('redis', 1);
    await stage.advance(2000);
    expect(cards().map(({ words }) => words)).toEqual(['exit code 1', 'no space left on device']);
  });
});

describe('The cards of a container', () => {
  it('stand under its name beside those of the processes, and are the same array as long as nothing changed', async () => {
    stage.engine.make('redis');
    stage.watchdog.register({ name: 'redis', command: 'redis' });
    await stage.monitor();
    stage.engine.crash('redis', 1);
    await stage.advance(1000);
    expect(stage.watchdog.crashes('redis')).toEqual([]);
    const all = cards();
    expect(JSON.parse(JSON.stringify(all))).toEqual(all);
    expect(cards()).toBe(all);
  });

  it('say why it is down, beside its exits', async () => {
    stage.engine.make('redis');
    await stage.monitor();
    stage.engine.crash('redis', 2);
    await stage.advance(2000);
    says('REDIS_URL is not set\n');
    stage.engine.crash('redis', 1);
    await stage.advance(1000);
    const { exits, cause } = whyDocument(stage.watchdog, 'container:redis');
    expect(exits.map(({ code }) => code)).toEqual([1, 2]);
    expect(cause).toBe('the variable REDIS_URL is not set; set it under env:, or in a file named under envFile:');
  });
});
