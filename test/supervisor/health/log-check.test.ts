import { describe, expect, it } from 'vitest';
import { LogCheck } from '../../../src/supervisor/health/log-check.js';
import { Stage } from '../../api/stage.js';

/** What a check that waits for `pattern` answers after these chunks of stdout; undefined while it waits. */
async function answerAfter(pattern: string, ...chunks: readonly (string | Buffer)[]): Promise<string | undefined> {
  const check = new LogCheck(pattern);
  let answer: string | undefined;
  void check.check(new AbortController().signal).then(({ message }) => {
    answer = message;
  });
  for (const chunk of chunks) check.take('stdout', Buffer.from(chunk));
  await Promise.resolve();
  return answer;
}

const grin = Buffer.from('😀 up\n');

describe('a check that waits for a line of output', () => {
  it.each([
    ['listening', ['a\nlistening on 3000\nb\n'], 'found "listening on 3000"'],
    ['on \\d+$', ['listen', 'ing on', ' 3000', '\r\n'], 'found "listening on 3000"'],
    ['^listening on 3000$', ['\x1b[32mlistening\x1b[0m on \x1b[1m3000\x1b[22m\n'], 'found "listening on 3000"'],
    ['^😀 up$', [grin.subarray(0, 2), grin.subarray(2)], 'found "😀 up"'],
    ['^$', ['a\n\n'], 'found ""'],
    ['listening', ['listening on 3000'], undefined],
    ['^ready$', ['starting 50%\rstarting 100%\rrea', 'dy\r\n'], 'found "ready"'],
    ['^ready$', ['ready\r \rwatching files\n'], 'found "ready"'],
    ['50%starting', ['starting 50%\rstarting 100%\n'], undefined],
    ['^$', ['a\r\n'], undefined],
    ['a.*b', ['a\nb\n'], undefined],
    ['^ready$', ['spin 1\x1b[2K\x1b[1', 'Gready\x1b[2K\x1b[1Gspin 2\n'], 'found "ready"'],
    ['^ready$', ['ready|\b', '/\b \b\n'], undefined],
    ['^ready!$', ['ready|\b', '!\n'], 'found "ready!"'],
    ['^ready$', ['50%\r'.repeat(30_000), 'ready\n'], 'found "ready"'],
    ['^ready$', ['50%\r'.repeat(30_000), 'ready\r', 'more'], 'found "ready"'],
    ['^ready$', ['\x1b]52;c;', 'x'.repeat(70_000), '\x07ready\n'], 'found "ready"'],
    ['^ready$', ['\u0090q', 'x'.repeat(70_000), '\u009cready\n'], 'found "ready"'],
    ['^ready$', ['\x1bkwindow\x1b\\ready\n'], 'found "ready"'],
    ['x', ['y'.repeat(70_000), 'x\n'], undefined],
  ])('for %j in %j finds %s', async (pattern, chunks, expected) => {
    expect(await answerAfter(pattern, ...chunks)).toBe(expected);
  });

  it('keeps the streams apart', async () => {
    const check = new LogCheck('ready');
    let answer = '';
    void check.check(new AbortController().signal).then(({ message }) => {
      answer = message;
    });
    check.take('stdout', Buffer.from('rea'));
    check.take('stderr', Buffer.from('dy\n'));
    await Promise.resolve();
    expect(answer).toBe('');
    check.take('stdout', Buffer.from('dy\n'));
    await Promise.resolve();
    expect(answer).toBe('found "ready"');
  });

  it('does not wait for what came before, nor go on with half a line of then', async () => {
    const check = new LogCheck('^ready$');
    check.take('stdout', Buffer.from('ready\nrea'));
    let found = false;
    void check.check(new AbortController().signal).then(() => {
      found = true;
    });
    check.take('stdout', Buffer.from('dy\n'));
    await Promise.resolve();
    expect(found).toBe(false);
  });
});

describe('a process that is ready by a line of output', () => {
  const readiness = { log: 'listening on \\d+' };

  it('is healthy once the line has come, and until it ends', async () => {
    const stage = new Stage().register({ readiness });
    await stage.start();
    expect(stage.status).toMatchObject({
      health: 'pending',
      reason: 'running for 0s, not healthy yet: waiting for a line of output like "listening on \\\\d+"',
    });
    await stage.advance(600_000);
    expect(stage.status.health).toBe('pending');
    stage.spawner.last.print('starting\nlistening on 30');
    stage.spawner.last.print('00\n');
    await stage.advance(0);
    expect(stage.status.health).toBe('healthy');
    expect(stage.emitted().filter((word) => word.startsWith('health'))).toEqual(['health_ok']);
    await stage.advance(600_000);
    expect(stage.status.health).toBe('healthy');
    expect(stage.emitted()).toEqual([]);
  });

  it('waits for it again in each generation, and is not fooled by output of the last', async () => {
    const stage = new Stage().register({ readiness });
    await stage.start();
    const first = stage.spawner.last;
    await stage.crash();
    await stage.advance(1000);
    first.print('listening on 3000\n');
    await stage.advance(0);
    expect(stage.status).toMatchObject({ state: 'running', health: 'pending' });
    stage.spawner.last.print('listening on 3000\n');
    await stage.advance(0);
    expect(stage.status.health).toBe('healthy');
  });

  it('may be restarted by a liveness check beside it', async () => {
    const stage = new Stage().register({ readiness, liveness: { http: 'http://localhost:1/', startPeriod: 0, interval: '1s' } });
    await stage.start();
    stage.spawner.last.print('listening on 3000\n');
    await stage.advance(0);
    expect(stage.status.health).toBe('healthy');
    stage.probes.answer = { ok: false, message: 'HTTP 500' };
    stage.probes.pending[0]?.answer(stage.probes.answer);
    await stage.advance(0);
    await stage.advance(2000);
    expect(stage.status).toMatchObject({ state: 'stopping' });
    expect(stage.spawner.last.signals).toEqual(['SIGTERM']);
  });

  it('lets the one that depends on it start', async () => {
    const stage = new Stage().register({ readiness });
    stage.watchdog.register({ name: 'web', command: 'web', dependsOn: ['api'] });
    void stage.watchdog.start('web');
    await stage.advance(0);
    expect(stage.watchdog.getStatus('web')?.state).toBe('waiting');
    stage.spawner.last.print('listening on 3000\n');
    await stage.advance(0);
    expect(stage.watchdog.getStatus('web')?.state).toBe('running');
  });
});

describe('readiness and liveness apart', () => {
  const times = { startPeriod: 0, interval: '1s', threshold: 2 };

  it('a readiness check that fails makes unhealthy and restarts nothing', async () => {
    const stage = new Stage().register({ readiness: { http: 'http://localhost:1/', ...times } });
    stage.probes.answer = { ok: false, message: 'HTTP 503' };
    await stage.start();
    await stage.advance(60_000);
    expect(stage.status).toMatchObject({ state: 'running', health: 'unhealthy' });
    stage.probes.answer = { ok: true, message: 'HTTP 200' };
    await stage.advance(1000);
    expect(stage.status.health).toBe('healthy');
  });

  it('are asked at times of their own', async () => {
    const [asked, healthy] = [{ ready: 0, alive: 0 }, true];
    const stage = new Stage();
    stage.watchdog.register({
      name: 'api',
      command: 'api',
      readiness: async () => {
        asked.ready += 1;
        return healthy;
      },
      liveness: async () => {
        asked.alive += 1;
        return healthy;
      },
    });
    await stage.start();
    await stage.advance(30_000);
    expect(asked).toEqual({ ready: 2, alive: 2 });
    expect(stage.status.health).toBe('healthy');
  });
});
