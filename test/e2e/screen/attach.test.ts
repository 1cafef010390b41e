import { describe, expect, it } from 'vitest';
import { ProgramRun, watchdog } from '../../control/program-run.js';
import { isAlive, untilDead } from '../../fixtures/alive.js';
import { PuppetStage } from '../../fixtures/puppet.js';
import { builtProgram, Project } from '../project.js';
import type { Terminal } from '../terminal.js';

const sane = { alternateBuffer: false, cursorVisible: true, cooked: true };

function attach(project: Project): Terminal {
  return project.open({ args: [builtProgram, 'attach'] });
}

describe('an attached dashboard', () => {
  it('shows what the watchdog runs, acts on it, and stops nothing when it is left', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({ api: { command: stage.commandLine } });
    await using run = await ProgramRun.up(project.folder);
    const first = await stage.next();
    await first.print('hello from api\n');
    await using one = attach(project);
    await using other = attach(project);
    for (const terminal of [one, other]) {
      await terminal.until((screen) => screen.some((line) => line.includes(`pid ${first.pid}`)), 'the row');
      await terminal.until((screen) => screen.join('\n').includes('hello from api'), 'the log');
    }
    one.press('r');
    const second = await stage.next();
    for (const terminal of [one, other])
      await terminal.until((screen) => screen.some((line) => line.includes(`pid ${second.pid}`)), 'the new pid');
    await one.until((screen) => screen.join('\n').includes(`api restarted, pid ${second.pid}`), 'the outcome');
    const [status] = JSON.parse((await watchdog(project.folder, ['status', '--json'])).stdout);
    expect(other.screen().join('\n')).toContain(`pid ${status.pid}`);

    one.press('q');
    expect(await one.exited).toEqual({ code: 0, signal: null });
    expect(await one.modes()).toEqual(sane);
    other.press('ctrl+c');
    expect((await other.exited).code).toBe(0);
    expect([isAlive(second.pid), isAlive(run.child.pid!)]).toEqual([true, true]);
  });

  it('says when the watchdog is gone, however it went, and gives the terminal back', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({ api: { command: stage.commandLine } });
    await using run = await ProgramRun.up(project.folder);
    const { pid } = await stage.next();
    await using terminal = attach(project);
    await terminal.until((screen) => screen.some((line) => line.includes(`pid ${pid}`)), 'the row');
    run.child.kill('SIGKILL');
    expect(await terminal.exited).toEqual({ code: 0, signal: null });
    expect(terminal.screen().join('\n')).toContain('the watchdog has ended');
    expect(await terminal.modes()).toEqual(sane);
    await untilDead(pid);
  });

  it('says that none runs, and what to do, with 69', async () => {
    using project = new Project({});
    await using terminal = attach(project);
    expect((await terminal.exited).code).toBe(69);
    expect(terminal.screen().join('\n')).toContain('no watchdog runs here; start one with: watchdog up');
  });
});

describe('up --detach', () => {
  it('returns when all are started, and the watchdog lives on without the terminal until down', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({
      db: { command: stage.commandLine, healthCheck: { log: 'ready', interval: '50ms' } },
      api: { command: stage.commandLine, dependsOn: { db: 'healthy' } },
    });
    await using terminal = project.open({ args: [builtProgram, 'up', '--detach'] });
    const db = await stage.next();
    await db.print('ready\n');
    const api = await stage.next();
    expect((await terminal.exited).code).toBe(0);
    const said = terminal.screen().join(' ');
    const pid = Number(/runs in the background, pid (\d+)/.exec(said)?.[1]);
    expect([db.pid, api.pid, pid].map(isAlive)).toEqual([true, true, true]);
    expect((await watchdog(project.folder, ['up', '--detach'])).status).toBe(73);
    expect((await watchdog(project.folder, ['down'])).status).toBe(0);
    expect([db.pid, api.pid, pid].map(isAlive)).toEqual([false, false, false]);
  });

  it('ends with 1 and the reason where a process did not come up, and leaves the others running', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({
      api: { command: stage.commandLine },
      bad: { command: '/not/there', shell: false, autoRestart: false },
    });
    const { status, stderr } = await watchdog(project.folder, ['up', '--detach']);
    const { pid } = await stage.next();
    expect(stderr).toContain('bad: failed');
    expect([status, isAlive(pid)]).toEqual([1, true]);
    expect((await watchdog(project.folder, ['down'])).status).toBe(0);
    expect(isAlive(pid)).toBe(false);
  });

  it('refuses what up refuses, before anything is started', async () => {
    using project = new Project({ api: { comand: 'x' } });
    expect((await watchdog(project.folder, ['up', '--detach'])).status).toBe(78);
    using other = new Project({ api: { command: 'true' } });
    expect(await watchdog(other.folder, ['up', '--detach', 'apii'])).toMatchObject({
      status: 64,
      stderr: expect.stringContaining('did you mean "api"?'),
    });
  });
});
