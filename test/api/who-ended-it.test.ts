import { describe, expect, it } from 'vitest';
import { whyLines } from '../../src/cli/commands/why.js';
import { whyDocument } from '../../src/control/why-document.js';
import { settle } from '../ports/fake-spawner.js';
import { Stage } from './stage.js';

/** A process with a check that fails as soon as it is asked, whose end is checked in every place that reports it. */
async function staged(config: Record<string, unknown> = {}) {
  const stage = new Stage();
  const reasons: string[] = [];
  const exited: unknown[] = [];
  stage.watchdog.on('state', ({ to, reason }) => void (to === 'stopping' && reasons.push(reason)));
  stage.watchdog.on('exited', ({ by, why }) => exited.push([by, why]));
  stage.watchdog.register({ name: 'api', command: 'api', args: [], ...config });
  await stage.start();
  return {
    stage,
    reasons,
    exited,
    why: () => whyLines(whyDocument(stage.watchdog, 'api'), stage.clock.wallTime()).join('\n'),
    end: async (signal: string) => {
      stage.spawner.last.exit({ signal });
      await settle();
      await stage.advance(300);
    },
  };
}

describe('An end that the watchdog caused', () => {
  it('by hand is reported as that, in the status, the event, the reason, the log and why', async () => {
    const { stage, reasons, exited, why, end } = await staged();
    void stage.watchdog.restart('api');
    await end('SIGTERM');
    expect(stage.status.exit).toEqual({ code: null, signal: 'SIGTERM', at: expect.any(Number), by: 'user' });
    expect(exited).toEqual([['user', 'restarted by hand']]);
    expect(reasons[0]).toMatch(/^stopping: SIGTERM sent \(restart by hand\)/);
    const log = stage.watchdog.log('api')!;
    expect(log.slice(0, log.nextSeq).map(({ text }) => text)).toContain('ended with signal SIGTERM, restarted by hand');
    expect(why()).toContain('signal SIGTERM, restarted by hand');
    expect(why()).not.toContain('another process');
  });

  it('by the shutdown is reported as that, but for the row, beside which the screen says that all of it shuts down', async () => {
    const { stage, reasons, end } = await staged();
    const down = stage.watchdog.shutdown();
    await settle();
    expect(reasons[0]).toMatch(/^stopping: SIGTERM sent \(stop by the shutdown\)/);
    expect(stage.watchdog.snapshots()[0]!.brief).toBe('SIGTERM sent');
    await end('SIGTERM');
    await down;
    expect(stage.status.exit?.by).toBe('shutdown');
  });

  it('by changed files names the file', async () => {
    const { stage, why, end } = await staged({ watch: { paths: ['src'], debounce: 100 } });
    stage.watcher.change('src/a.ts');
    await stage.advance(100);
    await end('SIGTERM');
    expect(stage.status.exit?.by).toBe('watch');
    expect(why()).toContain('signal SIGTERM, restarted: src/a.ts changed');
  });

  it('by SIGKILL after failed checks is not taken for lack of memory', async () => {
    const { stage, why, end } = await staged({ healthCheck: { tcp: 1, threshold: 1, startPeriod: 0 } });
    stage.probes.pending[0]!.answer({ ok: false, message: 'refused' });
    await settle();
    await end('SIGKILL');
    expect(stage.status.exit?.by).toBe('health');
    expect(why()).toContain('1 failed health check (refused); ended with signal SIGKILL');
    expect(why()).not.toContain('memory');
  });

  it('by a client carries its name; one that was not asked for is its own', async () => {
    const { stage, end } = await staged();
    void stage.watchdog.stop('api', undefined, 'client:agent');
    await end('SIGTERM');
    expect(stage.status).toMatchObject({ exit: { by: 'client:agent' }, reason: 'stopped by client agent' });
    void stage.watchdog.start('api');
    await settle();
    await end('SIGTERM');
    expect(stage.status.exit?.by).toBe('itself');
  });

  it('by a stop that came while it was being spawned is reported as that stop', async () => {
    const { stage, end } = await staged();
    void stage.watchdog.kill('api');
    await end('SIGKILL');
    expect(stage.status.exit?.by).toBe('user');
    void stage.watchdog.shutdown();
    expect(stage.status.reason).toBe('stopped by hand');
  });
});
