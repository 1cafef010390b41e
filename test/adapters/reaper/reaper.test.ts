import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { Reaper } from '../../../src/adapters/reaper/reaper.js';
import type { TrackedTree } from '../../../src/adapters/spawn/tree-registry.js';
import { cleanEnvironment } from '../../e2e/clean-environment.js';
import { isAlive, untilDead } from '../../fixtures/alive.js';
import { commandLineOf, descendantsOf, KillList } from '../../fixtures/process-tree.js';
import { type News, untilNews } from '../../fixtures/until-news.js';
import { startTicks } from './headless-run.js';

const met = new KillList();
afterEach(() => met.killAll());

/** A reaper of this very process, what it complained of, and how to find its shell. */
class Scene {
  readonly runId = randomUUID();
  readonly complaints: string[] = [];
  readonly #news: News = new EventEmitter();
  readonly reaper = new Reaper(this.runId, (text) => {
    this.complaints.push(text);
    this.#news.emit('news');
  });

  constructor() {
    this.reaper.starting();
  }

  get shell(): number {
    const pid = descendantsOf(process.pid).find((each) => commandLineOf(each).includes(this.runId));
    if (pid === undefined) throw new Error('there is no reaper');
    met.add(pid);
    return pid;
  }

  untilComplaints(count: number): Promise<true> {
    return untilNews(
      this.#news,
      () => (this.complaints.length >= count ? true : undefined),
      () => `${count} complaints`,
    );
  }
}

function sleeper(): TrackedTree {
  const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
  child.unref();
  met.add(child.pid!);
  return { mark: 'process:sleeper', pid: child.pid!, startTime: startTicks(child.pid!), scope: 'all' };
}

describe('the reaper', () => {
  it('costs less than 2 MB, and is in a session of its own', () => {
    const { shell, reaper } = new Scene();
    const status = readFileSync(`/proc/${shell}/smaps_rollup`, 'utf8');
    const stat = readFileSync(`/proc/${shell}/stat`, 'utf8').split(' ');
    expect(Number(/^Pss:\s+(\d+) kB/m.exec(status)?.[1])).toBeLessThan(2048);
    expect(Number(stat[5])).toBe(shell);
    reaper.quit();
  });

  it('goes without ending anything when it is let go', async () => {
    const { shell, reaper, complaints } = new Scene();
    const tree = sleeper();
    reaper.spawned(tree);
    reaper.quit();
    await untilDead(shell);
    expect([isAlive(tree.pid), complaints]).toEqual([true, []]);
  });

  it('is started again when it was killed, and then once only', async () => {
    const scene = new Scene();
    const first = scene.shell;
    process.kill(first, 'SIGKILL');
    await scene.untilComplaints(1);
    const second = scene.shell;
    expect(second).not.toBe(first);
    process.kill(second, 'SIGKILL');
    await scene.untilComplaints(2);
    expect(scene.complaints).toEqual([
      'the reaper was killed and is started again',
      'there is no reaper, so a SIGKILL of the watchdog would leave its processes behind: it was killed twice',
    ]);
    scene.reaper.spawned(sleeper());
    scene.reaper.quit();
  });

  it('never holds us up, even where it reads nothing', () => {
    const { shell, reaper } = new Scene();
    process.kill(shell, 'SIGSTOP');
    const since = performance.now();
    for (let pid = 1; pid <= 50_000; pid += 1) reaper.spawned({ mark: 'x', pid: 2 ** 30 + pid, startTime: pid, scope: 'group' });
    const took = performance.now() - since;
    process.kill(shell, 'SIGKILL');
    reaper.quit();
    expect(took).toBeLessThan(10_000);
  });
});

describe('a program that uses the library with the reaper', () => {
  it.each([
    ['process.exit without a shutdown', 'exit', [3, null]],
    ['an exception that nobody catches', 'throw', [1, null]],
    ['SIGKILL after the reaper was killed and replaced', 'replace', [null, 'SIGKILL']],
  ])('leaves nothing behind by %s', async (_what, order, ending) => {
    const program = new URL('library-host.ts', import.meta.url).pathname;
    const stripTypes = new URL('../../fixtures/strip-types.mjs', import.meta.url).href;
    const child = spawn(process.execPath, ['--import', stripTypes, program], {
      env: cleanEnvironment(),
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    met.add(child.pid!);
    const [text] = await once(child.stdout.setEncoding('utf8'), 'data');
    const started = Number(text);
    const findReaper = (): number => descendantsOf(child.pid!).find((pid) => commandLineOf(pid).includes('watchdog-reaper'))!;
    let reaper = findReaper();
    for (const pid of [started, reaper]) met.add(pid);
    const ended = once(child, 'exit');
    if (order === 'replace') {
      process.kill(reaper, 'SIGKILL');
      await once(child.stdout, 'data');
      reaper = findReaper();
      met.add(reaper);
      child.kill('SIGKILL');
    } else child.stdin.write(`${order}\n`);
    expect(await ended).toEqual(ending);
    await untilDead(started);
    await untilDead(reaper);
  });
});
