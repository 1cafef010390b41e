// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what a shell expands.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Project } from '../project.js';
import { runProgram, startProgram } from '../run-program.js';

/** Runs one-shot work to its end and returns what it printed. */
async function outputOf(project: Project): Promise<string> {
  const { out, err } = await runProgram(['up', '--headless', '--exit-when-done'], project.folder);
  return out + err;
}

describe('shell, with real processes', () => {
  it('names the shell that runs the command', async () => {
    using project = new Project({
      a: { command: 'words=(one two); echo "${#words[@]} of $0"', shell: 'bash', autoRestart: false },
    });
    expect(await outputOf(project)).toMatch(/ 2 of bash$/m);
  });

  it('that is not there fails the start and is named', async () => {
    using project = new Project({ a: { command: 'echo here', shell: 'no-such-shell', autoRestart: false } });
    expect(await outputOf(project)).toContain('a: failed: command not found: no-such-shell (ENOENT)');
  });
});

describe('readiness on a descriptor, with real processes', () => {
  it('lets dependents start once a line feed was written there, and not before', async () => {
    using project = new Project({
      slow: { command: 'sleep 0.3; printf almost >&4; echo now; echo >&4; sleep 60', readiness: { fd: 4 } },
      next: { command: 'echo next; kill $PPID', dependsOn: { slow: 'healthy' }, autoRestart: false },
    });
    const { out } = await runProgram(['up', '--headless'], project.folder);
    expect(out).toMatch(/slow +.* now\n[\s\S]*next +.* next$/m);
  });

  it('never restarts it, and a descriptor below it is not open', async () => {
    using project = new Project({
      a: { command: '[ -e /proc/self/fd/3 ] && echo open || echo closed; echo >&5', readiness: { fd: 5 }, autoRestart: false },
    });
    expect(await outputOf(project)).toMatch(/ closed$/m);
  });
});

describe('stop, with real processes', () => {
  /** Runs until the first process has said that it is there, then asks for the end as Ctrl+C does. */
  async function endedBySignal(project: Project): Promise<string> {
    const { child, printed, ended } = startProgram(['up', '--headless'], project.folder);
    const look = setInterval(() => {
      if (!printed.out.includes('up and running')) return;
      clearInterval(look);
      child.kill('SIGTERM');
    }, 20);
    const { out, err } = await ended;
    clearInterval(look);
    return out + err;
  }

  it('types the keys into its terminal in place of a signal', async () => {
    const command = 'trap "echo signalled" TERM; echo up and running; read -r -n 1 key; echo "; got $key"';
    using project = new Project({ a: { command, shell: 'bash', tty: true, stop: { keys: 'q', grace: '60s' } } });
    const output = await endedBySignal(project);
    expect(output).toContain('; got q');
    expect(output).not.toContain('signalled');
    expect(output).toContain('a: stopping: stop keys sent');
  });

  it('runs a command that knows the pid of the process', async () => {
    const stop = { command: 'echo "it is $WATCHDOG_PID"; kill "$WATCHDOG_PID"', grace: '60s' };
    using project = new Project({ a: { command: 'echo "$$ up and running"; exec sleep 60', stop } });
    const output = await endedBySignal(project);
    const [, pid] = /(\d+) up and running/.exec(output) ?? [];
    expect(pid).toBeDefined();
    expect(output).toContain(`it is ${pid}`);
  });
});

describe('the condition ended, with real processes', () => {
  it('starts what waits once the other has ended, also with another code than 0', async () => {
    using project = new Project({
      lint: { command: 'echo lint; exit 3', autoRestart: false },
      report: { command: 'echo report', autoRestart: false, dependsOn: { lint: 'ended' } },
      publish: { command: 'echo publish', autoRestart: false, dependsOn: { lint: 'completed' } },
    });
    const output = await outputOf(project);
    expect(output).toMatch(/lint +.* lint\n[\s\S]*report +.* report$/m);
    expect(output).not.toMatch(/^publish/m);
  });
});

describe('envFile of a process, with real processes', () => {
  it('is in the environment of that process alone', async () => {
    const once = { command: 'echo "the file says $WHO."', autoRestart: false };
    using project = new Project({ a: { ...once, envFile: ['a.env'] }, b: once });
    writeFileSync(join(project.folder, 'a.env'), 'WHO=somebody\n');
    const output = await outputOf(project);
    expect(output).toMatch(/^a .*the file says somebody\.$/m);
    expect(output).toMatch(/^b .*the file says \.$/m);
  });
});
