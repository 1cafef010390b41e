import { describe, expect, it } from 'vitest';
import { ContainerMonitor } from '../../src/api/container-monitor.js';
import { Watchdog } from '../../src/api/watchdog.js';
import { loadConfig } from '../../src/config/load.js';
import { settle } from '../ports/fake-spawner.js';
import { Stage } from './stage.js';

const loose = (value: object): never => value as never;

describe('register takes what spawn takes', () => {
  it('process.env, undefined values, URLs and objects of classes with getters', async () => {
    class Service {
      readonly name = 'api';
      readonly env = process.env;
      readonly cwd = new URL('file:///tmp');
      readonly tty = undefined;
      readonly stop = { signal: undefined, grace: 50 };
      get command(): string {
        return 'node';
      }
      describe(): string {
        return 'methods are no keys';
      }
    }
    const stage = new Stage();
    stage.watchdog.register(new Service());
    stage.watchdog.register({ name: 'web', command: 'web', env: { SET: 'yes', LEFT_OUT: undefined, UNSET: null } });
    stage.watchdog.up();
    await settle();
    const [api, web] = stage.spawner.living.map(({ spec }) => spec);
    expect(api).toMatchObject({ command: 'node', cwd: '/tmp', env: { PATH: process.env.PATH } });
    expect(web!.env).toMatchObject({ SET: 'yes' });
    expect(Object.keys(web!.env)).not.toEqual(expect.arrayContaining(['LEFT_OUT']));
  });

  it('and refuses a slip, also one in an object of a class', () => {
    class Service {
      readonly name = 'api';
      readonly command = 'node';
      readonly autorestart = false;
    }
    const { watchdog } = new Stage();
    expect(() => watchdog.register(loose(new Service()))).toThrow(/autorestart.*did you mean "autoRestart"/);
    expect(() => watchdog.register(loose({ name: 'api', command: 'node', env: { PORT: 3000 } }))).toThrow(/PORT/);
  });

  it('refuses circular dependencies, in the words of a file, and takes them in any order', () => {
    const { watchdog } = new Stage();
    watchdog.register({ name: 'a', command: 'a', dependsOn: ['b'] });
    watchdog.register({ name: 'b', command: 'b', dependsOn: ['c'] });
    const circle = expect.objectContaining({ code: 'CONFIG_INVALID', message: 'circular dependency: c → a → b → c' });
    expect(() => watchdog.register({ name: 'c', command: 'c', dependsOn: ['x', 'a'] })).toThrow(circle);
    expect(() => watchdog.register({ name: 'c', command: 'c', dependsOn: ['c'] })).toThrow('process "c" depends on itself');
    watchdog.register({ name: 'c', command: 'c' });
    expect(Object.keys(watchdog.getStatus())).toEqual(['a', 'b', 'c']);
  });
});

describe('an option that would have no effect', () => {
  it.each([
    ['a slip', { reapr: false }, "new Watchdog() has no option 'reapr'; did you mean 'reaper'?"],
    ['another word', { verbose: true }, "new Watchdog() has no option 'verbose'; it has enableContainerMonitoring, "],
    [
      'a text for a number',
      { healthCheckInterval: '5s' },
      "the option 'healthCheckInterval' of new Watchdog() must be a number of",
    ],
    ['no number', { maxBackoff: Number.NaN }, "the option 'maxBackoff' of new Watchdog() must be a number of milliseconds"],
    ['null', { logger: null }, "the option 'logger' of new Watchdog() must be an object"],
  ])('is an error of the constructor: %s', (_what, options, message) => {
    expect(() => new Watchdog(loose(options))).toThrow(expect.objectContaining({ code: 'USAGE' }));
    expect(() => new Watchdog(loose(options))).toThrow(message);
  });

  it('is one of the other calls too, and undefined is as good as left out', async () => {
    const { watchdog } = new Stage().register();
    await expect(watchdog.waitFor('api', 'running', loose({ timeoutMs: 5 }))).rejects.toThrow(
      /no option 'timeoutMs'; did you mean/,
    );
    expect(() => watchdog.up(loose({ exitwhen: 'done' }))).toThrow("did you mean 'exitWhen'?");
    expect(() => new ContainerMonitor('agents.json', loose({ onExit: () => {} }))).toThrow(/it has onContainerExit, /);
    new Watchdog({ reaper: undefined as never, handleSignals: false });
  });
});

