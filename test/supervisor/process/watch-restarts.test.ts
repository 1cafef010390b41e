import { describe, expect, it } from 'vitest';
import { parseProcess } from '../../../src/config/resolve/parse-process.js';
import { Stage } from '../../api/stage.js';
import { settle } from '../../ports/fake-spawner.js';

const watch = { paths: ['src'], debounce: '300ms' };

/** A stage on which `api` runs under watch, and ends as soon as it is asked to. */
async function watchedApi(keys: object = {}): Promise<Stage> {
  const stage = new Stage().register({ watch, ...keys });
  const spawn = stage.spawner.spawn.bind(stage.spawner);
  stage.spawner.spawn = (spec, events) => {
    const child = spawn(spec, events);
    child.signal = (signal) => queueMicrotask(() => child.alive && child.exit({ signal }));
    return child;
  };
  await stage.start();
  return stage;
}

describe('A watched process', () => {
  it('is watched from its first start on, in its own folder', async () => {
    const stage = new Stage().register({ watch: { paths: ['src'], ignore: ['**/*.test.ts'] }, cwd: '/project/api' });
    expect(stage.watcher.watches).toEqual([]);
    await stage.start();
    const request = { directory: '/project/api', paths: ['src'], ignore: ['**/*.test.ts'] };
    expect(stage.watcher.watches.map((each) => each.request)).toEqual([request]);
    void stage.watchdog.shutdown();
    expect(stage.watcher.watches).toEqual([]);
  });

  it('restarts once for a burst, after the pause, and says what changed; that is no failure', async () => {
    const stage = await watchedApi();
    await stage.advance(20_000);
    for (const path of ['src/a.ts', 'src/b.ts', 'src/a.ts']) {
      stage.watcher.change(path);
      await stage.advance(200);
    }
    expect(stage.status.startCount).toBe(1);
    await stage.advance(100);
    expect(stage.status).toMatchObject({ state: 'running', startCount: 2, restartCount: 0, circuit: { failures: 0 } });
    expect(stage.noticed).toEqual(['api: restarting: src/a.ts changed']);
    await stage.advance(60_000);
    expect(stage.status.startCount).toBe(2);
  });

  it('restarts once for a burst of which a busy machine reads the rest later than the pause', async () => {
    const stage = await watchedApi();
    await stage.advance(20_000);
    stage.watcher.change('src/a.ts');
    stage.watcher.isBehind = true;
    await stage.advance(1000);
    expect(stage.status.startCount).toBe(1);
    stage.watcher.isBehind = false;
    stage.watcher.change('src/b.ts');
    await stage.advance(300);
    expect(stage.status.startCount).toBe(2);
    expect(stage.noticed).toEqual(['api: restarting: src/a.ts changed']);
  });

  it('restarts even when there is always more to read', async () => {
    const stage = await watchedApi();
    await stage.advance(20_000);
    stage.watcher.isBehind = true;
    stage.watcher.change('src/a.ts');
    await stage.advance(3000);
    expect(stage.status.startCount).toBe(2);
  });

  it('restarts even when the changes never pause', async () => {
    const stage = await watchedApi();
    await stage.advance(20_000);
    for (let change = 0; change < 31; change += 1) {
      stage.watcher.change('src/log.txt');
      await stage.advance(100);
    }
    expect(stage.status.startCount).toBe(2);
  });

  it('is started at once by a change while it waits to restart after a crash', async () => {
    const stage = await watchedApi({ restartDelay: '1m', backoff: { max: '1m' } });
    await stage.crash();
    expect(stage.status.state).toBe('backoff');
    stage.watcher.change('src/a.ts');
    await stage.advance(300);
    expect(stage.status.state).toBe('running');
  });

  it('stays stopped when the user stopped it, and waits when its circuit is open', async () => {
    const stage = await watchedApi({ circuit: { threshold: 1 } });
    await stage.watchdog.stop('api');
    stage.watcher.change('src/a.ts');
    await stage.advance(1000);
    expect(stage.status.state).toBe('stopped');
    await stage.start();
    await stage.crash();
    stage.watcher.change('src/a.ts');
    await stage.advance(1000);
    expect(stage.status.state).toBe('circuit_open');
  });

  /** The process writes what it watches, a while after its start, `times` times. */
  async function writesOnEachStart(stage: Stage, times: number, isWritten = true): Promise<void> {
    for (let turn = 0; turn < times; turn += 1) {
      const { startCount } = stage.status;
      await stage.advance(1500);
      stage.watcher.change('src/generated.ts', isWritten);
      for (let wait = 0; wait < 50 && stage.status.startCount === startCount; wait += 1) await stage.advance(100);
    }
  }

  it('that writes what it watches is found out by changes that move with its start, and paused until it is quiet', async () => {
    const stage = await watchedApi();
    await writesOnEachStart(stage, 10);
    expect(stage.status).toMatchObject({ state: 'running', startCount: 5 });
    expect(stage.noticed.at(-1)).toMatch(/^api: watch paused: src\/generated\.ts changes after each start/);
    expect(stage.status.reason).toMatch(/, watch paused: it writes src\/generated\.ts after each start$/);
    expect(stage.status.stale).toBe(true);
    await stage.advance(10_000);
    expect(stage.status.reason).not.toMatch('paused');
    // The user's save restarts it, and its own next write pauses at once.
    await stage.advance(5000);
    stage.watcher.change('src/a.ts');
    await stage.advance(300);
    expect(stage.status.startCount).toBe(6);
    await writesOnEachStart(stage, 2);
    expect(stage.status.startCount).toBe(6);
    expect(stage.status.reason).toMatch('paused');
  });

  it('that has written nothing since its start is never paused, however steadily its files change', async () => {
    const stage = await watchedApi();
    stage.inspector.written = false;
    await writesOnEachStart(stage, 12);
    expect(stage.status.startCount).toBe(13);
    expect(stage.noticed.filter((text) => text.includes('paused'))).toEqual([]);
  });

  it.each([
    ['it has written something', true, true],
    ['nobody knows whether it has', undefined, true],
    ['its files may only have been touched, or moved', false, false],
  ])('is paused all the same where %s', async (_what, hasWritten, isWritten) => {
    const stage = await watchedApi();
    stage.inspector.written = hasWritten;
    await writesOnEachStart(stage, 10, isWritten);
    expect(stage.noticed.at(-1)).toMatch(/^api: watch paused/);
  });

  it('is watched again at once when the user restarts it', async () => {
    const stage = await watchedApi();
    await writesOnEachStart(stage, 10);
    await stage.watchdog.restart('api');
    expect(stage.status.reason).not.toMatch('paused');
    await stage.advance(20_000);
    stage.watcher.change('src/a.ts');
    await stage.advance(300);
    expect(stage.status.startCount).toBe(7);
  });

  it.each([700, 1000, 2000, 3000, 5000, 12_000])('may be saved every %d ms for as long as one likes', async (everyMs) => {
    const stage = await watchedApi();
    for (let save = 0; save < 40; save += 1) {
      stage.watcher.change('src/a.ts');
      await stage.advance(everyMs);
    }
    expect(stage.noticed.filter((text) => text.includes('paused'))).toEqual([]);
    const { startCount } = stage.status;
    await stage.advance(30_000);
    stage.watcher.change('src/a.ts');
    await stage.advance(1300);
    expect(stage.status.startCount).toBeGreaterThan(startCount);
  });

  it('says when its files cannot be watched, and goes on', async () => {
    const stage = await watchedApi();
    stage.watcher.watches[0]!.failed('ENOSPC: no more watches');
    expect(stage.noticed).toEqual(['api: its files cannot be watched: ENOSPC: no more watches']);
    await settle();
    expect(stage.status).toMatchObject({ state: 'running', cause: 'not all of its files are watched' });
  });

  it('knows its files again once all can be watched, and says a shortage of the system once for all', async () => {
    const stage = await watchedApi();
    const [watch] = stage.watcher.watches;
    watch!.failed('src cannot be read: permission denied');
    watch!.recovered();
    await settle();
    expect(stage.status).toMatchObject({ cause: null, stale: false });
    stage.watchdog.register({ name: 'web', command: 'web', watch: { paths: ['web'] } });
    await stage.watchdog.start('web');
    const watches = stage.watcher.watches;
    for (const each of watches) each.polled('the system has no more watches');
    for (const each of watches) each.recovered();
    expect(stage.noticed).toEqual([
      'api: its files cannot be watched: src cannot be read: permission denied',
      'api: all of its files are watched again',
      'changes of files are found by polling, up to some seconds late: the system has no more watches',
      'changes of files are reported by the system again',
    ]);
    expect(stage.status).toMatchObject({ cause: null, stale: false });
  });

  it('is watched anew when the user restarts it, since the system may have more watches then', async () => {
    const stage = await watchedApi();
    const [blind] = stage.watcher.watches;
    blind!.failed('ENOSPC: no more watches');
    await stage.watchdog.restart('api');
    expect(stage.watcher.watches).toHaveLength(1);
    expect(stage.watcher.watches[0]).not.toBe(blind);
    expect(stage.status).toMatchObject({ state: 'running', cause: null, stale: false });
  });

  it('says when what it watches is gone for longer than a build takes, and when that is back', async () => {
    const stage = await watchedApi();
    const [watch] = stage.watcher.watches;
    watch!.gone('src', false);
    await stage.advance(1900);
    watch!.gone('src', true);
    await stage.advance(10_000);
    expect(stage.noticed).toEqual([]);
    watch!.gone('src', false);
    await stage.advance(2000);
    expect(stage.noticed).toEqual(['api: watched src is gone; waiting for it to come back']);
    watch!.gone('src', true);
    expect(stage.noticed.slice(1)).toEqual(['api: watched src is back']);
    expect(stage.status).toMatchObject({ state: 'running', startCount: 1 });
  });

  it('gets another watch by a reload without a restart, and none once it is removed', async () => {
    const stage = await watchedApi();
    const config = (paths: string[]) =>
      parseProcess({ name: 'api', command: 'api', watch: { paths } }, { directory: process.cwd() });
    expect(stage.watchdog.reload([config(['lib'])]).text).toBe('reload: api goes on (watch changed); 0 untouched');
    expect(stage.watcher.watches.map(({ request }) => request.paths)).toEqual([['lib']]);
    expect(stage.status.startCount).toBe(1);
    await stage.watchdog.reload([]).done;
    await settle();
    expect(stage.watcher.watches).toEqual([]);
  });
});

describe('A process whose files changed', () => {
  it('is stale at once, before the debounce is over, until it was started again', async () => {
    const stage = await watchedApi();
    expect(stage.status).toMatchObject({ stale: false, cause: null });
    stage.watcher.change('src/a.ts');
    await settle();
    expect(stage.status).toMatchObject({ stale: true, startCount: 1, cause: 'stale: files changed since it was started' });
    await stage.advance(300);
    expect(stage.status).toMatchObject({ stale: false, startCount: 2 });
  });

  it('is neither fresh nor stale where it watches nothing, does not run, or cannot be watched', async () => {
    const unwatched = new Stage().register();
    await unwatched.start();
    expect(unwatched.status.stale).toBeNull();
    const stage = await watchedApi();
    stage.watcher.watches[0]!.failed('no more watches');
    expect(stage.status.stale).toBeNull();
    stage.watcher.change('src/a.ts');
    await settle();
    expect(stage.status.stale).toBe(true);
    await stage.advance(300);
    expect(stage.status).toMatchObject({ startCount: 2, stale: null });
    await stage.watchdog.stop('api');
    expect(stage.status.stale).toBeNull();
  });
});
