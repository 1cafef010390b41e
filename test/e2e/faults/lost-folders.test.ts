import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ProgramRun, watchdog } from '../../control/program-run.js';
import { Project } from '../project.js';

const sleeper = { api: { command: 'exec sleep 600' } };

it('the socket of a project with a long path is where it can be, whatever the temporary folders are', async () => {
  using project = new Project(sleeper);
  const folder = join(project.folder, 'x'.repeat(110));
  mkdirSync(folder);
  cpSync(join(project.folder, 'watchdog.yaml'), join(folder, 'watchdog.yaml'));
  const env = { TMPDIR: '/dev/null/missing', XDG_RUNTIME_DIR: '/dev/null/missing' };
  const up = await watchdog(folder, ['up', '--detach'], env);
  expect(up).toMatchObject({ status: 0, stderr: expect.not.stringContaining('cannot') });
  // As from another terminal.
  expect((await watchdog(folder, ['status'])).stdout).toContain('running');
  expect((await watchdog(folder, ['up', '--detach'])).status).toBe(73);
  expect((await watchdog(folder, ['down'], env)).status).toBe(0);
});

it.each([[['up', '--headless']], [['up', '-d']], [['status']], [['check']], [['init']]])(
  'in a folder that was removed, watchdog %j says so',
  async (args) => {
    using project = new Project(sleeper);
    const gone = 'mkdir gone; cd gone; rmdir ../gone; exec "$0" "$@"';
    await using run = new ProgramRun(project.folder, args, {}, gone);
    const { stderr, status } = await run.end;
    expect(stderr).toContain("watchdog: the folder in which this was started was removed; go to the project's folder\n");
    expect(stderr).not.toContain('internal error');
    expect(status).toBe(78);
  },
);
