import { describe, expect, it } from 'vitest';
import { settle } from '../ports/fake-spawner.js';
import { ControlStage } from './control-stage.js';

const never = new AbortController().signal;

/** A watched process that runs, and ends when it is asked to. */
async function watched(keys: object = {}): Promise<ControlStage> {
  const control = await ControlStage.open();
  const { stage } = control;
  const spawn = stage.spawner.spawn.bind(stage.spawner);
  stage.spawner.spawn = (spec, events) => {
    const child = spawn(spec, events);
    child.signal = (signal) => queueMicrotask(() => child.alive && child.exit({ signal }));
    return child;
  };
  stage.register({ watch: { paths: ['src'] }, ...keys });
  await stage.start();
  return control;
}

/** Waits for `api` to be fresh, and says when that holds. */
function waitFresh(control: ControlStage, condition: 'healthy' | 'completed' = 'healthy') {
  const waiting = { isOver: false, done: Promise.resolve(false) };
  waiting.done = control.client.wait(['api'], condition, never, true).finally(() => {
    waiting.isOver = true;
  });
  return waiting;
}

describe('A wait for a fresh process', () => {
  it('holds at once where nothing changed since its start', async () => {
    await using control = await watched();
    expect(await waitFresh(control).done).toBe(true);
  });

  it('sees a save that the system has not reported yet, and holds once the process was started after it', async () => {
    await using control = await watched();
    const { stage } = control;
    stage.watcher.unseen.push('src/a.ts');
    const waiting = waitFresh(control);
    await expect.poll(() => stage.status.stale).toBe(true);
    expect(waiting.isOver).toBe(false);
    await stage.advance(1000);
    expect(await waiting.done).toBe(true);
    expect(stage.status).toMatchObject({ startCount: 2, stale: false });
  });

  it('is refused with 64 for what watches nothing', async () => {
    await using control = await ControlStage.open();
    control.stage.register();
    await control.stage.start();
    await expect(waitFresh(control).done).rejects.toMatchObject({ exitCode: 64, message: expect.stringContaining('api') });
  });

  it('ends at once with 1 where nothing will restart it: stopped, failed, circuit open, or paused', async () => {
    await using control = await watched({ autoRestart: false });
    const { stage } = control;
    await stage.crash();
    await expect(waitFresh(control).done).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('it is failed'),
    });
    // A change does restart it.
    stage.watcher.unseen.push('src/a.ts');
    const waiting = waitFresh(control);
    await expect.poll(() => stage.watchdog.willRestart('api')).toBe(true);
    await stage.advance(1000);
    expect(await waiting.done).toBe(true);
    await stage.watchdog.stop('api');
    await expect(waitFresh(control).done).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('it is stopped'),
    });

    await using open = await watched({ circuit: { threshold: 1 } });
    await open.stage.crash();
    await expect(waitFresh(open).done).rejects.toThrow('its circuit is open');

    await using paused = await watched();
    for (let turn = 0; turn < 10; turn += 1) {
      const { startCount } = paused.stage.status;
      await paused.stage.advance(1500);
      paused.stage.watcher.change('src/generated.ts');
      for (let wait = 0; wait < 50 && paused.stage.status.startCount === startCount; wait += 1) await paused.stage.advance(100);
    }
    await expect(waitFresh(paused).done).rejects.toThrow('its watch is paused');
    await paused.stage.advance(10_000);
    await expect(waitFresh(paused).done).rejects.toThrow('while its watch was paused');
  });

  it('counts a process that completed after its fresh start', async () => {
    await using control = await watched({ autoRestart: 'on-failure' });
    await control.stage.crash(0);
    await settle();
    expect(await waitFresh(control, 'completed').done).toBe(true);
  });
});
