import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../../src/config/resolve/configuration.js';
import { Stage } from '../../api/stage.js';
import { type FakeChild, settle } from '../../ports/fake-spawner.js';

/** A stage with the processes of a file, on which the first of them was started; hooks are children like others. */
async function staged(text: string) {
  const stage = new Stage({ environment: { HOME: '/home/me' } });
  const { configuration } = parseConfiguration([{ file: '/shop/watchdog.yaml', text }], {});
  for (const each of configuration.processes) stage.watchdog.registerConfig(each);
  await stage.start('api');
  const all = (): readonly FakeChild[] => stage.spawner.children;
  return {
    stage,
    /** The hooks so far: `event command`. */
    hooks: () =>
      all().flatMap(({ spec }) => (spec.mark.startsWith('hook:') ? [`${spec.env.WATCHDOG_EVENT} ${spec.command}`] : [])),
    hook: (command: string) => all().findLast(({ spec }) => spec.command === command && spec.mark.startsWith('hook:'))!,
    api: () => all().findLast(({ spec }) => spec.mark === 'process:api')!,
  };
}

const every = 'ready: r, exited: e, failed: f, backoff: b, circuit_open: o, circuit_closed: c, stopped: s, restarting: x';

describe('Hooks', () => {
  it('are run at ready, exited, backoff, circuit_open, circuit_closed, restarting and stopped', async () => {
    const { stage, hooks, api } = await staged(
      `processes: {api: {command: x, minUptime: 1s, circuit: {threshold: 2, cooldown: 5s}, hooks: {${every}}}}`,
    );
    expect(hooks()).toEqual(['ready r']);
    const end = async () => {
      api().exit({ code: 3 });
      await settle();
    };
    const finish = async () => {
      for (const child of stage.spawner.living) if (child.spec.mark.startsWith('hook:')) child.exit({ code: 0 });
      await settle();
    };
    await finish();
    await end();
    await finish();
    await stage.advance(1000);
    await finish();
    await end();
    expect(hooks().slice(1)).toEqual(['exited e', 'backoff b', 'ready r', 'exited e', 'circuit_open o']);
    await finish();
    await stage.advance(6000);
    await finish();
    void stage.watchdog.restart('api');
    await end();
    await finish();
    void stage.watchdog.stop('api');
    await end();
    expect(hooks().slice(6)).toEqual([
      'ready r',
      'circuit_closed c',
      'restarting x',
      'exited e',
      'stopped s',
      'ready r',
      'exited e',
      'stopped s',
    ]);
  });

  it('are run at failed, of what cannot be started too', async () => {
    const { api, hooks } = await staged('processes: {api: {command: x, autoRestart: false, hooks: {failed: f}}}');
    api().exit({ code: 1 });
    await settle();
    expect(hooks()).toEqual(['failed f']);
    const stage = new Stage().register({ hooks: { failed: 'f' } });
    stage.spawner.missing.add('api');
    await stage.start();
    expect(stage.spawner.last.spec.command).toBe('f');
    expect(stage.spawner.last.spec.env).toMatchObject({ WATCHDOG_EVENT: 'failed', WATCHDOG_EXIT_CODE: '', WATCHDOG_PID: '' });
  });

  it('at ready are run once a generation, when it is healthy where there is a check', async () => {
    const { stage, hooks } = await staged(
      'processes: {api: {command: x, healthCheck: {tcp: 1, interval: 1s, successThreshold: 2}, hooks: {ready: r}}}',
    );
    stage.probes.pending[0]!.answer({ ok: true, message: 'ok' });
    stage.probes.answer = { ok: true, message: 'ok' };
    await settle();
    expect(hooks()).toEqual([]);
    await stage.advance(5000);
    expect(hooks()).toEqual(['ready r']);
  });

  it('run in the folder of who says them, with the environment of the process and what happened, in variables and as JSON', async () => {
    const { hook, api } = await staged(
      'hooks: {exited: page}\nprocesses: {api: {command: x, cwd: srv, env: {PORT: "80"}, hooks: {exited: e}}}',
    );
    api().exit({ signal: 'SIGKILL' });
    await settle();
    expect(hook('page').spec).toMatchObject({ cwd: '/shop', shell: true, args: [], scope: 'all' });
    expect(hook('e').spec).toMatchObject({ cwd: '/shop/srv', shell: true, args: [], scope: 'all' });
    expect(hook('e').spec.env).toMatchObject({
      HOME: '/home/me',
      PORT: '80',
      WATCHDOG_EVENT: 'exited',
      WATCHDOG_NAME: 'api',
      WATCHDOG_REASON: 'restart 1 in 1s after signal SIGKILL',
      WATCHDOG_EXIT_CODE: '137',
      WATCHDOG_PID: String(api().pid),
    });
    expect(JSON.parse(hook('page').spec.input!)).toEqual({
      event: 'exited',
      at: expect.any(Number),
      name: 'api',
      pid: api().pid,
      reason: 'restart 1 in 1s after signal SIGKILL',
      code: null,
      signal: 'SIGKILL',
      by: 'itself',
      why: '',
    });
  });

  it('of the defaults are filled in event by event, and null takes one away', async () => {
    const { hooks } = await staged(
      'defaults: {hooks: {ready: a, stopped: s}}\nprocesses: {api: {command: x, hooks: {ready: null}}, b: {command: x, hooks: {exited: e}}}',
    );
    expect(hooks()).toEqual([]);
  });

  it('have no variables put in, since a shell does that', async () => {
    const { hooks } = await staged(
      'hooks: {ready: "echo $$NOBODY"}\nprocesses: {api: {command: x, hooks: {ready: "echo $NOBODY"}}}',
    );
    expect(hooks()).toEqual(['ready echo $$NOBODY', 'ready echo $NOBODY']);
  });

  it('of one process and event run one at a time; what comes meanwhile is one more run with the newest', async () => {
    const { stage, hook, hooks, api } = await staged(
      'processes: {api: {command: x, circuit: {threshold: 9}, restartDelay: 0, hooks: {exited: e}}}',
    );
    for (const code of [1, 2, 3]) {
      api().exit({ code });
      await stage.advance(0);
    }
    expect(hooks()).toEqual(['exited e']);
    hook('e').exit({ code: 0 });
    await settle();
    expect(hooks()).toEqual(['exited e', 'exited e']);
    expect(JSON.parse(hook('e').spec.input!)).toMatchObject({ code: 3, merged: 1 });
    hook('e').exit({ code: 0 });
    await settle();
    expect(hooks()).toHaveLength(2);
  });

  it('are ended as a tree after 30 seconds, which is reported', async () => {
    const { stage, hook } = await staged('processes: {api: {command: x, hooks: {ready: r}}}');
    await stage.advance(29_999);
    expect(hook('r').signals).toEqual([]);
    await stage.advance(1);
    expect(hook('r').signals).toEqual(['SIGKILL']);
    hook('r').exit({ signal: 'SIGKILL' });
    await settle();
    expect(stage.noticed).toEqual(['api: the hook ready was ended after 30s']);
  });

  it('are reported to have failed, with the last line that they printed, and change nothing', async () => {
    const { stage, hook } = await staged('processes: {api: {command: x, hooks: {ready: r}}}');
    hook('r').print('one\nno such channel\n');
    hook('r').exit({ code: 3 });
    await settle();
    expect(stage.noticed).toEqual(['api: the hook ready ended with exit code 3: no such channel']);
    expect(stage.status).toMatchObject({ state: 'running', restartCount: 0 });
    stage.spawner.missing.add('r');
    void stage.watchdog.restart('api');
    stage.spawner.children[0]!.exit({ code: 0 });
    await settle();
    expect(stage.noticed[1]).toMatch(/^api: the hook ready cannot be started: /);
  });

  it('take effect by a reload without a restart', async () => {
    const { stage, hooks, api } = await staged('processes: {api: {command: x}}');
    const text = 'processes: {api: {command: x, hooks: {exited: e}}}';
    const after = parseConfiguration([{ file: '/shop/watchdog.yaml', text }], {}).configuration;
    expect(stage.watchdog.reload(after.processes).text).toBe('reload: api goes on (hooks changed); 0 untouched');
    api().exit({ code: 1 });
    await settle();
    expect(hooks()).toEqual(['exited e']);
  });

  it('have five seconds at the shutdown, which waits no longer', async () => {
    const { stage, hook, api } = await staged('processes: {api: {command: x, hooks: {ready: r, stopped: s}}}');
    let isOver = false;
    const shutdown = stage.watchdog.shutdown().then(() => {
      isOver = true;
    });
    await settle();
    api().exit({ code: 0 });
    await settle();
    expect(stage.noticed).toEqual(['waiting for hooks: api ready, api stopped']);
    hook('s').exit({ code: 0 });
    await stage.advance(4999);
    expect([isOver, hook('r').signals]).toEqual([false, []]);
    await stage.advance(1);
    expect(hook('r').signals).toContain('SIGKILL');
    hook('r').exit({ signal: 'SIGKILL' });
    await shutdown;
    expect(stage.noticed.at(-1)).toBe('api: the hook ready was ended after 5s');
  });

  it.each([
    ['all of their output, though nothing of them is left before it is read', (rest: () => void) => rest()],
    ['what has come, where another program holds their pipe open', () => {}],
  ])('are judged at the shutdown by %s', async (_what, end) => {
    const { stage, hook, api } = await staged('processes: {api: {command: x, hooks: {stopped: s}}}');
    let isOver = false;
    const shutdown = stage.watchdog.shutdown().then(() => {
      isOver = true;
    });
    await settle();
    api().exit({ code: 0 });
    await settle();
    const { events } = hook('s');
    hook('s').exitLeavingDescendants({ code: 7 });
    events.gone();
    await stage.advance(199);
    expect(isOver).toBe(false);
    hook('s').print('no such channel\n');
    end(() => events.outputEnded());
    await stage.advance(1);
    await shutdown;
    expect(stage.noticed.at(-1)).toBe('api: the hook stopped ended with exit code 7: no such channel');
  });
});
