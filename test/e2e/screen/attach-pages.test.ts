import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { ProgramRun, watchdog } from '../../control/program-run.js';
import { isAlive, untilDead } from '../../fixtures/alive.js';
import { PuppetStage } from '../../fixtures/puppet.js';
import { builtProgram, Project, shows } from '../project.js';
import type { Terminal } from '../terminal.js';
import { drawing, has } from './drawing.js';

function attach(project: Project, size: { columns?: number; rows?: number } = {}): Terminal {
  return project.open({ args: [builtProgram, 'attach'], ...size });
}

interface Status {
  readonly name: string;
  readonly state: string;
  readonly pid: number | null;
}

async function statuses(project: Project): Promise<readonly Status[]> {
  return JSON.parse((await watchdog(project.folder, ['status', '--json'])).stdout) as Status[];
}

describe('an attached dashboard', () => {
  it('agrees with status --json and with the process table while commands are given in another terminal', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({
      api: { command: stage.commandLine, autoRestart: false },
      db: { command: 'exec sleep 600' },
    });
    await using _run = await ProgramRun.up(project.folder);
    const first = await stage.next();
    await using terminal = attach(project);
    await terminal.until((screen) => screen.some((line) => line.includes(`pid ${first.pid}`)), 'the row');
    const agree = async (): Promise<void> => {
      for (const { name, state, pid } of await statuses(project)) {
        await terminal.until(shows(name, state), `${name} ${state}`);
        if (pid === null) continue;
        expect(isAlive(pid)).toBe(true);
      }
    };
    await agree();

    await using other = project.open({ args: [builtProgram, 'stop', 'api'] });
    expect((await other.exited).code).toBe(0);
    await terminal.until(shows('api', 'stopped'), 'api stopped');
    expect([isAlive(first.pid), (await statuses(project))[0]?.pid]).toEqual([false, null]);
    await agree();

    await using again = project.open({ args: [builtProgram, 'start', 'api'] });
    const second = await stage.next();
    expect((await again.exited).code).toBe(0);
    await terminal.until((screen) => screen.some((line) => line.includes(`pid ${second.pid}`)), 'the new pid');
    await agree();

    await second.exit(3);
    await terminal.until(shows('api', 'failed'), 'api failed');
    await untilDead(second.pid);
    await agree();
  });

  it('shows the details, the crashes and the events, as they come', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({ api: { command: stage.commandLine, autoRestart: false, env: { API_TOKEN: 'hush' } } });
    await using _run = await ProgramRun.up(project.folder);
    const api = await stage.next();
    await using terminal = attach(project);
    await terminal.until((screen) => screen.some((line) => line.includes(`pid ${api.pid}`)), 'the row');
    terminal.press('i');
    await terminal.until(has('Configuration'), 'the details');
    expect(terminal.screen().join('\n')).not.toContain('hush');
    await api.print('Error: out of luck\n');
    await api.exit(7);
    await terminal.until(has('Crashes   '), 'the crash among the details');
    terminal.press('[');
    await terminal.until(has('crash 1 of 1'), 'the crash card');
    expect(has('Error: out of luck')(terminal.screen())).toBe(true);
    terminal.press('escape');
    await terminal.until(has('Configuration'), 'the details again');
    terminal.press('escape');
    await terminal.until(has('following'), 'the panes');
    terminal.press('E');
    await terminal.until(has(' Events'), 'the events');
    await terminal.until(has('exit code 7'), 'the exit among the events');
    await watchdog(project.folder, ['start', 'api']);
    const second = await stage.next();
    await terminal.until(has(String(second.pid)), 'the start, as it comes');
  });

  it('shows what a program draws, types into it, and gives it its size; another watches', async () => {
    using project = new Project({ app: drawing });
    await using _run = await ProgramRun.up(project.folder);
    await using terminal = attach(project, { columns: 100, rows: 30 });
    await terminal.until(has('size 99x22'), 'the box');
    await terminal.until(has(`┌${'─'.repeat(97)}┐`), 'the whole frame');
    expect(has('界 é')(terminal.screen())).toBe(true);
    terminal.press('I');
    await terminal.until(has('typing into app; Ctrl+] leaves'), 'the title');
    for (const [key, hex] of [
      ['x', '78'],
      ['ctrl+c', '03'],
      ['up', '1b4f41'],
    ] as const) {
      terminal.press(key);
      await terminal.until(has(`keys ${hex}|`), `${key} as ${hex}`);
    }
    terminal.type('\x1b[200~pä\x1b[201~');
    await terminal.until(has('keys 1b5b3230307e70c3a41b5b3230317e'), 'the pasted text');
    terminal.press('ctrl+]');
    await terminal.until(has('I types into it'), 'the other title');

    await using other = attach(project, { columns: 90, rows: 40 });
    await other.until(has('size 89x32'), 'the box in the size of the newcomer');
    await terminal.until(has('size 89x32'), 'the same, in the first');
    terminal.press('I', 'y');
    await terminal.until(has('keys 79|'), 'what was typed');
    await other.until(has('size 99x22'), 'the box in the size of who typed');
    terminal.press('ctrl+]');
  });

  it('keeps its own selection beside another', async () => {
    using project = new Project({
      api: { command: 'echo from api; exec sleep 600' },
      db: { command: 'echo from db; exec sleep 600' },
    });
    await using _run = await ProgramRun.up(project.folder);
    await using one = attach(project);
    await using other = attach(project);
    for (const terminal of [one, other]) await terminal.until(has('from api'), 'the log of the first');
    other.press('j');
    await other.until(has('from db'), 'the log of the second');
    one.press('x');
    for (const terminal of [one, other]) await terminal.until(shows('api', 'stopped'), 'api stopped');
    other.press('x');
    for (const terminal of [one, other]) await terminal.until(shows('db', 'stopped'), 'db stopped');
    expect([has('from api')(one.screen()), has('from db')(other.screen())]).toEqual([true, true]);
  });

  it('says at once what is wrong with the configuration, and reloads it with L', async () => {
    using project = new Project({ api: { command: 'exec sleep 600' } });
    await using _run = await ProgramRun.up(project.folder);
    const file = join(project.folder, 'watchdog.yaml');
    const right = readFileSync(file, 'utf8');
    writeFileSync(file, right.replace('command:', 'comand:'));
    expect((await watchdog(project.folder, ['reload'])).status).toBe(78);
    await using terminal = attach(project);
    await terminal.until(has('comand'), 'the problem that stood already');
    const configuration = parse(right) as { processes: Record<string, unknown> };
    const processes = { ...configuration.processes, late: { command: 'exec sleep 600' } };
    writeFileSync(file, stringify({ ...configuration, processes }));
    terminal.press('L');
    await terminal.until(shows('late', 'running'), 'the new process');
    expect((await statuses(project)).map(({ name }) => name)).toEqual(['api', 'late']);
  });

  it('says who is left while the watchdog shuts down, and that it has ended', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({ api: { command: stage.commandLine } });
    await using run = await ProgramRun.up(project.folder);
    const api = await stage.next();
    await api.ignore('SIGTERM');
    await using terminal = attach(project);
    await terminal.until((screen) => screen.some((line) => line.includes(`pid ${api.pid}`)), 'the row');
    run.child.kill('SIGTERM');
    await terminal.until(has(/shutting down, 1 left: api: SIGTERM sent.*, SIGKILL in/), 'who is left');
    expect(has('Ctrl+C leaves')(terminal.screen())).toBe(true);
    await api.exit(0);
    expect(await terminal.exited).toEqual({ code: 0, signal: null });
    expect(terminal.screen().join('\n')).toContain('the watchdog has ended');
    expect(await terminal.modes()).toEqual({ alternateBuffer: false, cursorVisible: true, cooked: true });
  });
});
