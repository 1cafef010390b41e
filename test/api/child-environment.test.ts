import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { shellEnvironment } from '../../src/adapters/spawn/environment.js';
import { Watchdog } from '../../src/index.js';

/** What a real child prints of its environment. */
async function environmentOfChild(
  config: Record<string, unknown>,
  base: Record<string, string>,
): Promise<Record<string, string>> {
  const watchdog = new Watchdog({ handleSignals: false, environment: base });
  let printed = '';
  watchdog.on('stdout', ({ data }) => {
    printed += data;
  });
  watchdog.register({ name: 'env', command: 'env', autoRestart: false, ...config });
  const ended = once(watchdog, 'exited');
  await watchdog.start('env');
  await ended;
  await watchdog.shutdown();
  return Object.fromEntries(
    printed
      .trimEnd()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

describe('the environment of a child', () => {
  const base = { PATH: process.env.PATH ?? '', HOME: '/home/me', EMPTY: '', SECOND: 'from the shell' };

  it("is the shell's, and beside it only our marker and the words that colours and unbuffered output are wanted", async () => {
    const { WATCHDOG_MARKER, FORCE_COLOR, PYTHONUNBUFFERED, ...rest } = await environmentOfChild({}, base);
    expect(rest).toEqual(base);
    expect(WATCHDOG_MARKER).toMatch(/^\S+:process:env$/);
    expect(FORCE_COLOR).toBe('1');
    expect(PYTHONUNBUFFERED).toBe('1');
  });

  it('ends with its own variables, and null unsets', async () => {
    const env = await environmentOfChild({ env: { SECOND: 'own', EMPTY: null, FORCE_COLOR: '0' } }, base);
    expect(env).toMatchObject({ SECOND: 'own', FORCE_COLOR: '0' });
    expect(env).not.toHaveProperty('EMPTY');
  });

  it('keeps the PYTHONUNBUFFERED of the shell, an empty one too', async () => {
    expect(await environmentOfChild({}, { ...base, PYTHONUNBUFFERED: '' })).toMatchObject({ PYTHONUNBUFFERED: '' });
  });

  it('has no FORCE_COLOR with color: false', async () => {
    expect(await environmentOfChild({ color: false }, base)).not.toHaveProperty('FORCE_COLOR');
  });

  it('keeps the markers of the watchdogs above', async () => {
    const { WATCHDOG_MARKER } = await environmentOfChild({}, { ...base, WATCHDOG_MARKER: 'outer:process:inner' });
    expect(WATCHDOG_MARKER).toMatch(/^outer:process:inner \S+:process:env$/);
  });
});

describe('the environment of the shell under npm', () => {
  it('is what it was before npm added to it', () => {
    const shell = { PATH: '/usr/local/bin:/usr/bin', HOME: '/home/me', NODE_ENV: 'development', VISUAL: 'emacs' };
    const underNpm = {
      ...shell,
      PATH: `/p/node_modules/.bin:/node_modules/.bin:/lib/npm/run-script/lib/node-gyp-bin:${shell.PATH}`,
      npm_lifecycle_event: 'start',
      npm_node_execpath: '/usr/bin/node',
      npm_config_cache: '/home/me/.npm',
      NODE: '/usr/bin/node',
      INIT_CWD: '/p',
      COLOR: '1',
      EDITOR: 'emacs',
    };
    expect(shellEnvironment(underNpm)).toEqual(shell);
  });

  it('is left alone without npm', () => {
    const shell = { PATH: '/p/node_modules/.bin:/usr/bin', COLOR: '1', NODE: 'x', npm_config_registry: 'y' };
    expect(shellEnvironment(shell)).toEqual(shell);
  });
});
