import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PtySpawner } from '../../src/adapters/spawn/pty.js';
import { crowd, crowdCommand } from '../adapters/reaper/crowd.js';
import { Project } from '../adapters/reaper/headless-run.js';
import { isAlive, startTime, untilDead } from '../fixtures/alive.js';
import { eventually } from '../fixtures/eventually.js';
import { TemporaryFolder } from '../fixtures/temporary-folder.js';
import { TtyStage } from '../fixtures/tty-stage.js';
import { FakeSpawner } from '../ports/fake-spawner.js';

/**
 * The one that left the session and took its marker off: only its parent tells whose it is, and with our end of the terminal the
 * system ends the parent before anybody can look.
 */
const beyondReach = 'wiped';

const sleepForever = 'while :; do sleep 600 & wait $!; done';

describe('a process with tty: true', () => {
  it('has a terminal on all three sides, is the leader of its session and holds its foreground', async () => {
    await using stage = TtyStage.script(
      'test -t 0 -a -t 1 -a -t 2 && echo all; tty; ps -o pid=,pgid=,sid=,tpgid= -p $$; read -r _',
    );
    await stage.watchdog.start('app');
    await stage.untilLine('all');
    expect(await stage.untilMatch(/^(\/dev\/(?:pts\/|tty).*)/)).not.toBe('');
    const ids = (await stage.untilMatch(/^ *(\d+ +\d+ +\d+ +\d+)$/)).split(/ +/).map(Number);
    expect(new Set(ids)).toEqual(new Set([stage.status.pid]));
  });

  it('has the variables of our terminal, not of the one around it', async () => {
    const environment = { PATH: process.env.PATH!, TERM: 'screen', COLUMNS: '33', LINES: '44', TERM_PROGRAM: 'other' };
    await using stage = TtyStage.script(
      'echo "$TERM,$COLUMNS,$LINES,$TERM_PROGRAM,$FORCE_COLOR,$OWN"; echo "($(stty size))"',
      { env: { OWN: 'yes' } },
      { environment },
    );
    await stage.watchdog.start('app');
    await stage.untilLine('xterm-256color,,,,,yes');
    await stage.untilLine('(24 80)');
  });

  it('gets another size with SIGWINCH, and begins its next generation with it', async () => {
    await using stage = TtyStage.script(`trap 'echo "size $(stty size)"' WINCH; echo "first $(stty size)"; ${sleepForever}`);
    await stage.watchdog.start('app');
    await stage.untilLine('first 24 80');
    stage.terminal.resize({ columns: 101, rows: 33 });
    await stage.untilLine('size 33 101');
    await stage.watchdog.restart('app');
    await stage.untilLine('first 33 101');
  });

  it('reads what is typed; Ctrl+C interrupts what is in the foreground', async () => {
    await using stage = TtyStage.script(`trap 'echo interrupted' INT; read -r word; echo "read $word"; ${sleepForever}`);
    await stage.watchdog.start('app');
    stage.type('hello\r');
    await stage.untilLine('read hello');
    stage.type('\x03');
    await stage.until(() => stage.lines.some((line) => line.endsWith('interrupted')), 'the interrupt');
    expect(stage.status.state).toBe('running');
  });

  it('does not hold us up when it does not read; the rest is typed once it does', async () => {
    const count = 300_000;
    await using stage = TtyStage.script(
      `stty raw -echo; trap 'head -c ${count} | wc -c; exit' USR1; echo ready; ${sleepForever}`,
    );
    await stage.watchdog.start('app');
    await stage.until(() => stage.lines.some((line) => line.startsWith('ready')), 'ready');
    const before = performance.now();
    stage.type('x'.repeat(count));
    expect(performance.now() - before).toBeLessThan(10_000);
    process.kill(stage.status.pid!, 'SIGUSR1');
    await stage.until(() => stage.lines.some((line) => line.includes(String(count))), 'all that was typed');
  });

  it.each([
    ['exit 3', { code: 3, signal: null }],
    ['exit 0', { code: 0, signal: null }],
    ['kill -KILL $$', { code: null, signal: 'SIGKILL' }],
    ['kill -SEGV $$', { code: null, signal: 'SIGSEGV' }],
  ])('%s is told as with pipes, after all of its output', async (end, exit) => {
    await using stage = TtyStage.script(`seq 1 5000; printf unterminated; ${end}`);
    await stage.watchdog.start('app');
    await stage.until(() => stage.status.state !== 'running' && stage.lines.includes('unterminated'), 'the end');
    expect(stage.status.exit).toMatchObject(exit);
    expect(stage.lines).toEqual([...Array.from({ length: 5000 }, (_, index) => String(index + 1)), 'unterminated']);
  });

  it('loses nothing of its last output where we have no time to read for a while', async () => {
    await using stage = TtyStage.script('sleep 0.3; seq 1 1500; printf unterminated');
    const busy = (): void => {
      for (const end = performance.now() + 500; performance.now() < end; );
    };
    stage.watchdog.on('exited', busy);
    await stage.watchdog.start('app');
    await new Promise((resolve) => setTimeout(resolve, 200));
    busy();
    await stage.until(() => stage.status.state !== 'running' && stage.lines.includes('unterminated'), 'the end');
    // What comes so late may be cut into lines elsewhere.
    expect(stage.lines.join('')).toBe(
      [...Array.from({ length: 1500 }, (_, index) => String(index + 1)), 'unterminated'].join(''),
    );
  });

  it('is executed as it is with arguments, and with a shell where one is asked for', async () => {
    await using stage = new TtyStage({ command: 'printf', args: ['[%s]\\n', "a b'c", '$HOME'] });
    await stage.watchdog.start('app');
    await stage.untilLine("[a b'c]");
    await stage.untilLine('[$HOME]');
  });

  it('is in the journal with the time of its start, as one with pipes does', async () => {
    await using folder = await TemporaryFolder.make();
    const file = join(folder.path, 'journal.json');
    await using stage = TtyStage.script('echo ready; read -r _', {}, { journal: folder.path });
    await stage.watchdog.start('app');
    const { pid } = stage.status;
    // It is written a turn later, and replaced in one step.
    await eventually(() => expect(JSON.parse(readFileSync(file, 'utf8')).trees).toHaveLength(1));
    const [tree] = JSON.parse(readFileSync(file, 'utf8')).trees;
    expect(tree).toEqual({ mark: 'process:app', pid, startTime: Number(startTime(pid!)), scope: 'all' });
  });

  it('leaves no terminal open when it is gone', async () => {
    const open = (): number => readdirSync('/proc/self/fd').filter((fd) => isPty(fd)).length;
    const before = open();
    await using stage = TtyStage.script('echo ready; read -r _');
    const ready = (): number => stage.lines.filter((line) => line.startsWith('ready')).length;
    for (let life = 0; life < 5; life += 1) {
      await stage.watchdog.start('app');
      await stage.until(() => ready() === life + 1, 'ready');
      expect(open()).toBe(before + 1);
      await stage.watchdog.stop('app');
    }
    expect(open()).toBe(before);
  });
});

