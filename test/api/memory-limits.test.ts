import { describe, expect, it } from 'vitest';
import { whyLines } from '../../src/cli/commands/why.js';
import { parseProcess } from '../../src/config/resolve/parse-process.js';
import { whyDocument } from '../../src/control/why-document.js';
import { settle } from '../ports/fake-spawner.js';
import { sampleMember } from '../ports/fake-usage-sampler.js';
import { Stage } from './stage.js';

const memory = { max: '512MB', for: '10s' };

/** A process of two members, with a limit that nobody but the watchdog itself reads. */
async function limited(config: Record<string, unknown> = {}) {
  const stage = new Stage().register({ memory, ...config });
  await stage.start();
  stage.emitted();
  return { stage, use: (megabytes: number) => stage.usage.table.set('api', halves(megabytes)) };
}

function halves(megabytes: number) {
  return [100, 101].map((pid) => sampleMember({ pid, memory: (megabytes / 2) * 1e6 }));
}

describe('memory: {max, for}', () => {
  it('ends what is above it for so long as a failure, by memory, with the figure and the limit in the reason', async () => {
    const { stage, use } = await limited();
    use(612);
    await stage.advance(11_999);
    expect(stage.status.state).toBe('running');
    await stage.advance(1);
    expect(stage.status).toMatchObject({
      state: 'stopping',
      reason: 'stopping: SIGTERM sent (612 MB of memory, above the limit of 512 MB for 10s), SIGKILL in 10s',
    });
    expect(stage.emitted()).toEqual(['restarting']);
    stage.spawner.last.exit({ signal: 'SIGTERM' });
    await settle();
    expect(stage.status).toMatchObject({
      state: 'backoff',
      reason: 'restart 1 in 1s after 612 MB of memory, above the limit of 512 MB for 10s',
      exit: { by: 'memory' },
      circuit: { failures: 1 },
    });
    await stage.advance(1000);
    expect(stage.status).toMatchObject({ state: 'running', restartCount: 1 });
    expect(whyLines(whyDocument(stage.watchdog, 'api'), stage.clock.wallTime()).join('\n')).toContain(
      'above the limit of 512 MB',
    );
  });

  it('counts the whole tree, and only what is above it without a pause', async () => {
    const { stage, use } = await limited();
    use(512);
    await stage.advance(60_000);
    use(513);
    await stage.advance(9000);
    use(512);
    await stage.advance(2000);
    use(513);
    await stage.advance(9000);
    expect(stage.status.state).toBe('running');
    await stage.advance(4000);
    expect(stage.status.state).toBe('stopping');
  });

  it('gives it the grace of a stop, then SIGKILL, which is not taken for the system being out of memory', async () => {
    const { stage, use } = await limited({ stop: { grace: '3s' } });
    use(600);
    await stage.advance(12_000);
    expect(stage.spawner.last.signals).toEqual(['SIGTERM']);
    await stage.advance(3000);
    expect(stage.spawner.last.signals).toEqual(['SIGTERM', 'SIGKILL']);
    stage.spawner.last.exit({ signal: 'SIGKILL' });
    await settle();
    await stage.advance(300);
    const [cause] = stage.watchdog.crashes('api')[0]!.causes;
    expect(cause).toMatchObject({ what: '600 MB of memory, above the limit of 512 MB for 10s' });
  });

  it('opens the circuit as other failures do', async () => {
    const { stage, use } = await limited({ circuit: { threshold: 2 } });
    use(600);
    for (const _ of [1, 2]) {
      await stage.advance(12_000);
      stage.spawner.last.exit({ signal: 'SIGTERM' });
      await settle();
      await stage.advance(1000);
    }
    expect(stage.status).toMatchObject({ state: 'circuit_open', cause: expect.stringContaining('above the limit of 512 MB') });
  });

  it('ends what is not restarted too, which has failed then', async () => {
    const { stage, use } = await limited({ autoRestart: false });
    use(600);
    await stage.advance(12_000);
    expect(stage.emitted()).toEqual([]);
    stage.spawner.last.exit({ code: 0 });
    await settle();
    expect(stage.status).toMatchObject({
      state: 'failed',
      reason: 'failed: 600 MB of memory, above the limit of 512 MB for 10s; autoRestart is false',
    });
  });

  it('measures more often where the time is short, and nothing once nothing with a limit runs', async () => {
    const { stage, use } = await limited({ memory: { max: '512MB', for: '1s' } });
    use(100);
    await stage.advance(2000);
    expect(stage.usage.passes.length).toBe(8);
    await Promise.all([stage.watchdog.stop('api'), settle().then(() => stage.spawner.last.exit({ code: 0 }))]);
    stage.usage.passes.length = 0;
    await stage.advance(60_000);
    expect(stage.usage.passes).toEqual([]);
  });

  it('takes effect on what runs when it is set by a reload, without a restart', async () => {
    const config = (limit: typeof memory | null) =>
      parseProcess({ name: 'api', command: 'api', memory: limit }, { directory: '/project' });
    const stage = new Stage();
    stage.watchdog.registerConfig(config(null));
    await stage.start();
    stage.usage.table.set('api', halves(600));
    await stage.advance(60_000);
    expect(stage.usage.passes).toEqual([]);
    expect(stage.watchdog.reload([config(memory)]).text).toBe('reload: api goes on (memory changed); 0 untouched');
    await stage.advance(12_000);
    expect(stage.status).toMatchObject({ state: 'stopping', startCount: 1 });
  });

  it('leaves a suspended process alone', async () => {
    const { stage, use } = await limited();
    stage.spawner.last.suspended = true;
    use(600);
    await stage.advance(60_000);
    expect(stage.status.state).toBe('running');
    stage.spawner.last.suspended = false;
    await stage.advance(14_000);
    expect(stage.status.state).toBe('stopping');
  });
});
