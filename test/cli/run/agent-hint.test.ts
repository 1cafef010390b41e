import { describe, expect, it } from 'vitest';
import { agentHint } from '../../../src/cli/run/agent-hint.js';
import { ControlClient } from '../../../src/client/client.js';
import { ProgramRun } from '../../control/program-run.js';
import { Project } from '../../e2e/project.js';
import { runProgram } from '../../e2e/run-program.js';

const hint = 'for Claude Code use "watchdog up -d"';

describe('The line for coding agents', () => {
  it('is there where one has set its variables, and not where they are empty', () => {
    expect(agentHint({ CLAUDECODE: '1' })).toContain(hint);
    expect(agentHint({ GEMINI_CLI: '1' })).toContain('Gemini CLI');
    expect(agentHint({ CLAUDECODE: '', HOME: '/home/me' })).toBeUndefined();
  });

  it('is said by a run without a terminal that does not end by itself, which stays in the foreground all the same', async () => {
    using project = new Project({ job: { command: 'exit 0', autoRestart: false } });
    const env = { CLAUDECODE: '1' };
    const ends = ['up', '--headless', '--until', 'job'];
    expect((await runProgram(ends, project.folder, env)).err).not.toContain(hint);
    await using run = await ProgramRun.up(project.folder, env);
    expect(run.stderr).toContain(hint);
    expect(run.child.exitCode).toBeNull();
    expect(await new ControlClient(project.folder).status([])).toHaveLength(1);
  });
});
