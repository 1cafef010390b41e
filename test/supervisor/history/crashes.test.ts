import { describe, expect, it } from 'vitest';
import { Stage } from '../../api/stage.js';
import { settle } from '../../ports/fake-spawner.js';

/** Lets the newest child say something on stderr, and end. */
async function die(stage: Stage, text: string, fact: { readonly code?: number; readonly signal?: string } = { code: 1 }) {
  stage.spawner.last.events.output('stderr', Buffer.from(text));
  stage.spawner.last.exit(fact);
  await settle();
}

describe('A death', () => {
  it('is kept with its time, its exit in words, its last lines and what they mean', async () => {
    const stage = new Stage().register();
    await stage.start();
    stage.spawner.last.print('listening\n');
    await stage.advance(2500);
    await die(stage, "Error: Cannot find module 'express'\n", { code: 1 });
    const [card] = stage.watchdog.crashes('api');
    expect(card).toMatchObject({
      id: 1,
      count: 1,
      at: stage.clock.wallTime(),
      exit: { code: 1, signal: null },
      words: 'exit code 1',
      ranMs: 2500,
      cpu: null,
      memory: null,
      lines: [
        { stream: 'stdout', text: 'listening' },
        { stream: 'stderr', text: "Error: Cannot find module 'express'" },
      ],
      causes: [{ kind: 'module_missing', what: 'the module express is missing' }],
    });
    expect(stage.watchdog.crashes('nobody')).toEqual([]);
  });

  it('has what came after its exit, and nothing of another generation', async () => {
    const stage = new Stage().register();
    await stage.start();
    await die(stage, 'Error: first\n');
    await stage.advance(1000);
    const { last } = stage.spawner;
    last.print('second run\n');
    last.exitLeavingDescendants({ code: 2 });
    last.print('last words');
    expect(stage.watchdog.crashes('api')).toHaveLength(1);
    last.gone();
    expect(
      stage.watchdog
        .crashes('api')
        .at(-1)
        ?.lines.map(({ text }) => text),
    ).toEqual(['second run', 'last words']);
  });

  it('is reported after a while also where a descendant holds the output', async () => {
    const stage = new Stage().register();
    await stage.start();
    stage.spawner.last.exitLeavingDescendants({ code: 2 });
    await stage.advance(200);
    expect(stage.watchdog.crashes('api')).toHaveLength(1);
  });

  it('that happens again is counted', async () => {
    const stage = new Stage().register({ circuit: { threshold: 20 } });
    await stage.start();
    for (let run = 0; run < 3; run += 1) {
      await die(stage, `Error: no stock for ${run} at 12:00:0${run}\n`);
      await stage.advance(30_000);
    }
    const cards = stage.watchdog.crashes('api');
    expect(cards.map(({ count, firstAt, at }) => [count, at > firstAt])).toEqual([[3, true]]);
    expect(cards[0]?.lines[0]?.text).toBe('Error: no stock for 2 at 12:00:02');
  });

  it('keeps the last fifty lines, none longer than 500 characters', async () => {
    const stage = new Stage().register();
    await stage.start();
    const lines = Array.from({ length: 80 }, (_, index) => `line ${index}`);
    await die(stage, `${[...lines, 'x'.repeat(2000)].join('\n')}\n`);
    const kept = stage.watchdog.crashes('api')[0]!.lines;
    expect(kept).toHaveLength(50);
    expect(kept[0]?.text).toBe('line 31');
    expect(kept.at(-1)?.text).toBe(`${'x'.repeat(500)}…`);
  });

  it('of what never started has neither the checks nor the memory of its last life', async () => {
    const stage = new Stage().register({ healthCheck: { http: 'http://x' } });
    await stage.start();
    stage.probes.pending[0]?.answer({ ok: false, message: 'HTTP 503' });
    await die(stage, 'Error: first\n');
    stage.spawner.missing.add(stage.spawner.last.spec.command);
    await stage.advance(2000);
    expect(stage.watchdog.crashes('api').at(-1)).toMatchObject({ exit: null, ranMs: null, cpu: null, memory: null, checks: [] });
  });

  it('by a failing health check says so, with what the checks found, and makes no guess about the signal', async () => {
    const stage = new Stage().register({ healthCheck: { http: 'http://localhost:1/', threshold: 1, startPeriod: 0 } });
    await stage.start();
    stage.probes.pending[0]?.answer({ ok: false, message: 'HTTP 503' });
    await settle();
    stage.spawner.last.exit({ signal: 'SIGKILL' });
    await settle();
    expect(stage.watchdog.crashes('api')).toMatchObject([
      {
        words: '1 failed health check (HTTP 503); ended with signal SIGKILL',
        checks: [{ id: 'health', ok: false, message: 'HTTP 503', latencyMs: 0 }],
        causes: [{ kind: 'unhealthy', what: '1 failed health check (HTTP 503)' }],
      },
    ]);
  });

  it('before it was born is one too: what the system could not start', async () => {
    const stage = new Stage().register();
    stage.spawner.missing.add('api');
    await stage.start();
    expect(stage.watchdog.crashes('api')).toMatchObject([
      { exit: null, ranMs: null, words: 'command not found: api (ENOENT)', causes: [{ what: 'command not found: api' }] },
    ]);
  });

  it('at a port that is in use names who holds it', async () => {
    const stage = new Stage().register();
    stage.inspector.holders.set(3000, { pid: 4242, program: 'node', owner: 'web' });
    await stage.start();
    await die(stage, 'Error: listen EADDRINUSE: address already in use :::3000\n');
    expect(stage.watchdog.crashes('api')[0]?.causes[0]).toMatchObject({
      kind: 'port_in_use',
      what: 'port 3000 is held by web (node 4242)',
      port: 3000,
    });
  });

  it('by a refused connection names whose port it was', async () => {
    const stage = new Stage();
    stage.watchdog.register({ name: 'db', command: 'db', healthCheck: { tcp: 'localhost:5432' } });
    stage.register();
    await stage.start();
    await die(stage, 'Error: connect ECONNREFUSED 127.0.0.1:5432\n');
    expect(stage.watchdog.crashes('api')[0]?.causes[0]?.what).toBe('db does not answer on port 5432');
  });

  it('in the shadow of a dependency counts, and so does one under autoRestart with exit code 0', async () => {
    const stage = new Stage();
    stage.watchdog.register({ name: 'db', command: 'db', autoRestart: false });
    stage.register({ dependsOn: ['db'] });
    await stage.start();
    const [db, api] = stage.spawner.children;
    db!.exit({ code: 137 });
    api!.exit({ code: 0 });
    await settle();
    expect(stage.watchdog.crashes('db')[0]?.words).toBe('exit code 137: SIGKILL, perhaps out of memory');
    expect(stage.watchdog.crashes('api')).toHaveLength(1);
  });
});

