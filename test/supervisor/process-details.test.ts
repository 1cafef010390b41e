import { describe, expect, it } from 'vitest';
import { Stage } from '../api/stage.js';

describe('The details of a process', () => {
  it('are those of its configuration as resolved, with secrets masked', () => {
    const stage = new Stage();
    stage.watchdog.hideSecrets({ secrets: ['*_DSN'], secretValues: ['hunter2'] });
    stage.register({
      command: 'serve hunter2 postgres://me:pw@host/',
      shell: true,
      env: { API_TOKEN: 'abc', SHOP_DSN: 'x', MODE: 'dev', GONE: null },
    });
    const text = stage.watchdog.details('api')!.configuration;
    expect(text).toContain('command: serve *** postgres://me:***@host/');
    expect(text).toContain('  API_TOKEN: "***"\n  SHOP_DSN: "***"\n  MODE: dev\n  GONE: null\n');
    expect(text).toContain('minUptime: 10s');
    stage.watchdog.hideSecrets({ secrets: ['MODE'], secretValues: [] });
    expect(stage.watchdog.details('api')!.configuration).toContain('  MODE: "***"\n');
  });

  it('name what it needs and what needs it, as these are now', async () => {
    const stage = new Stage();
    stage.watchdog.register({ name: 'db', command: 'db' });
    stage.register({ dependsOn: ['db'] });
    stage.watchdog.register({ name: 'web', command: 'web', dependsOn: { api: { condition: 'completed' } } });
    await stage.start('db');
    const details = stage.watchdog.details('api')!;
    expect(details.dependencies).toEqual([{ name: 'db', condition: 'started', state: 'running', health: 'none' }]);
    expect(details.dependents).toEqual([{ name: 'web', condition: 'completed', state: 'stopped', health: 'none' }]);
  });

  it('have its transitions with their reasons, and its exits in words', async () => {
    const stage = new Stage().register();
    await stage.start();
    await stage.crash(127);
    const { timeline, ends } = stage.watchdog.details('api')!;
    expect(timeline.map(({ from, to, reason }) => `${from} ${to}: ${reason}`)).toEqual([
      'stopped starting: starting',
      'starting running: running for 0s',
      'running backoff: restart 1 in 1s after exit code 127',
    ]);
    const at = stage.clock.wallTime();
    expect(timeline.at(-1)?.at).toBe(at);
    expect(ends).toEqual([
      {
        code: 127,
        signal: null,
        at,
        by: 'itself',
        action: null,
        why: '',
        words: 'exit code 127: command not found',
        ranMs: 0,
        expected: false,
      },
    ]);
  });

  it('keep the last hundred transitions', async () => {
    const stage = new Stage().register({ circuit: { threshold: 1000 }, backoff: { max: '1s' } });
    await stage.start();
    for (let run = 0; run < 60; run += 1) {
      await stage.crash();
      await stage.advance(1000);
    }
    const { timeline, ends } = stage.watchdog.details('api')!;
    expect([timeline.length, ends.length]).toEqual([100, 10]);
    expect(timeline.at(-1)?.to).toBe('running');
  });

  it('have the last results of its checks, and its tree once it was asked for', async () => {
    const stage = new Stage().register({ healthCheck: { http: 'http://localhost:1/' } });
    stage.probes.answer = { ok: true, message: 'HTTP 200' };
    await stage.start();
    expect(stage.watchdog.details('api')).toMatchObject({
      probes: [{ id: 'health', records: [{ ok: true, message: 'HTTP 200' }] }],
      tree: null,
      usage: [],
    });
    stage.inspector.rows = [{ pid: 1000, parent: 1, program: 'node', runState: 'S', ports: [3000] }];
    await stage.watchdog.tree('api');
    expect(stage.watchdog.details('api')?.tree).toEqual(stage.inspector.rows);
    expect(await stage.watchdog.tree('nobody')).toEqual([]);
  });

  it('can be sent as they are, and are none for a name that is not known', async () => {
    const stage = new Stage().register({ healthCheck: { tcp: 'localhost:1' } });
    await stage.start();
    await stage.crash();
    const all = { details: stage.watchdog.details('api'), crashes: stage.watchdog.crashes('api') };
    expect(JSON.parse(JSON.stringify(all))).toEqual(all);
    expect(stage.watchdog.details('nobody')).toBeUndefined();
  });
});
