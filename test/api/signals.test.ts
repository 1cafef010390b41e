import { describe, expect, it } from 'vitest';
import { ActionRun, screenManner } from '../../src/api/action-run.js';
import { settle } from '../ports/fake-spawner.js';
import { Stage } from './stage.js';

describe('A signal that is sent by hand', () => {
  it("goes to the process's own group and is no request to stop: what follows is its own doing", async () => {
    const stage = new Stage().register();
    await stage.start();
    expect(stage.watchdog.signal('api', 'SIGTERM')).toBe(true);
    expect([stage.spawner.last.sent, stage.spawner.last.signals]).toEqual([['SIGTERM'], []]);
    expect(stage.status).toMatchObject({ state: 'running', desired: 'up' });
    stage.spawner.last.exit({ signal: 'SIGTERM' });
    await settle();
    expect(stage.status).toMatchObject({ state: 'backoff', exit: { by: 'itself' }, circuit: { failures: 1 } });
  });

  it('to what does not run is not sent, in words', async () => {
    const stage = new Stage().register();
    expect(await new ActionRun(stage.watchdog, stage.clock, 'api', screenManner).run('signal:SIGHUP')).toEqual({
      ok: false,
      text: 'api: SIGHUP was not sent: not running',
    });
    await stage.start();
    expect(await new ActionRun(stage.watchdog, stage.clock, 'api', screenManner).run('signal:SIGHUP')).toEqual({
      ok: true,
      text: 'api: SIGHUP sent',
    });
  });

  it('that suspends it leaves it running', async () => {
    const stage = new Stage().register();
    await stage.start();
    stage.watchdog.signal('api', 'SIGSTOP');
    stage.spawner.last.suspended = true;
    await stage.advance(3000);
    expect(stage.status).toMatchObject({ state: 'running', reason: expect.stringContaining('suspended by a signal') });
  });
});