describe('No death', () => {
  it('is a stop, a kill, a restart, a shutdown, the end of work that is done, nor what could not be killed at first', async () => {
    const stage = new Stage().register({ autoRestart: 'on-failure' });
    await stage.start();
    void stage.watchdog.stop('api');
    await stage.crash(1);
    await stage.start();
    void stage.watchdog.restart('api');
    await stage.crash(1);
    void stage.watchdog.kill('api');
    stage.spawner.last.exit({ signal: 'SIGKILL' });
    await settle();
    await stage.start();
    await stage.crash(0);
    await stage.start();
    void stage.watchdog.stop('api');
    await stage.advance(12_000);
    expect(stage.status.reason).toContain('cannot be killed');
    void stage.watchdog.start('api');
    stage.spawner.last.exit({ signal: 'SIGKILL' });
    await settle();
    await stage.start();
    void stage.watchdog.shutdown();
    await stage.crash(1);
    expect(stage.watchdog.crashes('api')).toEqual([]);
    expect(stage.watchdog.details('api')?.ends.map(({ expected }) => expected)).toEqual([true, true, true, true, true, true]);
    // And nobody has to guess at who ended it.
    expect(stage.watchdog.details('api')?.ends[2]).toMatchObject({ words: 'signal SIGKILL, killed by hand' });
  });
});
