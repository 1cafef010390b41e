import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connect } from '../../src/client/running-watchdog.js';
import { ControlStage } from '../control/control-stage.js';
import { settle } from '../ports/fake-spawner.js';

/** A running watchdog with `api`, and a folder below that of its project. */
async function open(): Promise<{ control: ControlStage; below: string }> {
  const control = await ControlStage.open();
  control.stage.register();
  writeFileSync(join(control.folder, 'watchdog.yaml'), 'processes: {}');
  const below = join(control.folder, 'src');
  mkdirSync(below);
  return { control, below };
}

describe('connect', () => {
  it('finds the watchdog of a folder or of a socket, and says where there is none', async () => {
    const { control, below } = await open();
    await using _closed = control;
    for (const way of [{ cwd: below }, { cwd: control.folder }, { socket: control.path }]) {
      expect((await (await connect(way)).status()).map(({ name, state }) => `${name} ${state}`)).toEqual(['api stopped']);
    }
    await expect(connect({ socket: join(below, 'no.sock') })).rejects.toMatchObject({ code: 'NOT_RUNNING' });
    await expect(connect({ cwd: '/' })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    await expect(connect({ dir: below } as never)).rejects.toThrow("connect() has no option 'dir'; it has cwd, socket, name");
  });

  it('starts, stops and restarts by name, as who it says it is, and gets errors for slips', async () => {
    const { control } = await open();
    await using _closed = control;
    const watchdog = await connect({ cwd: control.folder, name: 'test bot' });
    expect(await watchdog.start('api')).toEqual([
      { name: 'api', ok: true, text: expect.stringMatching(/^api started/) as string },
    ]);
    const stopping = watchdog.stop(['api']);
    await expect.poll(() => control.stage.spawner.last.signals).toEqual(['SIGTERM']);
    control.stage.spawner.last.exit({ signal: 'SIGTERM' });
    expect(await stopping).toMatchObject([{ ok: true }]);
    const [status] = await watchdog.status('api');
    expect(status).toMatchObject({ state: 'stopped', exit: { by: 'client:test bot' } });
    expect((await watchdog.why('api')).status.name).toBe('api');
    await expect(watchdog.restart('apy')).rejects.toMatchObject({
      code: 'PROCESS_UNKNOWN',
      message: expect.stringMatching(/did you mean .api./) as string,
    });
  });

  it('waits, with the reason where time runs out, and until the signal aborts', async () => {
    const { control } = await open();
    await using _closed = control;
    const watchdog = await connect({ cwd: control.folder });
    await expect(watchdog.waitFor('api', 'running', { timeout: 50 })).rejects.toMatchObject({
      code: 'TIMEOUT',
      message: 'api is not running after 50ms: not started yet',
    });
    const abort = new AbortController();
    const aborted = watchdog.waitFor('api', 'running', { signal: abort.signal });
    abort.abort(new Error('enough'));
    await expect(aborted).rejects.toThrow('enough');
    const reached = watchdog.waitFor(['api'], 'running', { timeout: 60_000 });
    void control.stage.watchdog.start('api');
    await reached;
  });

  it('reads logs and events, also those to come, until it breaks off or its signal aborts', async () => {
    const { control } = await open();
    await using _closed = control;
    const watchdog = await connect({ cwd: control.folder });
    await control.stage.start();
    control.stage.spawner.last.events.output('stdout', Buffer.from('one\ntwo\n'));
    await settle();
    const texts: string[] = [];
    for await (const message of watchdog.logs('api', { tail: 1 })) if (message.event === 'line') texts.push(message.data.text);
    expect(texts).toEqual(['two']);

    const abort = new AbortController();
    for await (const message of watchdog.logs('api', { follow: true, signal: abort.signal })) {
      if (message.event === 'live') control.stage.spawner.last.events.output('stdout', Buffer.from('three\n'));
      if (message.event !== 'line') continue;
      texts.push(message.data.text);
      if (message.data.text === 'three') abort.abort();
    }
    expect(texts.at(-1)).toBe('three');
    const events: string[] = [];
    for await (const message of watchdog.events()) if (message.event === 'event') events.push(message.data.event);
    expect(events).toContain('started');
    for await (const message of watchdog.events({ follow: true })) if (message.event === 'event') break;
    await expect.poll(() => control.listeners).toBe(0);
  });
});
