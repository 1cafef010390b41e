import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ProgramRun, watchdog } from '../../control/program-run.js';
import { eventually } from '../../fixtures/eventually.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';
import { builtProgram, Project, shows } from '../project.js';
import { Terminal } from '../terminal.js';

it('a project fails in three ways, and elsewhere the causes are read off the replay of its bundle', async () => {
  await using elsewhere = await TemporaryFolder.make();
  const bundle = join(elsewhere.path, 'incident.gz');
  {
    using project = new Project({
      // Crashes for want of a database, is unhealthy, and cannot be started at all.
      api: {
        command: 'echo "Error: connect ECONNREFUSED 127.0.0.1:5999" >&2; exit 1',
        circuit: { threshold: 2 },
        restartDelay: '200ms',
      },
      worker: {
        command: 'echo working; exec sleep 600',
        healthCheck: { exec: 'echo queue is full; exit 1', interval: '100ms', startPeriod: '1ms', threshold: 3 },
        autoRestart: false,
      },
      typo: { command: 'no-such-program-at-all', args: ['--port', '80'] },
    });
    await using run = await ProgramRun.up(project.folder);
    await eventually(async () => {
      const { stdout } = await watchdog(project.folder, ['status', '--json']);
      const states = (JSON.parse(stdout) as { state: string; health: string }[]).map(({ state, health }) => `${state} ${health}`);
      expect(states).toEqual(['circuit_open none', 'running unhealthy', 'failed none']);
    });
    const listed = JSON.parse((await watchdog(project.folder, ['bundle', '--list', '--json'])).stdout);
    expect(listed).toMatchObject({ bundle: 1, project: 'e2e', names: ['api', 'worker', 'typo'] });
    const written = await watchdog(project.folder, ['bundle', '-o', 'incident.gz']);
    expect([written.status, written.stderr]).toEqual([0, expect.stringContaining('crash cards')]);
    renameSync(join(project.folder, 'incident.gz'), bundle);
    expect((await watchdog(project.folder, ['down'])).status).toBe(0);
    await run.end;
    rmSync(project.folder, { recursive: true });
  }

  await using terminal = Terminal.start({
    command: process.execPath,
    args: [builtProgram, 'replay', 'incident.gz'],
    cwd: elsewhere.path,
    columns: 120,
    rows: 30,
  });
  const sees = (text: string | RegExp) =>
    terminal.until(
      (screen) => screen.some((line) => (typeof text === 'string' ? line.includes(text) : text.test(line))),
      String(text),
    );
  // The last instant, all three in the table with their causes, and the time line at the bottom.
  await sees(/ replay {2}.*failing/);
  await terminal.until(shows('api', 'connection refused on port 5999'), 'the cause of api');
  await terminal.until(shows('worker', 'queue is full'), 'the cause of worker');
  await terminal.until(shows('typo', 'command not found: no-such-program-at-all'), 'the cause of typo');
  await sees(/^ paused {2}\d\d:\d\d:\d\d .*✖.* end/);

  // Back from crash to crash: the table, the log and the time are those of that instant.
  terminal.press('{');
  await terminal.until((screen) => /-\d+(ms|\.\ds|s) *$/.test(screen.at(-1) ?? ''), 'an earlier instant');
  // As many as there may be on a slow machine: the one beyond the first says so.
  terminal.press(...Array<string>(12).fill('{'));
  await terminal.until((screen) => screen.some((line) => line.includes('no earlier crash')), 'the first crash');
  await terminal.until((screen) => !shows('api', 'circuit')(screen), 'api before its circuit opened');
  // On again, to the end of it, and into the details of the selected crash.
  terminal.press(...Array<string>(12).fill('}'));
  await sees('no later crash');
  terminal.press('i');
  await sees('Configuration');
  terminal.press('[');
  await sees(/crash \d+ of \d+|crash 1 of 1/);
  terminal.press('escape');
  await sees('Configuration');
  terminal.press('escape');
  await sees(/ NAME +STATE /);
  // Nothing can be changed.
  terminal.press('r');
  await sees('this is a replay; nothing in it can be changed');
  terminal.press('E');
  await sees(/^ Events/);
  terminal.press('q');
  expect((await terminal.exited).code).toBe(0);
});
