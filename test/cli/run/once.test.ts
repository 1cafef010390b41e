import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ProgramRun } from '../../control/program-run.js';
import { builtProgram, Project } from '../../e2e/project.js';
import { runProgram, startProgram } from '../../e2e/run-program.js';
import { Terminal } from '../../e2e/terminal.js';
import { isAlive } from '../../fixtures/alive.js';
import { eventually } from '../../fixtures/eventually.js';

const idle = 'exec sleep 1000';
/** Is healthy once its file is there. */
const db = {
  command: 'touch db-was-here; exec sleep 1000',
  autoStart: false,
  healthCheck: { exec: 'test -e db-was-here', interval: '50ms' },
};

describe('watchdog run', () => {
  it('runs a command in the folder and environment of a process, and ends with its code', async () => {
    using project = new Project({ api: { command: idle, cwd: '/tmp', env: { MODE: 'a b', HOME: null } } });
    const { code, out } = await runProgram(
      ['run', 'api', '--', 'sh', '-c', 'echo "$PWD|$MODE|$HOME|$1"; exit 7', 'x', 'y z'],
      project.folder,
    );
    expect([code, out]).toEqual([7, `${realpathSync('/tmp')}|a b||y z\n`]);
    const killed = await runProgram(['run', 'api', '--', 'sh', '-c', 'kill -KILL $$'], project.folder);
    expect(killed.code).toBe(137);
  });

  it.each([
    ['api', 'no-such-program', 127, 'command not found: no-such-program (ENOENT)'],
    ['api', '/etc/passwd', 126, 'no permission to execute: /etc/passwd (EACCES)'],
    ['api', '/tmp', 126, 'command is a folder: /tmp'],
    ['gone', 'true', 126, 'working folder not found: /no/such/folder'],
  ])('says why %s cannot run %s', async (name, program, code, words) => {
    using project = new Project({ api: { command: idle }, gone: { command: idle, cwd: '/no/such/folder' } });
    expect(await runProgram(['run', name, '--', program], project.folder)).toMatchObject({ code, err: `watchdog: ${words}\n` });
  });

  it('starts what the process depends on without a watchdog, and stops it after', async () => {
    using project = new Project({ db, api: { command: 'cat db-was-here && echo own command', dependsOn: { db: 'healthy' } } });
    const { code, out, err } = await runProgram(['run', 'api'], project.folder);
    expect([code, out]).toEqual([0, 'own command\n']);
    expect(err).toContain('waiting for db to be healthy');
    expect(existsSync(join(project.folder, '.watchdog/lock'))).toBe(false);
    expect((await runProgram(['status'], project.folder)).code).toBe(69);
  });

  it('asks the running watchdog for it, and leaves it there', async () => {
    using project = new Project({ db, api: { command: idle, dependsOn: { db: 'healthy' }, autoStart: false } });
    await using _run = await ProgramRun.up(project.folder);
    expect((await runProgram(['run', 'api', '--', 'test', '-e', 'db-was-here'], project.folder)).code).toBe(0);
    const status = async (name: string) => JSON.parse((await runProgram(['status', name, '--json'], project.folder)).out)[0];
    expect([(await status('db')).state, (await status('api')).state]).toEqual(['running', 'stopped']);
    await runProgram(['start', 'api'], project.folder);
    const refused = await runProgram(['run', 'api'], project.folder);
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('api is running; stop it first')]);
    expect((await runProgram(['run', 'api', 'true'], project.folder)).code).toBe(0);
  });

  it('ends with 1 and the reason where a dependency fails, and with 64 for what is not one process', async () => {
    using project = new Project({
      db: { command: 'echo "Error: disk full" >&2; exit 1', autoRestart: false },
      api: { command: 'touch ran', dependsOn: { db: 'started' } },
      migrate: { command: 'touch ran', dependsOn: { db: 'completed' } },
      many: { command: idle, replicas: 2 },
    });
    const failed = await runProgram(['run', 'migrate'], project.folder);
    expect([failed.code, failed.err]).toEqual([1, expect.stringMatching(/db is not completed: Error: disk full/)]);
    expect(existsSync(join(project.folder, 'ran'))).toBe(false);
    expect((await runProgram(['run', 'many', 'true'], project.folder)).code).toBe(64);
    expect((await runProgram(['run', 'migrat'], project.folder)).err).toContain('did you mean "migrate"?');
  });

  it('passes a signal on, and while it waits ends by it with nothing left', async () => {
    using project = new Project({
      never: { command: 'echo $$ > pid; exec sleep 1000', healthCheck: { exec: 'false', interval: '50ms' } },
      api: { command: idle, dependsOn: { never: 'healthy' } },
      free: { command: idle },
    });
    const waiting = startProgram(['run', 'api'], project.folder);
    await eventually(() => expect(existsSync(join(project.folder, 'pid'))).toBe(true));
    waiting.child.kill('SIGINT');
    expect((await waiting.ended).code).toBe(130);
    expect(isAlive(Number(readFileSync(join(project.folder, 'pid'), 'utf8')))).toBe(false);
    const running = startProgram(
      ['run', 'free', '--', 'sh', '-c', 'trap "exit 9" TERM; echo up; while :; do sleep 0.05; done'],
      project.folder,
    );
    await eventually(() => expect(running.printed.out).toBe('up\n'));
    running.child.kill('SIGTERM');
    expect((await running.ended).code).toBe(9);
  });

  it('gives the command the terminal', async () => {
    using project = new Project({ api: { command: idle } });
    await using terminal = Terminal.start({
      command: process.execPath,
      args: [builtProgram, 'run', 'api', '--', 'sh', '-c', 'test -t 0 && test -t 1 && read line && echo "read $line"; read more'],
      cwd: project.folder,
      columns: 80,
      rows: 10,
    });
    terminal.type('hello\r');
    await terminal.until((screen) => screen.join('\n').includes('read hello'), 'the echo');
    terminal.press('ctrl+c');
    expect((await terminal.exited).code).toBe(130);
  });
});