describe('a stop of a process with tty: true', () => {
  it('ends the whole tree, also what left the session', async () => {
    await using stage = TtyStage.script(
      `sleep 600 & echo "below $!"; setsid sh -c 'echo "away $$"; exec sleep 600' & ${sleepForever}`,
    );
    await stage.watchdog.start('app');
    const pids = [await stage.untilMatch(/^below (\d+)/), await stage.untilMatch(/^away (\d+)/)].map(Number);
    expect(pids.map(isAlive)).toEqual([true, true]);
    expect(await stage.watchdog.stop('app')).toBe(true);
    expect(pids.map(isAlive)).toEqual([false, false]);
    expect(stage.status.state).toBe('stopped');
  });

  it('sends SIGKILL, after the grace, to one that ignores SIGTERM and the loss of its terminal', async () => {
    await using stage = TtyStage.script(`trap 'echo deaf' TERM HUP; echo ready; ${sleepForever}`, { stop: { grace: 150 } });
    await stage.watchdog.start('app');
    await stage.untilLine('ready');
    const { pid } = stage.status;
    const before = performance.now();
    expect(await stage.watchdog.stop('app')).toBe(true);
    expect(performance.now() - before).toBeGreaterThan(140);
    expect(stage.lines.some((line) => line.endsWith('deaf'))).toBe(true);
    expect([isAlive(pid!), stage.status.exit?.signal]).toEqual([false, 'SIGKILL']);
  });

  it('also while it is being started', async () => {
    await using stage = TtyStage.script(sleepForever);
    const started = stage.watchdog.start('app');
    expect(await stage.watchdog.stop('app')).toBe(true);
    expect(await started).toBe(false);
    expect([stage.status.state, stage.status.pid]).toEqual(['stopped', null]);
  });

  it('by a stop command runs that with pipes', async () => {
    await using stage = TtyStage.script(sleepForever, { stop: { command: 'test -t 1 || echo piped; kill $$; false' } });
    await stage.watchdog.start('app');
    expect(await stage.watchdog.stop('app')).toBe(true);
    await stage.untilLine('piped');
  });
});

