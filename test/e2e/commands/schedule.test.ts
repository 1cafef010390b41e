import { describe, expect, it } from 'vitest';
import { ProgramRun, watchdog } from '../../control/program-run.js';
import { Project } from '../project.js';
import { runProgram } from '../run-program.js';

describe('a schedule', () => {
  it('runs a process again and again, waits between, and is suspended by stop; a run that is due is not doubled', async () => {
    using project = new Project({
      tick: { command: 'echo ticked', schedule: { every: '1s' } },
      slow: { command: 'exec sleep 600', schedule: { every: '1s' } },
      nightly: { command: 'true', schedule: '0 2 * * *' },
    });
    await using run = await ProgramRun.up(project.folder);
    await run.until(/slow: run at \d\d:\d\d skipped: the previous run is still running/);
    await run.until(/tick +\| ticked\n(?:.*\n)*tick +\| ticked\n/, 'stdout');
    const [nightly] = JSON.parse((await watchdog(project.folder, ['status', 'nightly', '--json'])).stdout);
    expect(nightly).toMatchObject({ state: 'waiting', reason: expect.stringMatching(/^next run at 02:00, in /), startCount: 0 });
    expect(await watchdog(project.folder, ['start', 'nightly'])).toMatchObject({ status: 0 });
    await run.until(/nightly: completed with exit code 0/);
    expect(await watchdog(project.folder, ['stop', 'nightly'])).toMatchObject({ status: 0, stderr: 'nightly stopped\n' });
  });

  it('counts as started for --detach, and has no end for --exit-when-done and --until', async () => {
    using project = new Project({
      nightly: { command: 'true', schedule: '0 2 * * *' },
      once: { command: 'true', autoRestart: false },
    });
    expect(await runProgram(['--exit-when-done'], project.folder)).toMatchObject({
      code: 64,
      err: expect.stringContaining('nightly runs by a schedule, so it never ends'),
    });
    expect(await runProgram(['up', '--until', 'nightly'], project.folder)).toMatchObject({ code: 64 });
    expect(await runProgram(['up', '--exit-when-done', 'once'], project.folder)).toMatchObject({ code: 0 });
    expect(await runProgram(['up', '--detach'], project.folder)).toMatchObject({ code: 0 });
    expect(await runProgram(['down'], project.folder)).toMatchObject({ code: 0 });
  });
});
