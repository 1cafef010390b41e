import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ProgramRun, watchdog } from '../../control/program-run.js';
import { Project } from '../project.js';

const sleeper = { command: 'exec sleep 600' };
const withNames = ['start api', 'stop api', 'kill api', 'reset api', 'restart api', 'why api', 'wait api'];
const withoutNames = ['status', 'ps', 'logs', 'events', 'reload', 'down'];

/** What each line ends with, all of them in one folder. */
async function statusesOf(folder: string, lines: readonly string[]): Promise<Record<string, number | null>> {
  const statuses: Record<string, number | null> = {};
  for (const line of lines) statuses[line] = (await watchdog(folder, line.split(' '))).status;
  return statuses;
}

/** The same where no line changes anything for another, so that a few can run beside each other. */
async function statusesApart(folder: string, lines: readonly string[]): Promise<Record<string, number | null>> {
  const quarters = [0, 1, 2, 3].map((part) => lines.filter((_line, index) => index % 4 === part));
  return Object.assign({}, ...(await Promise.all(quarters.map((quarter) => statusesOf(folder, quarter)))));
}

const all = (lines: readonly string[], status: number) => Object.fromEntries(lines.map((line) => [line, status]));

// Some fifty starts of the program.
describe('every command ends', () => {
  it('with 0 when it did what it is for', async () => {
    using project = new Project({ api: sleeper });
    await using _run = await ProgramRun.up(project.folder);
    const lines = [...withNames, ...withoutNames.slice(0, -1), 'start --all', 'stop --all', 'wait api --for stopped'];
    const alone = ['check', 'check --print', 'schema', 'keys', 'completion bash', 'help', 'help up', '--version', 'down'];
    expect(await statusesOf(project.folder, [...lines, ...alone])).toEqual(all([...lines, ...alone], 0));
  });

  it('with 1 when an action failed, with 64 for what is not known, and with 73 where one runs already', async () => {
    using project = new Project({ api: sleeper, typo: { command: './no-such-program', args: [], autoStart: false } });
    await using _run = await ProgramRun.up(project.folder);
    const failing = [
      'start typo',
      'restart typo',
      'start --all',
      'wait typo --timeout 20ms',
      'wait api --for stopped --timeout 20ms',
    ];
    const unknown = [
      'status nope',
      'logs nope',
      'why nope',
      'wait nope',
      'start nope',
      'stop nope',
      'up nope',
      'nope',
      'init nope',
    ];
    const misused = [
      'start',
      'why',
      'wait',
      'completion',
      'check --nope',
      'down api',
      'reload api',
      'events api',
      'up --headles',
      '--headless check',
      '--until api status',
    ];
    const running = ['up', 'up api', '--headless', 'up --exit-when-done'];
    expect(await statusesOf(project.folder, failing)).toEqual(all(failing, 1));
    expect(await statusesApart(project.folder, [...unknown, ...misused, ...running])).toEqual({
      ...all([...unknown, ...misused], 64),
      ...all(running, 73),
    });
    expect((await watchdog(project.folder, ['up'])).stderr).toMatch(
      /pid \d+.*watchdog (attach|down)|watchdog (attach|down).*pid \d+/s,
    );
  });

  it('with 78 where the configuration is broken or missing, reload of a running one included', async () => {
    using project = new Project({ api: sleeper });
    await using _run = await ProgramRun.up(project.folder);
    const file = join(project.folder, 'watchdog.yaml');
    const good = readFileSync(file, 'utf8');
    writeFileSync(file, 'processes: 7');
    const broken = ['reload', 'check', 'up'];
    expect(await statusesOf(project.folder, [...broken, 'status'])).toEqual({ ...all(broken, 78), status: 0 });
    writeFileSync(file, good);
    const missing = [...withNames, ...withoutNames, 'up', 'check'];
    expect(await statusesApart('/', missing)).toEqual(all(missing, 78));
  });

  it('with 70 after a fault of our own, when all is stopped', async () => {
    using project = new Project({ api: sleeper });
    const fault = new URL('../../fixtures/planted-fault.mjs', import.meta.url).href;
    await using run = new ProgramRun(project.folder, ['--headless'], { NODE_OPTIONS: `--import ${fault}` });
    await expect.poll(() => run.stderr).toContain('api: started');
    run.child.kill('SIGALRM');
    const { status, stderr } = await run.end;
    expect(status).toBe(70);
    expect(stderr).toContain('watchdog: internal error, please report it; all processes are stopped');
  });
});
