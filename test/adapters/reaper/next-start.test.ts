import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { watchdog } from '../../control/program-run.js';
import { isAlive } from '../../fixtures/alive.js';
import { treeWays } from '../../fixtures/tree-ways.js';
import { crowd, crowdCommand } from './crowd.js';
import { changeTree, Project } from './headless-run.js';

const sleeper = { command: 'echo pid $NAME $$; exec sleep 600', stop: { scope: 'all' } };

describe('the next start, when watchdog and reaper were both killed', () => {
  it.each(treeWays)('ends by the journal what was left, and says which, %s', async (_way, cgroups) => {
    using project = new Project(
      {
        crowd: { command: crowdCommand },
        'db 1': { ...sleeper, env: { NAME: 'db' } },
      },
      cgroups,
    );
    const first = project.run();
    const pids = await first.meet(...crowd, 'db');
    await first.killWithReaper();
    expect(Object.values(pids).filter((pid) => !isAlive(pid))).toEqual([]);

    for (const args of [['status'], ['down'], ['why', 'crowd']]) {
      const { stderr, status } = await watchdog(project.folder, args);
      expect(stderr).toMatch(/^watchdog: no watchdog runs here, and the last run has left \d+ processes alive: .*\bcrowd \(pid /);
      expect(stderr).toContain(`db 1 (pid ${pids.db})`);
      expect(status).toBe(69);
    }

    const second = project.run();
    await second.says('left behind');
    expect(Object.entries(pids).filter(([, pid]) => isAlive(pid))).toEqual([]);
    const line = second.stderr.split('\n').find((each) => each.includes('left behind')) ?? '';
    expect(line).toMatch(/^watchdog: ended \d+ processes that the last run left behind: /);
    const named = new RegExp(`crowd \\(pid (.*)\\), db 1 \\(pid ${pids.db}\\)`).exec(line)?.[1]?.split(', ').map(Number);
    expect(named).toEqual(expect.arrayContaining(crowd.map((kind) => pids[kind])));
    await second.meet(...crowd, 'db');
    expect(second.pids.db).not.toBe(pids.db);
  });

  it('leaves a pid alone that was given to another process', async () => {
    using project = new Project({
      api: { ...sleeper, env: { NAME: 'api', WATCHDOG_MARKER: 'none' }, shell: false, command: 'sleep', args: ['600'] },
    });
    const first = project.run();
    await first.says('api: started');
    const pid = Number(/pid (\d+)/.exec(first.stderr)?.[1]);
    project.met.add(pid);
    await first.killWithReaper();
    // As if it had been another process: neither its start time nor the run's marker is what the journal says.
    // Nor would it be in the control group, which is not reported here.
    const { cgroups: _, ...journal } = JSON.parse(readFileSync(project.file('journal.json'), 'utf8'));
    writeFileSync(project.file('journal.json'), JSON.stringify({ ...journal, runId: '00000000-0000-0000-0000-000000000000' }));
    changeTree(project.file('journal.json'), 'process:api', { startTime: 1 });

    const second = project.run();
    await second.says('api: started');
    expect(isAlive(pid)).toBe(true);
    expect(second.stderr).not.toContain('left behind');
  });

  it('forgets the journal after a reboot', async () => {
    using project = new Project({ api: { ...sleeper, env: { NAME: 'api' } } });
    const first = project.run();
    const { api } = await first.meet('api');
    await first.killWithReaper();
    const journal = JSON.parse(readFileSync(project.file('journal.json'), 'utf8'));
    journal.watchdog.bootId = 'another';
    writeFileSync(project.file('journal.json'), JSON.stringify(journal));

    const second = project.run();
    await second.meet('api');
    expect(isAlive(api!)).toBe(true);
    expect(JSON.parse(readFileSync(project.file('journal.json'), 'utf8')).runId).not.toBe(journal.runId);
  });

  it.each([
    ['is no JSON', 'half a jour'],
    ['has another form', '{"version": 1, "runId": ".*", "watchdog": {}, "trees": []}'],
  ])('says it once and goes on where the journal %s', async (_what, text) => {
    using project = new Project({ api: { ...sleeper, env: { NAME: 'api' } } });
    mkdirSync(project.file(''));
    writeFileSync(project.file('journal.json'), text);
    const run = project.run();
    await run.meet('api');
    process.kill(run.pid, 'SIGTERM');
    expect(await run.ended).toEqual([0, null]);
    expect(readFileSync(project.file('watchdog.log'), 'utf8').match(/the journal of the last run is ignored/g)).toHaveLength(1);
  });
});

describe('one project', () => {
  it('has one watchdog: a second one says so and ends with status 73', async () => {
    using project = new Project({ api: { ...sleeper, env: { NAME: 'api' } } });
    const first = project.run();
    const { api } = await first.meet('api');
    const second = project.run();
    expect(await second.ended).toEqual([73, null]);
    await second.says(`watchdog: already running for this project, pid ${first.pid}; `);
    expect(isAlive(api!)).toBe(true);
    process.kill(first.pid, 'SIGTERM');
    expect(await first.ended).toEqual([0, null]);
    expect(existsSync(project.file('lock'))).toBe(false);
  });

  it('may be run again after a SIGKILL, whose lock is stale', async () => {
    using project = new Project({ api: { ...sleeper, env: { NAME: 'api' } } });
    const first = project.run();
    await first.meet('api');
    await first.killHard();
    const second = project.run();
    await second.meet('api');
    expect(JSON.parse(readFileSync(project.file('lock'), 'utf8')).pid).toBe(second.pid);
  });

  it('whose folder cannot be written is run all the same, with its state elsewhere, which is said', async () => {
    using project = new Project({ api: { ...sleeper, env: { NAME: 'api' } } });
    writeFileSync(`${project.folder}/.watchdog`, 'in the way');
    const run = project.run();
    await run.meet('api');
    await run.says('watchdog: .watchdog cannot be used');
    process.kill(run.pid, 'SIGTERM');
    expect(await run.ended).toEqual([0, null]);
  });
});
