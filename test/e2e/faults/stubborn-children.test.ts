import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ProgramRun, watchdog } from '../../control/program-run.js';
import { isAlive, untilDead } from '../../fixtures/alive.js';
import { descendantsOf, KillList } from '../../fixtures/process-tree.js';
import { Project, rowOf, shows } from '../project.js';

/** Children that do what no child should do; `pid NAME` files hold the pids that they tell. */
const children = {
  leaver: { command: 'sleep 600 & echo $! >leaver.pid', autoRestart: false },
  mute: { command: 'echo last words; exec >&- 2>&-; exec sleep 600' },
  deaf: { command: 'exec sleep 600' },
  stubborn: { command: 'trap "" TERM; sleep 600 & wait', stop: { grace: '700ms' } },
  sleeper: { command: 'kill -STOP $$; exec sleep 600' },
  changeling: { command: 'exec sh -c "exec sleep 600"' },
  stillborn: { command: './no-program', args: [] },
  lost: { command: './no-interpreter', args: [] },
};

it('shows children that misbehave as what they are, and leaves none of them', async () => {
  using project = new Project(children);
  writeFileSync(join(project.folder, 'no-interpreter'), '#!/nowhere/sh\n', { mode: 0o755 });
  await using terminal = project.open({ columns: 160, env: { WATCHDOG_MARKER: undefined } });
  const seen = (name: string, text: string | RegExp): Promise<void> => terminal.until(shows(name, text), `${name}: ${text}`);
  const pids = new Map<string, number>();
  const pidOf = (name: string): number => pids.get(name)!;
  const met = new KillList();

  await seen('leaver', '✔ completed');
  await untilDead(Number(readFileSync(join(project.folder, 'leaver.pid'), 'utf8')));
  await seen('stillborn', '✖ failed');
  expect(rowOf(terminal.screen(), 'stillborn')).toContain('command not found: ./no-program');
  await seen('lost', '✖ failed');
  expect(rowOf(terminal.screen(), 'lost')).toContain('the interpreter in the first line of ./no-interpreter');
  await seen('sleeper', /● running .*suspended by a signal/);
  for (const name of ['mute', 'deaf', 'stubborn', 'changeling']) await seen(name, '● running');
  for (const pid of descendantsOf(terminal.pid)) met.add(pid);
  const { stdout } = await watchdog(project.folder, ['status', '--json']);
  for (const { name, pid } of JSON.parse(stdout) as { name: string; pid: number }[]) pids.set(name, pid);
  for (const name of ['mute', 'deaf', 'stubborn', 'changeling', 'sleeper']) expect(isAlive(pidOf(name))).toBe(true);
  expect(readFileSync(`/proc/${pidOf('changeling')}/comm`, 'utf8')).toBe('sleep\n');

  // Each is stopped by hand; SIGKILL comes only after the grace, and only to the one that needs it.
  const stop = async (name: string): Promise<number> => {
    const since = performance.now();
    terminal.press('g', ...Array<string>(Object.keys(children).indexOf(name)).fill('j'), 'x');
    await seen(name, '○ stopped');
    return performance.now() - since;
  };
  for (const name of ['mute', 'deaf', 'changeling', 'sleeper']) {
    const pid = pidOf(name);
    await stop(name);
    expect(isAlive(pid)).toBe(false);
    expect(rowOf(terminal.screen(), name)).not.toContain('SIGKILL');
  }
  const pid = pidOf('stubborn');
  expect(await stop('stubborn')).toBeGreaterThanOrEqual(700);
  expect(isAlive(pid)).toBe(false);
  terminal.press('q');
  expect(await terminal.exited).toEqual({ code: 0, signal: null });
  met.killAll();
});

it('says at the end without a dashboard which did not stop in time', async () => {
  const { stubborn } = children;
  using project = new Project({ stubborn: { ...stubborn, command: 'trap "" TERM; echo deaf; sleep 600 & wait' } });
  await using run = new ProgramRun(project.folder, ['--headless']);
  await run.until(/deaf/, 'stdout');
  run.child.kill('SIGTERM');
  const { stderr, status } = await run.end;
  expect(status).toBe(0);
  expect(stderr).toContain('watchdog: killed, since they did not stop in time: stubborn\n');
});
