import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isAlive, untilDead } from '../../fixtures/alive.js';
import { treeWays } from '../../fixtures/tree-ways.js';
import { crowd, crowdCommand, daemonCommand } from './crowd.js';
import { Project } from './headless-run.js';

describe.each(treeWays)('when the watchdog is killed by SIGKILL, %s', (_way, cgroups) => {
  it('the reaper ends all that it started, and then itself', async () => {
    using project = new Project({ crowd: { command: crowdCommand } }, cgroups);
    const run = project.run();
    const pids = await run.meet(...crowd);
    const { reaper } = run;
    expect(Object.values(pids).filter((pid) => !isAlive(pid))).toEqual([]);
    await run.killHard();
    const since = performance.now();
    for (const pid of [...Object.values(pids), reaper]) await untilDead(pid);
    expect(performance.now() - since).toBeLessThan(15_000);
  });

  it('what behaves well gets SIGTERM and the time to act on it', async () => {
    using project = new Project(
      {
        tidy: { command: `trap 'echo bye >bye; exit' TERM; echo pid tidy $$; sleep 600 & wait` },
      },
      cgroups,
    );
    const run = project.run();
    const { tidy } = await run.meet('tidy');
    await run.killHard();
    await untilDead(tidy!);
    expect(existsSync(`${project.folder}/bye`)).toBe(true);
  });

  it('a daemon of a process with "scope: group" stays, and does not keep the reaper', async () => {
    using project = new Project({ starter: { command: daemonCommand, stop: { scope: 'group' } } });
    const run = project.run();
    const { daemon, starter } = await run.meet('daemon', 'starter');
    const { reaper } = run;
    await run.killHard();
    await untilDead(starter!);
    await untilDead(reaper);
    expect(isAlive(daemon!)).toBe(true);
  });
});

describe('an end that the watchdog sees', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const)('%s to its group ends all, with status 0', async (signal) => {
    using project = new Project({ crowd: { command: crowdCommand, stop: { grace: '50ms' } } });
    const run = project.run();
    const pids = await run.meet(...crowd);
    const { reaper } = run;
    process.kill(-run.pid, signal);
    expect(await run.ended).toEqual([0, null]);
    expect(Object.entries(pids).filter(([, pid]) => isAlive(pid))).toEqual([]);
    await untilDead(reaper);
    expect([existsSync(project.file('journal.json')), existsSync(project.file('lock'))]).toEqual([false, false]);
  });

  it('the signals of a terminal do not end the reaper', async () => {
    using project = new Project({ crowd: { command: crowdCommand } });
    const run = project.run();
    const pids = await run.meet(...crowd);
    const { reaper } = run;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGTSTP'] as const) process.kill(reaper, signal);
    await run.killHard();
    for (const pid of [...Object.values(pids), reaper]) await untilDead(pid);
  });
});
