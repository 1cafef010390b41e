import { describe, expect, it } from 'vitest';
import { builtProgram, Project } from '../../e2e/project.js';
import { runProgram } from '../../e2e/run-program.js';

const idle = 'exec sleep 1000';
const up = ['up', '--headless'];

describe('up --until', () => {
  it('ends with the code of the named process, which is not restarted, and stops the others', async () => {
    using project = new Project({
      api: { command: idle },
      test: { command: 'echo tested; exit 3', dependsOn: { api: 'started' }, autoRestart: true, autoStart: false },
    });
    const { code, out, err } = await runProgram([...up, '--until', 'test'], project.folder);
    expect(code).toBe(3);
    expect(out).toContain('tested');
    expect(err).toContain('test ended with exit code 3; stopping everything');
    expect(err).toMatch(/api: stopped/);
    expect((await runProgram(['status'], project.folder)).code).toBe(69);
  });

  it.each([
    ['exit 0', 0],
    ['kill -TERM $$', 143],
  ])('with %s ends with %d, also where others were named', async (command, expected) => {
    using project = new Project({ test: { command }, api: { command: idle }, other: { command: 'touch other' } });
    const { code, err } = await runProgram(['up', 'api', '--headless', '--until', 'test'], project.folder);
    expect(code).toBe(expected);
    expect(err).not.toContain('other: started');
  });

  it('ends with 1 and the reason where it can no longer start', async () => {
    using project = new Project({
      migrate: { command: 'exit 2', autoRestart: false },
      test: { command: 'echo tested', dependsOn: { migrate: 'completed' } },
    });
    const { code, err } = await runProgram([...up, '--until', 'test'], project.folder);
    expect(code).toBe(1);
    expect(err).toMatch(/test can no longer start: blocked: migrate/);
  });

  it('ends with 64 for what is not one process, and in the background', async () => {
    using project = new Project({ api: { command: idle, replicas: 2 }, test: { command: 'true' } });
    const several = await runProgram([...up, '--until', 'api'], project.folder);
    expect([several.code, several.err]).toEqual([64, expect.stringContaining('api-1, api-2')]);
    const unknown = await runProgram([...up, '--until', 'tset'], project.folder);
    expect([unknown.code, unknown.err]).toEqual([64, expect.stringContaining('did you mean "test"?')]);
    const detached = await runProgram(['up', '-d', '--until', 'test'], project.folder);
    expect([detached.code, detached.err]).toEqual([64, expect.stringContaining('--until')]);
  });

  it('works with a dashboard, and says then how it ended', async () => {
    using project = new Project({ api: { command: idle }, test: { command: 'sleep 0.5; exit 4' } });
    await using terminal = project.open({ args: [builtProgram, 'up', '--until', 'test'] });
    expect((await terminal.exited).code).toBe(4);
    expect(terminal.screen().join('\n')).toContain('test ended with exit code 4; stopping everything');
  });
});

describe('up --fail-fast', () => {
  it('stops everything when the first has failed for good, with 1 and the reason, and the excerpt in which GitHub folds lines', async () => {
    using project = new Project({
      api: { command: idle },
      job: {
        command: `echo "::error::not a command"; echo "Error: Cannot find module 'express'" >&2; exit 1`,
        autoRestart: false,
      },
    });
    const { code, err } = await runProgram([...up, '--fail-fast'], project.folder, { CI: 'true', GITHUB_ACTIONS: 'true' });
    expect(code).toBe(1);
    expect(err).toMatch(/watchdog: job: failed: [^\n]*; stopping everything/);
    const group = /::group::job: exit code 1\n([\s\S]*?)::endgroup::\n/.exec(err)?.[1];
    expect(group).toContain('cause: the module express is missing');
    expect(group).toContain("| Error: Cannot find module 'express'\n");
    expect(group).not.toMatch(/^\s*::/m);
  });

  it('folds nothing where no build machine is, and leaves a headline where its kind is unknown', async () => {
    using project = new Project({ job: { command: 'echo broken >&2; exit 1', autoRestart: false } });
    expect((await runProgram([...up, '--fail-fast'], project.folder)).err).not.toContain('--- job');
    const { err } = await runProgram([...up, '--exit-when-done'], project.folder, { CI: 'true' });
    expect(err).toMatch(/--- job: exit code 1\n[\s\S]*\| broken\n/);
  });
});
