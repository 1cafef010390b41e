import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openCgroups } from '../../../src/adapters/cgroup/folder.js';
import { cleanEnvironment } from '../../e2e/clean-environment.js';
import { builtProgram, Project } from '../../e2e/project.js';
import { Terminal } from '../../e2e/terminal.js';
import { PuppetStage } from '../../fixtures/puppet.js';

/** A root of its own where we are none, as rootless containers have it. */
const flags = [
  '--pid',
  '--fork',
  '--mount-proc',
  '--kill-child',
  ...(process.getuid?.() === 0 ? [] : ['--user', '--map-root-user']),
];
const canUnshare =
  spawnSync('unshare', [...flags, 'true']).status === 0 && typeof (process as { execve?: unknown }).execve === 'function';

const cgroups = openCgroups();

/** A program that is PID 1 of a PID namespace, as the first of a container is. */
class FirstProgram implements AsyncDisposable {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  out = '';
  err = '';

  constructor(folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.child = spawn('unshare', [...flags, '--', process.execPath, ...args], { cwd: folder, env: cleanEnvironment(env) });
    this.child.stdout!.setEncoding('utf8').on('data', (text: string) => (this.out += text));
    this.child.stderr!.setEncoding('utf8').on('data', (text: string) => (this.err += text));
    this.ended = once(this.child, 'close').then(([code]) => code);
  }

  /** Its pid as we see it: the child of unshare. */
  get pid(): number {
    return Number(execFileSync('ps', ['-o', 'pid=', '--ppid', String(this.child.pid)], { encoding: 'utf8' }));
  }

  /** How many of its children are zombies. */
  get zombies(): number {
    const isZombieOfIt = new RegExp(`\\) Z ${this.pid} `);
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    return pids.filter((pid) => isZombieOfIt.test(statOf(pid))).length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}

function statOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return ''; // It ended while we looked.
  }
}

/** Leaves five orphans behind, which end a moment later, and says when they have. */
const orphans = `for i in 1 2 3 4 5; do sh -c 'sleep 0.1 &'; done; sleep 0.3; echo orphaned`;

describe.skipIf(!canUnshare)('as PID 1 of a container', () => {
  it('collects the zombies of others, and ends gracefully with 0 at SIGTERM', async () => {
    using project = new Project({ api: { command: `${orphans}; exec sleep 600`, stop: { scope: 'group' } } });
    await using first = new FirstProgram(project.folder, [builtProgram]);
    await expect.poll(() => first.out).toContain('api | orphaned');
    await expect.poll(() => first.zombies).toBe(0);
    process.kill(first.pid, 'SIGTERM');
    expect(await first.ended).toBe(0);
    expect(first.err).toContain('watchdog: shutting down, 1 still running');
    expect(first.err).toContain('api: stopped by the shutdown');
  });

  it.skipIf(cgroups === undefined)('leaves the control groups of watchdogs alone whose pids it cannot see', async () => {
    using project = new Project({});
    const { cgroup } = cgroups!.create('run:process:about-to-enter')!;
    await using first = new FirstProgram(project.folder, [builtProgram, 'check']);
    expect([await first.ended, first.out]).toEqual([0, expect.stringContaining('cgroups')]);
    expect(existsSync(cgroup.path)).toBe(true);
    expect(cgroup.remove()).toBe(true);
  });

  it('which Node alone would leave behind', async () => {
    using project = new Project({});
    const script = `require('node:child_process').spawn('sh', ['-c', ${JSON.stringify(orphans)}], {stdio: 'inherit'}); setInterval(() => {}, 1000)`;
    await using first = new FirstProgram(project.folder, ['-e', script]);
    await expect.poll(() => first.out).toContain('orphaned');
    expect(first.zombies).toBe(5);
  });

  it('hears Ctrl+C in a terminal once, which is graceful, though the terminal tells both', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({ api: { command: stage.commandLine, stop: { grace: '1h' } } });
    const args = [...flags, '--', process.execPath, builtProgram, '--headless'];
    await using terminal = Terminal.start({ command: 'unshare', args, cwd: project.folder });
    const run = await stage.next();
    await run.ignore('SIGTERM');
    terminal.press('ctrl+c');
    await run.received('SIGTERM');
    await run.exit(0); // A second SIGINT would have killed it by now, and the status would be 130.
    await terminal.until((screen) => screen.some((line) => line.includes('api: stopped by the shutdown')), 'the graceful end');
    expect(await terminal.exited).toEqual({ code: 0, signal: null });
  });

  it('passes on its environment, its status and its second signal, which forces the end', async () => {
    using project = new Project({
      env: { command: 'echo "$GREETING|$WATCHDOG_INIT|$NODE_ENV|"', autoRestart: false },
      stubborn: { command: 'trap "" TERM; echo deaf; while :; do sleep 1; done', stop: { grace: '1h' } },
    });
    await using first = new FirstProgram(project.folder, [builtProgram, '--headless'], { GREETING: 'hello' });
    await expect.poll(() => first.out).toContain('stubborn | deaf');
    await expect.poll(() => first.out).toContain('env      | hello|||');
    process.kill(first.pid, 'SIGINT');
    await expect.poll(() => first.err).toContain('shutting down');
    process.kill(first.pid, 'SIGTERM');
    expect(await first.ended).toBe(143);
    const { ended } = new FirstProgram(project.folder, [builtProgram, 'nonsense']);
    expect(await ended).toBe(64);
  });
});
