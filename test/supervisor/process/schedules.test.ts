import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../../src/config/resolve/configuration.js';
import { newLifecycle } from '../../../src/policy/process/step.js';
import { Schedules } from '../../../src/supervisor/process/schedules.js';
import { Stage } from '../../api/stage.js';
import { FakeClock } from '../../ports/fake-clock.js';
import { settle } from '../../ports/fake-spawner.js';

const dayMs = 86_400_000;

function parse(text: string) {
  return parseConfiguration([{ file: '/shop/watchdog.yaml', text }], {}).configuration.processes;
}

/** A stage on which `api` was brought up by its schedule. */
async function staged(schedule: string, keys = '', others = ''): Promise<Stage> {
  const stage = new Stage();
  for (const each of parse(`processes: {api: {command: api, schedule: ${schedule}${keys}}${others}}`))
    stage.watchdog.registerConfig(each);
  stage.watchdog.up();
  await settle();
  return stage;
}

async function end(stage: Stage, code = 0): Promise<void> {
  stage.spawner.last.exit({ code });
  await settle();
}

/** Local time today, some minutes after now, as a cron expression. */
function cronIn(stage: Stage, minutes: number): string {
  const time = new Date(stage.clock.wallTime() + minutes * 60_000);
  return `"${time.getMinutes()} ${time.getHours()} * * *"`;
}

describe('A process with a schedule', () => {
  it('waits for its first due time, says when that is, and runs then', async () => {
    const stage = await staged('{every: 10m}');
    const time = new Date(stage.clock.wallTime() + 600_000).toTimeString().slice(0, 5);
    expect(stage.status).toMatchObject({
      state: 'waiting',
      desired: 'up',
      reason: `next run at ${time}, in 10m`,
      cause: `next run at ${time}, in 10m`,
      nextStartInMs: 600_000,
    });
    await stage.advance(599_999);
    expect(stage.spawner.children).toHaveLength(0);
    await stage.advance(1);
    expect(stage.status.state).toBe('running');
  });

  it('is counted from start to start where it runs at intervals', async () => {
    const stage = await staged('{every: 10m}');
    await stage.advance(600_000);
    await stage.advance(240_000);
    await end(stage);
    expect(stage.status).toMatchObject({ state: 'waiting', nextStartInMs: 360_000 });
    await stage.advance(360_000);
    expect(stage.status).toMatchObject({ state: 'running', startCount: 2 });
  });

  it('runs at its hour, with the words for days further away', async () => {
    const stage = new Stage();
    for (const each of parse(`processes: {api: {command: api, schedule: ${cronIn(stage, 90)}}}`))
      stage.watchdog.registerConfig(each);
    stage.watchdog.up();
    await settle();
    expect(stage.status.reason).toMatch(/^next run at \d\d:\d\d, in 1h(29|30)m|1h30m$/);
    await stage.advance(90 * 60_000);
    await end(stage);
    expect(stage.status.reason).toMatch(/^next run at ([A-Z][a-z]{2} )?\d\d:\d\d, in (23h5\dm|1d)$/);
  });

  it('is not doubled: what is due during a run is skipped, and said, also in its log', async () => {
    const stage = await staged('{every: 10m}');
    await stage.advance(1_200_000);
    expect(stage.spawner.children).toHaveLength(1);
    expect(stage.noticed.at(-1)).toMatch(/^api: run at \d\d:\d\d skipped: the previous run is still running$/);
    const log = stage.watchdog.log('api')!;
    expect(log.slice(0, log.nextSeq).some(({ text }) => text.includes('skipped'))).toBe(true);
    await end(stage);
    await stage.advance(600_000);
    expect(stage.spawner.children).toHaveLength(2);
  });

  it('that failed says so until a run has succeeded, and is trouble', async () => {
    const stage = await staged('{every: 10m}');
    await stage.advance(600_000);
    await end(stage, 3);
    expect(stage.status).toMatchObject({
      state: 'waiting',
      reason: expect.stringMatching(/^next run at \d\d:\d\d, in 10m; the last one failed: exit code 3$/),
    });
    expect(stage.watchdog.snapshots()[0]).toMatchObject({ trouble: true, lastRun: 'failed' });
    await stage.advance(600_000);
    await end(stage);
    expect(stage.watchdog.snapshots()[0]).toMatchObject({ trouble: false, lastRun: 'completed' });
  });

  it('follows the restart policy where that is on-failure, and begins each run without failures', async () => {
    const stage = await staged('{every: 10m}', ', autoRestart: on-failure, maxRestarts: 1');
    await stage.advance(600_000);
    await end(stage, 1);
    expect(stage.status.state).toBe('backoff');
    await stage.advance(1000);
    await end(stage, 1);
    expect(stage.status).toMatchObject({ state: 'waiting', restartCount: 1 });
    await stage.advance(600_000);
    expect(stage.status).toMatchObject({ state: 'running', restartCount: 0, circuit: { failures: 0 } });
  });

  it('is suspended by a stop; a start runs it now and resumes the schedule', async () => {
    const stage = await staged('{every: 10m}');
    await stage.watchdog.stop('api');
    expect(stage.status).toMatchObject({ state: 'stopped', reason: 'stopped by hand', nextStartInMs: null });
    await stage.advance(3_600_000);
    expect(stage.spawner.children).toHaveLength(0);
    expect(await stage.start()).toBe(true);
    await end(stage);
    expect(stage.status).toMatchObject({ state: 'waiting', nextStartInMs: 600_000 });
  });

  it('lets those that depend on its completion see its last run', async () => {
    const stage = await staged('{every: 10m}', '', ', web: {command: web, dependsOn: {api: completed}}');
    expect(stage.watchdog.getStatus('web')).toMatchObject({ state: 'waiting', reason: 'waiting for api to complete' });
    await stage.advance(600_000);
    await end(stage);
    expect(stage.watchdog.getStatus('web')?.state).toBe('running');
    await stage.watchdog.waitFor('api', 'completed');
    stage.spawner.last.exit({ code: 1 });
    await stage.advance(1000);
    expect(stage.watchdog.getStatus('web')).toMatchObject({ state: 'running', startCount: 2 });
  });

  it('is not run by a reload that changes it, and goes by its new schedule at once', async () => {
    const stage = await staged('{every: 10m}');
    stage.watchdog.reload(parse('processes: {api: {command: api, env: {A: b}, schedule: {every: 5m}}}'));
    await settle();
    expect(stage.status).toMatchObject({ state: 'waiting', nextStartInMs: 300_000 });
    await stage.advance(300_000);
    expect(stage.spawner.last.spec.env.A).toBe('b');
    await end(stage);
    stage.watchdog.reload(parse('processes: {api: {command: api}}'));
    await settle();
    expect(stage.status).toMatchObject({ state: 'running', startCount: 2 });
  });

  it('begins with a reload that adds it', async () => {
    const stage = await staged('{every: 10m}');
    stage.watchdog.reload(
      parse('processes: {api: {command: api, schedule: {every: 10m}}, b: {command: b, schedule: {every: 1h}}}'),
    );
    await settle();
    expect(stage.watchdog.getStatus('b')).toMatchObject({ state: 'waiting', nextStartInMs: 3_600_000 });
  });

  it('runs nothing after the shutdown', async () => {
    const stage = await staged('{every: 10m}');
    await stage.watchdog.shutdown();
    await stage.advance(3_600_000);
    expect(stage.spawner.children).toHaveLength(0);
    expect(stage.clock.pending).toBe(0);
  });
});

