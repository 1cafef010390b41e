import { describe, expect, it } from 'vitest';
import { ProgramRun, watchdog } from '../../control/program-run.js';
import { isAlive } from '../../fixtures/alive.js';
import { Project } from '../project.js';

const storm = { NODE_OPTIONS: `--import ${new URL('../../fixtures/planted-storm.mjs', import.meta.url).href}` };

describe('a fault of the watchdog itself', () => {
  it('that comes again and again is reported once, ends all processes, and ends the program though its exit throws', async () => {
    using project = new Project({ api: { command: 'echo $$; exec sleep 600' } });
    await using run = new ProgramRun(project.folder, ['--headless'], storm);
    await run.until(/api \| \d+/, 'stdout');
    const pid = Number(/api \| (\d+)/.exec(run.stdout)?.[1]);
    run.child.kill('SIGALRM');
    const { stderr } = await run.end;
    expect(stderr.match(/internal error, please report it/g)).toHaveLength(1);
    expect(stderr).toMatch(/\d+ more internal errors followed/);
    expect(stderr.length).toBeLessThan(10_000);
    expect(isAlive(pid)).toBe(false);
  });

  it('is not what the system is short of: that is said once, and everything goes on', async () => {
    using project = new Project({ api: { command: 'exec sleep 600' } });
    await using run = new ProgramRun(project.folder, ['--headless'], storm);
    await run.until(/api: started/);
    run.child.kill('SIGVTALRM');
    await run.until(/no file descriptor is free/);
    const events = await watchdog(project.folder, ['events']);
    run.child.kill('SIGTERM');
    const { stderr, status } = await run.end;
    expect(status).toBe(0);
    expect(stderr.match(/no file descriptor is free/g)).toHaveLength(1);
    expect(events.stdout).toContain('no file descriptor is free');
  });
});
