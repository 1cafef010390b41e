import { describe, expect, it } from 'vitest';
import { ProgramRun, watchdog } from '../../control/program-run.js';
import { Project } from '../project.js';

describe('watchdog signal', () => {
  it("reaches the process's own group and nothing that has left it; what it does then is its own doing", async () => {
    const outsider = `setsid sh -c 'trap "echo outsider heard" HUP; echo outsider ready; while :; do sleep 0.05; done' &`;
    const own = 'trap "echo own heard" HUP; echo own ready; while :; do sleep 0.05; done';
    using project = new Project({ api: { command: `${outsider} ${own}` }, idle: { command: 'true', autoStart: false } });
    await using run = await ProgramRun.up(project.folder);
    await run.until(/own ready/, 'stdout');
    await run.until(/outsider ready/, 'stdout');
    expect(await watchdog(project.folder, ['signal', 'api', 'hup'])).toMatchObject({ status: 0, stderr: 'api: SIGHUP sent\n' });
    await run.until(/own heard/, 'stdout');
    const [kill, unknown, down, nobody] = await Promise.all([
      watchdog(project.folder, ['signal', 'api', 'KILL']),
      watchdog(project.folder, ['signal', 'api', 'HUPP']),
      watchdog(project.folder, ['signal', 'idle', 'HUP']),
      watchdog(project.folder, ['signal', 'apu', 'HUP']),
    ]);
    expect(kill).toMatchObject({ status: 64, stderr: expect.stringContaining('"watchdog kill" does') });
    expect(unknown).toMatchObject({ status: 64, stderr: expect.stringContaining('did you mean HUP?') });
    expect(down).toMatchObject({ status: 1, stderr: 'idle: SIGHUP was not sent: not running\n' });
    expect(nobody).toMatchObject({ status: 64, stderr: expect.stringContaining('api') });
    expect(run.stdout).not.toContain('outsider heard');
    await watchdog(project.folder, ['signal', 'api', 'INT']);
    await run.until(/api: .*restart 1 in .* after signal SIGINT/);
  });
});