describe('Schedules', () => {
  /** Schedules of one process that is always free: the times of its runs by the clock and since the beginning, and those announced. */
  function bare(schedule: Parameters<typeof scheduleOf>[0]) {
    const clock = new FakeClock();
    const runs: number[] = [];
    const runTimes: number[] = [];
    const announced: number[] = [];
    const begunAt = clock.now();
    const config = { schedule: scheduleOf(schedule) };
    const lifecycle = { ...newLifecycle, phase: { name: 'scheduled', at: 0, from: 0, dueAt: 0 } } as const;
    const schedules = new Schedules({
      clock,
      configOf: () => config,
      runnerOf: () => ({
        lifecycle,
        dispatch: (event) => {
          if (event.type === 'schedule') announced.push(event.runAt);
          if (event.type !== 'due') return;
          runs.push(clock.wallTime());
          runTimes.push(clock.now() - begunAt);
        },
        start: async () => true,
      }),
      said: () => {},
    });
    return { clock, runs, runTimes, announced, schedules };
  }

  const scheduleOf = (text: string) => parse(`processes: {api: {command: x, schedule: ${text}}}`)[0]!.schedule;

  it('run once a day over two years, at the hour of their time zone, with its changes of summer time', () => {
    const { clock, runs, schedules } = bare('{cron: "30 2 * * *", timezone: Europe/Berlin}');
    schedules.begin('api');
    clock.advance(730 * dayMs);
    const texts = runs.map((at) => new Date(at).toLocaleString('sv', { timeZone: 'Europe/Berlin' }));
    expect(texts).toHaveLength(730);
    expect(texts.filter((text) => !text.endsWith(' 02:30:00'))).toEqual(['2024-03-31 03:00:00', '2025-03-30 03:00:00']);
  });

  it('make up one run at most after the machine was suspended, within a minute', () => {
    const { clock, runs, schedules } = bare('{every: 10m}');
    schedules.begin('api');
    clock.setWallBack(-8 * 3_600_000);
    clock.advance(60_000);
    expect(runs).toHaveLength(1);
    clock.advance(600_000);
    expect(runs).toHaveLength(2);
  });

  it.each([0, 60_000, 3_600_000, 30 * dayMs])(
    'run as often as they say where the clock is set back by %i ms, since the time between runs is a duration',
    (setBackMs) => {
      const { clock, schedules, runTimes } = bare('{every: 10m}');
      schedules.begin('api');
      clock.advance(540_000);
      clock.setWallBack(setBackMs);
      clock.advance(1_260_000);
      expect(runTimes).toEqual([600_000, 1_200_000, 1_800_000]);
    },
  );

  it('say again how long it takes to the next run where the clock was set back', () => {
    const { clock, schedules, announced } = bare('{every: 10m}');
    schedules.begin('api');
    clock.advance(300_000);
    clock.setWallBack(120_000);
    clock.advance(60_000);
    expect(announced.at(-1)).toBe(clock.wallTime() + 240_000);
  });

  it('run each minute where the clock was set back by hours, and make no run of a day twice', () => {
    const minutely = bare('"* * * * *"');
    minutely.schedules.begin('api');
    minutely.clock.setWallBack(2 * 3_600_000);
    minutely.clock.advance(5 * 60_000);
    expect(minutely.runs.length).toBeGreaterThanOrEqual(4);
    const daily = bare('{cron: "0 2 * * *", timezone: UTC}');
    daily.schedules.begin('api');
    daily.clock.advance(dayMs);
    expect(daily.runs).toHaveLength(1);
    daily.clock.setWallBack(dayMs);
    daily.clock.advance(dayMs);
    expect(daily.runs).toHaveLength(1);
  });
});
