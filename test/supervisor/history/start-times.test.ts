import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StartsFile } from '../../../src/adapters/files/starts.js';
import type { WatchdogOptions } from '../../../src/api/options.js';
import { Stage } from '../../api/stage.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';
import { settle } from '../../ports/fake-spawner.js';

const check = { http: 'http://localhost:1/', startInterval: 100 };

/** `api` waits for `db`, which is healthy when the test answers its check. */
function shop(options: WatchdogOptions = {}): Stage {
  const stage = new Stage(options);
  stage.watchdog.register({ name: 'db', command: 'db', healthCheck: check });
  stage.watchdog.register({ name: 'api', command: 'api', dependsOn: { db: 'healthy' } });
  stage.watchdog.register({ name: 'later', command: 'later', autoStart: false });
  return stage;
}

async function comeUp(stage: Stage, ms: number): Promise<void> {
  stage.watchdog.up();
  await settle();
  await stage.advance(ms);
  stage.probes.pending.at(-1)!.answer({ ok: true, message: '' });
  await settle();
}

const reportOf = (stage: Stage) => stage.watchdog.record.startTimes.report;

describe('The start of a project', () => {
  it('is timed from its first process until all are ready, with what each waited for', async () => {
    const stage = shop();
    expect(reportOf(stage)).toBeNull();
    await comeUp(stage, 1200);
    expect(reportOf(stage)).toMatchObject({
      settled: true,
      tookMs: 1200,
      processes: [
        { name: 'db', spawnedMs: 0, readyMs: 1200, readyAfterMs: 1200, waitedFor: [] },
        { name: 'api', spawnedMs: 1200, readyMs: 1200, waitedFor: [{ name: 'db', condition: 'healthy', metMs: 1200 }] },
      ],
      chain: [{ name: 'db' }, { name: 'api' }],
    });
  });

  it('is over then: what is started or restarted later does not change it', async () => {
    const stage = shop();
    await comeUp(stage, 100);
    const report = reportOf(stage);
    await stage.advance(60_000);
    await stage.start('later');
    expect(reportOf(stage)).toEqual(report);
  });

  it('goes on over crashes, until it is clear that a process will not come up', async () => {
    const stage = new Stage();
    stage.register({ circuit: { threshold: 2 } });
    await stage.start();
    expect(reportOf(stage)).toMatchObject({ tookMs: 0 });

    const failing = new Stage();
    failing.watchdog.register({ name: 'db', command: 'db', healthCheck: check, circuit: { threshold: 2 } });
    failing.watchdog.up();
    await settle();
    await failing.crash();
    expect(reportOf(failing)).toMatchObject({ settled: false, tookMs: null });
    await failing.advance(1000);
    await failing.crash();
    expect(reportOf(failing)).toMatchObject({
      settled: true,
      tookMs: null,
      processes: [{ name: 'db', outcome: 'failed', spawns: 2, readyMs: null }],
    });
  });

  it('does not wait for the first run by a schedule, but where something depends on it', async () => {
    const nightly = { command: 'x', schedule: { every: 60_000 } };
    const stage = new Stage();
    stage.watchdog.register({ name: 'clean', ...nightly });
    expect(reportOf(stage)).toBeNull();
    stage.watchdog.register({ name: 'seed', ...nightly });
    stage.watchdog.register({ name: 'api', command: 'api', dependsOn: { seed: 'completed' } });
    stage.watchdog.register({ name: 'db', command: 'db' });
    stage.watchdog.up();
    await settle();
    expect(reportOf(stage)?.processes.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      'seed pending',
      'api pending',
      'db ready',
    ]);

    const other = new Stage();
    other.watchdog.register({ name: 'clean', ...nightly });
    other.watchdog.up();
    await settle();
    expect(reportOf(other)).toBeNull();
    other.watchdog.register({ name: 'db', command: 'db' });
    await other.watchdog.start('db');
    await other.advance(60_000);
    expect(reportOf(other)).toMatchObject({ settled: true, tookMs: 0, processes: [{ name: 'db' }] });
  });

  it('is in the status of a process as the time until it was ready', async () => {
    const stage = shop();
    await comeUp(stage, 812);
    expect(stage.watchdog.getStatus('db')).toMatchObject({ readyAfterMs: 812 });
    expect(stage.watchdog.getStatus('api')).toMatchObject({ readyAfterMs: 0 });
    expect(stage.watchdog.getStatus('later')).toMatchObject({ readyAfterMs: null });
  });

  it('is kept, and the next runs are set beside it; fifty of them at most', async () => {
    await using temporary = await TemporaryFolder.make();
    const starts = temporary.path;
    for (const ms of [1000, 1000, 1000]) await comeUp(shop({ starts }), ms);
    const next = shop({ starts });
    await comeUp(next, 3000);
    expect(reportOf(next)).toMatchObject({ earlierStarts: 3, tookMs: 3000, usualMs: 1000, slower: true });
    for (let run = 0; run < 50; run += 1) await comeUp(shop({ starts }), 10);
    const last = shop({ starts });
    await comeUp(last, 10);
    expect(reportOf(last)).toMatchObject({ earlierStarts: 50, usualMs: 10, slower: false });
  });

  it('is kept as far as it came where the run ends before', async () => {
    await using temporary = await TemporaryFolder.make();
    const starts = temporary.path;
    const stage = shop({ starts });
    stage.watchdog.up();
    await settle();
    const ended = stage.watchdog.shutdown();
    stage.spawner.last.exit({ signal: 'SIGTERM' });
    await ended;
    const record = JSON.parse(readFileSync(join(starts, 'starts.json'), 'utf8'));
    expect(record.starts).toMatchObject([{ processes: [{ name: 'db', outcome: 'pending' }, { name: 'api' }] }]);
  });
});

describe('The file of the starts', () => {
  it.each(['no JSON', '{"version": 2, "starts": []}', '{"version": 1, "starts": [{"at": 1, "processes": [{"name": 5}]}]}'])(
    'is left alone where it holds something else, which is said: %s',
    async (text) => {
      await using temporary = await TemporaryFolder.make();
      const folder = temporary.path;
      writeFileSync(join(folder, 'starts.json'), text);
      const complaints: string[] = [];
      expect(new StartsFile(folder, (complaint) => complaints.push(complaint)).read()).toEqual([]);
      expect(complaints).toEqual([expect.stringMatching(/^earlier starts are not compared with: starts\.json: /)]);
    },
  );

  it('complains where it cannot be written, and goes on', async () => {
    await using temporary = await TemporaryFolder.make();
    const folder = join(temporary.path, 'gone');
    const complaints: string[] = [];
    const file = new StartsFile(folder, (complaint) => complaints.push(complaint));
    file.add({ at: 1, processes: [] });
    expect(file.read()).toHaveLength(1);
    expect(existsSync(folder)).toBe(false);
    expect(complaints).toHaveLength(1);
  });
});
