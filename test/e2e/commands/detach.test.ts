import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { watchdog } from '../../control/program-run.js';
import { isAlive, untilDead } from '../../fixtures/alive.js';
import { descendantsOf } from '../../fixtures/process-tree.js';
import { builtProgram, Project } from '../project.js';
import { Terminal } from '../terminal.js';

/** Keeps a start under way until long after others have made files and ended; it is over when all are started. */
function longAfter(...files: readonly string[]): object {
  const exec = [...files.map((file) => `test -e ${file}`), 'sleep 2'].join(' && ');
  return {
    slow: { command: 'exec sleep 600', healthCheck: { exec, startInterval: '50ms' } },
    last: { command: 'exec sleep 600', dependsOn: { slow: 'healthy' } },
  };
}

describe('up --detach', () => {
  it.each([
    [['--headless'], '--detach returns and --headless prints the lines here; leave one of them out'],
    [
      ['--exit-when-done'],
      '--exit-when-done is about the exit status of the run, for which --detach does not wait; leave one of them out',
    ],
    [['--theme', 'light'], '--theme is for a dashboard, which --detach does not open; give it to watchdog attach'],
    [['--ascii'], '--ascii is for a dashboard'],
    [['--no-incremental'], '--no-incremental is for a dashboard'],
  ])('refuses %j, which would have no effect, says what to do, and starts nothing', async (options, words) => {
    using project = new Project({ api: { command: 'exec sleep 600' } });
    for (const args of [
      ['up', '--detach', ...options],
      ['--detach', ...options],
      [...options, 'up', '--detach'],
    ]) {
      const { status, stdout, stderr } = await watchdog(project.folder, args);
      expect([status, stdout]).toEqual([64, '']);
      expect(stderr).toContain(`watchdog: `);
      expect(stderr).toContain(words);
    }
    expect((await watchdog(project.folder, ['status'])).status).toBe(69);
  });

  it('runs a Procfile as it is, and keeps stdout for data', async () => {
    using project = new Project({});
    const { folder } = project;
    rmSync(join(folder, 'watchdog.yaml'));
    writeFileSync(join(folder, 'Procfile'), 'web: exec sleep 600\nworker: exec sleep 600\n');
    const { status, stdout, stderr } = await watchdog(folder, ['up', '--detach']);
    expect([status, stdout]).toEqual([0, '']);
    const pid = Number(/^watchdog runs in the background, pid (\d+); watchdog attach .*\nall ready in \S+\n$/.exec(stderr)?.[1]);
    expect(isAlive(pid)).toBe(true);
    const statuses = JSON.parse((await watchdog(folder, ['status', '--json'])).stdout) as {
      name: string;
      state: string;
      pid: number;
    }[];
    expect(statuses.map(({ name, state }) => [name, state])).toEqual([
      ['web', 'running'],
      ['worker', 'running'],
    ]);
    await using terminal = Terminal.start({ command: process.execPath, args: [builtProgram, 'attach'], cwd: folder });
    await terminal.until((screen) => screen.some((line) => line.includes('worker')), 'the dashboard on it');
    expect((await watchdog(folder, ['down'])).status).toBe(0);
    expect((await terminal.exited).code).toBe(0);
    expect([pid, ...statuses.map((each) => each.pid)].map(isAlive)).toEqual([false, false, false]);
  });

  it('ends with 1 and the reasons when what others wait for does not get well', async () => {
    using project = new Project({
      db: {
        command: 'exec sleep 600',
        healthCheck: { exec: 'false', startPeriod: '50ms', startInterval: '50ms' },
        restartDelay: '1h',
      },
      api: { command: 'exec sleep 600', dependsOn: { db: 'healthy' } },
    });
    const { status, stdout, stderr } = await watchdog(project.folder, ['up', '--detach']);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^db: restart 1 in .*\napi: waiting for db to be healthy; .*\nwatchdog runs in the background/);
    expect((await watchdog(project.folder, ['down'])).status).toBe(0);
  });

  it('ends with 1 and the causes of what has failed and of what crashes', async () => {
    using project = new Project({
      job: { command: "echo 'connect ECONNREFUSED 127.0.0.1:5433' >&2; touch job; exit 1", autoRestart: false },
      api: { command: 'echo Error: boom >&2; touch api; exit 3', restartDelay: '1h' },
      ...longAfter('job', 'api'),
    });
    const { status, stderr } = await watchdog(project.folder, ['up', '-d']);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^job: failed: connection refused on port 5433 \(exit code 1\)\napi: in backoff: Error: boom \(exit code 3\)\nwatchdog runs/,
    );
    expect((await watchdog(project.folder, ['down'])).status).toBe(0);
  });

  it('does not call ready what failed after a moment', async () => {
    using project = new Project({
      job: { command: 'touch job; exit 3', autoRestart: false },
      ...longAfter('job'),
    });
    const { status, stderr } = await watchdog(project.folder, ['up', '-d']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^job: failed: exit code 3; .*\nwatchdog runs in the background, pid \d+; [^\n]*\n$/);
    expect((await watchdog(project.folder, ['down'])).status).toBe(0);
  });

  it('passes on what its run says of the start: what the last one left behind', async () => {
    using project = new Project({ api: { command: 'exec sleep 600' } });
    const first = await watchdog(project.folder, ['up', '--detach']);
    const pid = Number(/background, pid (\d+)/.exec(first.stderr)?.[1]);
    const [api] = JSON.parse((await watchdog(project.folder, ['status', '--json'])).stdout) as { pid: number }[];
    process.kill(pid, 'SIGSTOP'); // it would start another reaper
    const others = descendantsOf(pid).filter((each) => each !== api?.pid);
    // The reaper would do it, so that there were nothing to be told.
    for (const each of others) process.kill(each, 'SIGKILL');
    process.kill(pid, 'SIGKILL');
    await untilDead(pid);
    expect(isAlive(api!.pid)).toBe(true);
    const second = await watchdog(project.folder, ['up', '--detach']);
    expect(second.stderr).toContain(`watchdog: ended 1 process that the last run left behind: api (pid ${api!.pid})\n`);
    expect(second.status).toBe(0);
    expect((await watchdog(project.folder, ['down'])).status).toBe(0);
  });

  it('given several times at once starts one, and the others say that it runs', async () => {
    using project = new Project({ api: { command: 'exec sleep 600' } });
    const ends = await Promise.all([1, 2, 3].map(() => watchdog(project.folder, ['up', '--detach'])));
    expect(ends.map(({ status }) => status).sort()).toEqual([0, 73, 73]);
    for (const { status, stderr } of ends) expect(stderr).toMatch(status === 0 ? /runs in the background/ : /already/);
    expect((await watchdog(project.folder, ['down'])).status).toBe(0);
  });
});