describe('a process with tty: true that cannot be started', () => {
  it.each([
    [{ command: 'no-such-program' }, 'command not found: no-such-program (ENOENT)'],
    [{ command: './package.json' }, 'no permission to execute: ./package.json (EACCES)'],
    [{ command: '/etc' }, 'command is a folder: /etc'],
    [{ command: 'sh', cwd: '/nowhere' }, 'working folder not found: /nowhere'],
    [{ command: 'exit 0', shell: true, cwd: '/nowhere' }, 'working folder not found: /nowhere'],
  ])('%j: failed, with the reason', async (config, reason) => {
    await using stage = new TtyStage(config);
    expect(await stage.watchdog.start('app')).toBe(false);
    expect(stage.status).toMatchObject({ state: 'failed', pid: null });
    expect(stage.status.reason).toContain(reason);
  });

  it('where the package is missing: failed, and the reason says what to do', async () => {
    const missing = async (): Promise<never> => {
      throw new Error("Cannot find package '@lydell/node-pty' imported from here\nRequire stack: …");
    };
    const spawner = new PtySpawner({ runId: 'run', pipes: new FakeSpawner(), load: missing });
    await using stage = new TtyStage({ command: 'sh' }, { ports: { spawner } });
    expect(await stage.watchdog.start('app')).toBe(false);
    expect(stage.status.state).toBe('failed');
    expect(stage.status.reason).toContain('install it (npm install @lydell/node-pty), or set tty: false');
    expect(stage.status.reason).toContain("Cannot find package '@lydell/node-pty' imported from here");
    expect(stage.status.reason).not.toContain('Require stack');
  });

  it('does not load the package for a process with pipes', async () => {
    const pipes = new FakeSpawner();
    const load = async (): Promise<never> => {
      throw new Error('it was loaded');
    };
    await using stage = new TtyStage({ tty: false }, { ports: { spawner: new PtySpawner({ runId: 'run', pipes, load }) } });
    expect(await stage.watchdog.start('app')).toBe(true);
    expect(stage.watchdog.terminal('app')).toBeUndefined();
    pipes.last.exit({ code: 0 });
  });
});

describe('when the watchdog is killed by SIGKILL', () => {
  it('the reaper ends all of a process with a terminal, also what does not care for a hang-up', async () => {
    using project = new Project({ crowd: { command: crowdCommand, tty: true } });
    const run = project.run();
    const pids = await run.meet(...crowd);
    expect(Object.values(pids).filter((pid) => !isAlive(pid))).toEqual([]);
    await run.killHard();
    for (const [kind, pid] of Object.entries(pids)) if (kind !== beyondReach) await untilDead(pid);
  });

  it('and its reaper too, the next start ends it', async () => {
    using project = new Project({ crowd: { command: crowdCommand, tty: true } });
    const run = project.run();
    const pids = await run.meet(...crowd);
    await run.killWithReaper();
    const next = project.run();
    await next.says('that the last run left behind: crowd');
    expect(Object.keys(pids).filter((kind) => kind !== beyondReach && isAlive(pids[kind]!))).toEqual([]);
  });
});

function isPty(fd: string): boolean {
  try {
    return /ptmx|\/dev\/tty/.test(readlinkSync(`/proc/self/fd/${fd}`));
  } catch {
    return false;
  }
}