describe('what is no option, no condition and no end of a run', () => {
  const usage = (message: string) => expect.objectContaining({ code: 'USAGE', message: expect.stringContaining(message) });

  it.each([[null], [3], ['watchdog.yaml'], [[]]])('is refused where options belong: %j', async (given) => {
    expect(() => new Watchdog(given as never)).toThrow(usage('new Watchdog() takes an object with options: '));
    expect(() => loadConfig(given as never)).toThrow(usage('loadConfig() takes an object with options: files, from'));
    const { watchdog } = new Stage();
    await expect(watchdog.load(given as never)).rejects.toThrow(usage('loadConfig() takes an object'));
  });

  it('is refused where a list of strings belongs', () => {
    const { watchdog } = new Stage().register();
    for (const files of ['a.yaml', {}, [3]])
      expect(() => loadConfig({ files } as never)).toThrow(usage("'files' of loadConfig() must be a list of strings"));
    expect(() => loadConfig({ profiles: new Set(['a']) } as never)).toThrow(usage("'profiles' of loadConfig() must be a list"));
    expect(() => watchdog.up({ names: 'api' } as never)).toThrow(usage("'names' of up() must be a list of strings"));
  });

  it.each([[undefined], [null], ['api'], [{}], [{ name: 'api', command: 'x' }]])('is refused by registerConfig: %j', (given) => {
    const { watchdog } = new Stage();
    expect(() => watchdog.registerConfig(given as never)).toThrow(
      usage('registerConfig() takes a process of loadConfig(); register() takes one as code writes it'),
    );
  });

  it('is refused by load: what a file says, before it is read', async () => {
    const { watchdog } = new Stage();
    await expect(watchdog.load({ processes: { api: { command: 'x' } } } as never)).rejects.toThrow(
      usage('load() takes what loadConfig() gives, or where to find a file; register() takes a process as code writes it'),
    );
  });

  it('is refused at once, with what was meant', async () => {
    const stage = new Stage();
    stage.register();
    const { watchdog } = stage;
    await expect(watchdog.waitFor('api', 'runing' as never)).rejects.toThrow(
      usage("waitFor() does not take 'runing'; did you mean 'running'?"),
    );
    await expect(watchdog.waitFor('api', undefined as never)).rejects.toThrow(
      usage('it takes healthy, running, completed, stopped'),
    );
    await expect(watchdog.waitFor('api', 'running', 5 as never)).rejects.toThrow(usage('waitFor() takes an object with options'));
    expect(() => watchdog.up({ exitWhen: 'faild' as never })).toThrow(usage("did you mean 'failed'?"));
    expect(() => watchdog.up({ exitWhen: { endd: 'api' } as never })).toThrow(
      usage("has no option 'endd'; did you mean 'ended'?"),
    );
    expect(() => loadConfig({ file: 'x' } as never)).toThrow(usage("loadConfig() has no option 'file'; did you mean 'files'?"));
    await expect(watchdog.load({ profile: 'x' } as never)).rejects.toThrow(usage("did you mean 'profiles'?"));
    expect(stage.spawner.living).toEqual([]);
  });
});

describe('a signal that there is not', () => {
  it('is not sent, nor is SIGKILL, which would be an end that was not asked for', async () => {
    const stage = new Stage();
    stage.register();
    await stage.start();
    const usage = (message: string) => expect.objectContaining({ code: 'USAGE', message: expect.stringContaining(message) });
    expect(() => stage.watchdog.signal('api', 'SIGHUPP' as never)).toThrow(usage('did you mean HUP?'));
    expect(() => stage.watchdog.signal('api', 'SIGKILL' as never)).toThrow(usage('SIGKILL is no signal to send'));
    expect(() => stage.watchdog.signal('api', 9 as never)).toThrow(usage('no signal is called "9"'));
    expect(stage.status.state).toBe('running');
  });

  it('is refused at once, with the one that was meant', async () => {
    const stage = new Stage().register();
    await stage.start();
    const refused = expect.objectContaining({ code: 'USAGE', message: expect.stringMatching(/"SIGTREM".*"SIGTERM"/) as string });
    await expect(stage.watchdog.stop('api', 'SIGTREM' as never)).rejects.toThrow(refused);
    expect(stage.status.state).toBe('running');
  });
});

describe('what the system says of a start that fails', () => {
  it('comes through with its code and its own error, and names the missing shell', async () => {
    const watchdog = new Watchdog({ handleSignals: false });
    watchdog.register({ name: 'both', command: 'true && true' });
    watchdog.register({ name: 'folder', command: 'true', cwd: '/nowhere/at/all' });
    for (const [name, code, message] of [
      ['both', 'ENOENT', /^command not found: true && true \(ENOENT\); without a shell .* shell: true/],
      ['folder', 'ENOENT', /^working folder not found/],
    ] as const) {
      const failed = new Promise<Error & { code?: string }>((resolve) => watchdog.once('error', ({ error }) => resolve(error)));
      expect(await watchdog.start(name)).toBe(false);
      const cause = { code, syscall: expect.stringContaining('spawn') as string };
      const said = await failed;
      expect(said.message).toMatch(message);
      expect([said.code, said.cause]).toEqual([code, expect.objectContaining(cause)]);
    }
    await watchdog.shutdown();
  });
});
