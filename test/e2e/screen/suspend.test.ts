import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ProgramRun, watchdog } from '../../control/program-run.js';
import { isAlive, parentOf } from '../../fixtures/alive.js';
import { eventually } from '../../fixtures/eventually.js';
import { statFields } from '../../fixtures/proc-stat.js';
import { PuppetStage } from '../../fixtures/puppet.js';
import { builtProgram, isReady, Project, shows } from '../project.js';
import { Terminal } from '../terminal.js';

/** A shell in which the dashboard was started, and shows the process of that pid. */
async function shellWithDashboard(
  stage: PuppetStage,
  project: Project,
): Promise<{ readonly shell: Terminal; readonly pid: number }> {
  const shell = Terminal.start({
    command: 'bash',
    args: ['--norc', '--noprofile', '-i'],
    cwd: project.folder,
    columns: 120,
    rows: 40,
    env: { PS1: 'ready> ' },
  });
  shell.type(`'${process.execPath}' '${builtProgram}'\r`);
  const { pid } = await stage.next();
  await shell.until(shows('api', '● running'), 'the dashboard');
  return { shell, pid };
}

describe('Ctrl+Z', () => {
  it('gives the terminal back to the shell, says that supervision pauses, and fg brings the dashboard back', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({ api: { command: stage.commandLine } });
    const { shell: opened, pid } = await shellWithDashboard(stage, project);
    await using shell = opened;

    shell.press('ctrl+z');
    await shell.until((screen) => screen.join('\n').includes('Stopped'), 'the shell again');
    expect(shell.screen().join('\n')).toContain('the processes keep running without supervision; fg resumes it');
    expect(isAlive(pid)).toBe(true);
    const { status, stderr } = await watchdog(project.folder, ['status']);
    expect(status).toBe(69);
    expect(stderr).toMatch(
      /^watchdog: the watchdog here, pid \d+, is suspended and answers nothing; fg in its terminal, or kill -CONT \d+, resumes it\n$/,
    );
    shell.type('echo $((40 + 2)) words\r');
    await shell.until((screen) => screen.includes('42 words'), 'a shell that works');

    shell.type('fg\r');
    await shell.until(shows('api', '● running'), 'the dashboard again');
    shell.press('x');
    await shell.until(shows('api', '○ stopped'), 'keys that work');
    shell.press('q');
    await shell.until((screen) => screen.includes('42 words') && isReady(screen), 'the shell and the screen of before');
    shell.type('exit\r');
    await shell.exited;
    expect(isAlive(pid)).toBe(false);
  });
});

describe('A watchdog that another program has suspended', () => {
  it('carries out nothing when it is resumed that was refused meanwhile', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({ api: { command: stage.commandLine } });
    await using run = await ProgramRun.up(project.folder);
    run.child.kill('SIGSTOP');
    await eventually(() => expect(statFields(run.child.pid!)![0]).toBe('T'));
    for (const refused of [['status'], ['stop', 'api'], ['down']]) {
      const { status, stderr } = await watchdog(project.folder, refused);
      expect(status).toBe(69);
      expect(stderr).toContain('is suspended and answers nothing');
    }

    run.child.kill('SIGCONT');
    const { stdout } = await watchdog(project.folder, ['events']);
    expect(stdout).not.toContain('stop');
    expect((await watchdog(project.folder, ['status'])).stdout).toContain('running');
  });
});

describe('b at the question whether to quit', () => {
  it('gives the terminal back and lets everything run on, also when the terminal is closed; attach and down find it', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({ api: { command: stage.commandLine } });
    const { shell: opened, pid } = await shellWithDashboard(stage, project);
    await using shell = opened;
    shell.press('q');
    await shell.until((screen) => screen.at(-1)!.includes('b background'), 'the question');
    shell.press('b');
    await shell.until((screen) => screen.some((line) => line.includes('Stopped')), 'the shell again');
    // A shell that is closed while the job is stopped would end it.
    shell.type('until jobs | grep -q Running; do sleep 0.05; done; echo $((40 + 2)) words\r');
    await shell.until((screen) => screen.includes('42 words'), 'a shell that works');
    await shell.hangUp();
    await shell.exited;

    await using attached = project.open({ args: [builtProgram, 'attach'] });
    await attached.until(shows('api', '● running'), 'the dashboard elsewhere');
    attached.press('q');
    await attached.exited;
    expect(await watchdog(project.folder, ['down'])).toMatchObject({ status: 0 });
    expect(isAlive(pid)).toBe(false);
  });

  it('waits with it until the shell has noticed, which a busy machine may keep from it', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({ api: { command: stage.commandLine } });
    const { shell: opened, pid } = await shellWithDashboard(stage, project);
    await using shell = opened;
    const dashboard = parentOf(pid)!;
    const state = (): string | undefined => statFields(dashboard)?.[0];
    shell.press('q');
    await shell.until((screen) => screen.at(-1)!.includes('b background'), 'the question');
    process.kill(shell.pid, 'SIGSTOP');
    shell.press('b');
    await expect.poll(state).toBe('T');
    // Longer than a shell takes as a rule.
    for (const end = performance.now() + 1000; performance.now() < end; await setImmediate()) expect(state()).toBe('T');
    process.kill(shell.pid, 'SIGCONT');
    await shell.until((screen) => screen.some((line) => line.includes('Stopped')), 'the shell again');
    await expect.poll(state).not.toBe('T');
    shell.type('echo $((40 + 2)) words\r');
    await shell.until((screen) => screen.includes('42 words'), 'a shell that works');
  });
});
