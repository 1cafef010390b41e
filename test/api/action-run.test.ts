import { describe, expect, it } from 'vitest';
import { ActionRun, screenManner } from '../../src/api/action-run.js';
import { settle } from '../ports/fake-spawner.js';
import { Stage } from './stage.js';

/** A start of a process that is checked, after its end and before its output has ended. */
async function justDied(stage: Stage) {
  const outcome = new ActionRun(stage.watchdog, stage.clock, 'api', screenManner).run('start');
  await settle();
  const { events } = stage.spawner.last;
  events.exited({ code: 1, signal: null });
  events.gone();
  await settle();
  return { outcome, events };
}

describe('what became of a start', () => {
  it('is reported with the cause, which is in the last output and comes after the end', async () => {
    const stage = new Stage().register({ autoRestart: false, healthCheck: { exec: 'true' } });
    const { outcome, events } = await justDied(stage);
    events.output('stderr', Buffer.from('Error: disk full\n'));
    events.outputEnded();
    expect(await outcome).toEqual({ ok: false, text: expect.stringContaining('Error: disk full') });
  });

  it('is the cause and the next attempt, where it is restarted', async () => {
    const stage = new Stage().register({ healthCheck: { exec: 'true' } });
    const { outcome, events } = await justDied(stage);
    events.output('stderr', Buffer.from('Error: disk full\n'));
    events.outputEnded();
    expect(await outcome).toEqual({
      ok: false,
      text: 'api started, but then: Error: disk full (exit code 1); restart 1 in 1s',
    });
  });

  it('is reported without it a moment later, where what the process left alive never ends its output', async () => {
    const stage = new Stage().register({ autoRestart: false, healthCheck: { exec: 'true' } });
    const { outcome } = await justDied(stage);
    await stage.advance(200);
    expect(await outcome).toEqual({ ok: false, text: expect.stringContaining('exit code 1') });
  });
});
