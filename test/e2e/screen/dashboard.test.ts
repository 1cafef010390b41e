import { describe, expect, it } from 'vitest';
import { isAlive, untilDead } from '../../fixtures/alive.js';
import { descendantsOf } from '../../fixtures/process-tree.js';
import { PuppetStage } from '../../fixtures/puppet.js';
import { Project, rowOf, shows } from '../project.js';
import { startProgram } from '../run-program.js';
import type { Terminal } from '../terminal.js';

const sane = { alternateBuffer: false, cursorVisible: true, cooked: true };

async function quit(terminal: Terminal): Promise<void> {
  terminal.press('q');
  await terminal.until((screen) => screen.some((line) => line.includes('Quit and stop')), 'the question');
  terminal.press('y');
}

describe('the dashboard on real processes', () => {
  it('does what x, s and r say: the pid is gone, is there, is another', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({ api: { command: stage.commandLine } });
    await using terminal = project.open();
    const first = await stage.next();
    await terminal.until(shows('api', '● running'), 'the row');

    terminal.press('x');
    await terminal.until(shows('api', '○ stopped'), 'stopped');
    expect(isAlive(first.pid)).toBe(false);

    terminal.press('s');
    const second = await stage.next();
    await terminal.until(shows('api', '● running'), 'the row');
    expect(isAlive(second.pid)).toBe(true);

    terminal.press('r');
    const third = await stage.next();
    await terminal.until(shows('api', '● running'), 'the row');
    expect([isAlive(second.pid), isAlive(third.pid)]).toEqual([false, true]);
    await terminal.until((screen) => screen.some((line) => line.includes(`api restarted, pid ${third.pid}`)), 'the outcome');
    await quit(terminal);
    expect(await terminal.exited).toEqual({ code: 0, signal: null });
    expect(isAlive(third.pid)).toBe(false);
  });

  it('takes a second yes to the question whether to quit for no second wish', async () => {
    using project = new Project({ api: { command: 'trap "sleep 0.5; exit 0" TERM; while :; do sleep 0.05; done' } });
    await using terminal = project.open();
    await terminal.until(shows('api', '● running'), 'the row');
    await quit(terminal);
    terminal.press('y', 'q');
    expect(await terminal.exited).toEqual({ code: 0, signal: null });
    expect(project.ownLog().filter(({ msg }) => msg === 'forced')).toEqual([]);
  });

  it('acts on a group as one: x asks by name, y stops all of it, s brings it back', async () => {
    await using stage = await PuppetStage.open();
    const back = { command: stage.commandLine, group: 'back' };
    using project = new Project({ api: back, mail: back, web: { command: 'sleep 600' } });
    await using terminal = project.open();
    const pids = [(await stage.next()).pid, (await stage.next()).pid];
    await terminal.until((screen) => screen.some((line) => line.includes('back  2/2 up')), 'the group up');

    terminal.press('j', 'x');
    await terminal.until((screen) => screen.some((line) => line.includes('Stop api, mail?')), 'the question');
    terminal.press('y');
    await terminal.until((screen) => screen.some((line) => line.includes('2 stopped')), 'the outcome');
    expect(pids.map(isAlive)).toEqual([false, false]);
    expect(terminal.screen().some((line) => line.includes('back  0/2 up'))).toBe(true);
    expect(rowOf(terminal.screen(), 'web')).toContain('running');

    terminal.press('A', 'g', 's');
    await terminal.until((screen) => screen.some((line) => line.includes('2 started')), 'both started');
    expect(pids).not.toContain((await stage.next()).pid);
    await quit(terminal);
    expect(await terminal.exited).toEqual({ code: 0, signal: null });
  });

  it('walks a flaky child through backoff to the open circuit; s is refused in words, c brings it back, a trial closes it', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({
      flaky: {
        command: stage.commandLine,
        restartDelay: 50,
        // A busy machine must not take a failure for a success.
        minUptime: '2s',
        circuit: { threshold: 5, cooldown: '2s' },
      },
    });
    await using terminal = project.open();
    // From before each exit until the next child has begun: what the program logs of either may be late on a busy machine.
    const waits: number[] = [];
    let child = await stage.next();
    for (const _ of [1, 2, 3, 4]) {
      const before = performance.now();
      await child.exit(1);
      child = await stage.next();
      waits.push(performance.now() - before);
    }
    await child.exit(1);
    await terminal.until(shows('flaky', 'circuit'), 'the open circuit');
    expect(rowOf(terminal.screen(), 'flaky')).toMatch(/✖ circuit \ds .*●●●/);
    terminal.press('s');
    await terminal.until(
      (screen) => screen.some((line) => /circuit open.*trial in \ds; c resets it/.test(line)),
      'the refusal in words',
    );
    const trial = await stage.next();
    await terminal.until(shows('flaky', '● trial'), 'the trial');
    await terminal.until(shows('flaky', '● running'), 'the closed circuit');

    await trial.exit(1);
    for (let failure = 0; failure < 4; failure += 1) await (await stage.next()).exit(1);
    await terminal.until(shows('flaky', 'circuit'), 'open again');
    terminal.press('c');
    const { pid } = await stage.next();
    await terminal.until(shows('flaky', '● running'), 'started by the reset');
    // Timers are a millisecond early at most. How late they come is the machine's; what is planned is tested on a fake clock.
    for (const [index, delay] of [50, 100, 200, 400].entries()) expect(waits[index]).toBeGreaterThanOrEqual(delay - 1);
    await quit(terminal);
    await terminal.exited;
    expect(isAlive(pid)).toBe(false);
  });

  it.each(['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const)(
    'after %s nothing is alive and the terminal is sane',
    async (signal) => {
      await using stage = await PuppetStage.open();
      using project = new Project({ api: { command: stage.commandLine } });
      await using terminal = project.open();
      const run = await stage.next();
      const grandchild = await run.spawnChild({ setsid: true });
      await terminal.until(shows('api', '● running'), 'the row');
      // The first frame comes a moment before the keyboard is taken over.
      await expect.poll(() => terminal.modes()).toEqual({ alternateBuffer: true, cursorVisible: false, cooked: false });
      process.kill(terminal.pid, signal);
      expect(await terminal.exited).toEqual({ code: 0, signal: null });
      expect([run.pid, grandchild].map(isAlive)).toEqual([false, false]);
      expect(await terminal.modes()).toEqual(sane);
    },
  );

  it('after q and y nothing is alive and the terminal is sane; Enter and n are not yes', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({ api: { command: stage.commandLine } });
    await using terminal = project.open();
    const run = await stage.next();
    await terminal.until(shows('api', '● running'), 'the row');
    terminal.press('q');
    await terminal.until((screen) => screen.some((line) => line.includes('Quit and stop api?')), 'the question');
    terminal.press('enter', 'n');
    await terminal.until((screen) => !screen.some((line) => line.includes('Quit and stop')), 'no question');
    expect(isAlive(run.pid)).toBe(true);
    await quit(terminal);
    expect(await terminal.exited).toEqual({ code: 0, signal: null });
    expect(isAlive(run.pid)).toBe(false);
    expect(await terminal.modes()).toEqual(sane);
    // One line stays in the shell.
    expect(terminal.screen().filter((line) => line.trim() !== '')).toEqual(['stopped 1 process']);
  });

  it('Ctrl+C shuts down gracefully and says who is left; a second one forces', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({ stubborn: { command: stage.commandLine, stop: { grace: '1h' } } });
    await using terminal = project.open();
    const run = await stage.next();
    await run.ignore('SIGTERM');
    await terminal.until(shows('stubborn', '● running'), 'the row');
    terminal.press('ctrl+c');
    await terminal.until((screen) => screen.some((line) => /shutting down.*stubborn.*Ctrl\+C forces/.test(line)), 'who is left');
    expect(isAlive(run.pid)).toBe(true);
    terminal.press('ctrl+c');
    expect(await terminal.exited).toEqual({ code: 130, signal: null });
    expect(isAlive(run.pid)).toBe(false);
    expect(await terminal.modes()).toEqual(sane);
  });

  it.each([
    ['SIGALRM', 'planted exception'],
    ['SIGVTALRM', 'planted rejection'],
  ] as const)(
    'after a fault of our own (%s) nothing is alive, the terminal is sane, and the fault is said',
    async (signal, text) => {
      await using stage = await PuppetStage.open();
      using project = new Project({ api: { command: stage.commandLine } });
      await using terminal = project.open({
        env: { NODE_OPTIONS: `--import ${new URL('../../fixtures/planted-fault.mjs', import.meta.url).href}` },
      });
      const run = await stage.next();
      await terminal.until(shows('api', '● running'), 'the row');
      process.kill(terminal.pid, signal);
      expect(await terminal.exited).toEqual({ code: 70, signal: null });
      expect(isAlive(run.pid)).toBe(false);
      expect(await terminal.modes()).toEqual(sane);
      expect(terminal.screen().join('\n')).toContain(text);
      expect(project.ownLog().some(({ msg, error }) => msg === 'internal error' && String(error).includes(text))).toBe(true);
    },
  );

  it('when the window is closed, ends everything', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({ api: { command: stage.commandLine } });
    const terminal = project.open();
    const run = await stage.next();
    await terminal.until(shows('api', '● running'), 'the row');
    await terminal.hangUp();
    await untilDead(run.pid);
    await untilDead(terminal.pid);
  });

  it('says in a toast what the last run left behind and is ended now', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({ api: { command: stage.commandLine } });
    const last = startProgram(['--headless'], project.folder);
    const left = await stage.next();
    const pid = last.child.pid ?? 0;
    // Stopped first, so that it cannot start another reaper.
    process.kill(pid, 'SIGSTOP');
    for (const other of descendantsOf(pid)) if (other !== left.pid) process.kill(other, 'SIGKILL');
    process.kill(pid, 'SIGKILL');
    await last.ended;
    expect(isAlive(left.pid)).toBe(true);
    await using terminal = project.open();
    await stage.next();
    await terminal.until((screen) => screen.some((line) => line.includes(`api (pid ${left.pid})`)), 'the toast');
    expect(isAlive(left.pid)).toBe(false);
  });

  it('scrolls and follows the log, and shows the help', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({ api: { command: stage.commandLine } });
    await using terminal = project.open({ rows: 24 });
    const run = await stage.next();
    await run.print(Array.from({ length: 200 }, (_, line) => `line ${line}\n`).join(''));
    await terminal.until((screen) => screen.some((line) => line.includes('line 199')), 'the end of the log');
    terminal.press('tab', 'g');
    await terminal.until((screen) => screen.some((line) => / line 0\b/.test(line)), 'the first line');
    await run.print('one more\n');
    await terminal.until((screen) => screen.some((line) => line.includes('203 lines') || line.includes('202 lines')), 'counted');
    expect(terminal.screen().some((line) => / line 0\b/.test(line))).toBe(true);
    terminal.press('G');
    await terminal.until((screen) => screen.some((line) => line.includes('one more')), 'the end again');
    terminal.press('?');
    await terminal.until((screen) => screen.some((line) => line.includes('The newest line, and follow')), 'the help');
    terminal.press('escape');
    await terminal.until(shows('api', 'running'), 'the table again');
  });

  it('writes a line for every transition into its own log, with process, from, to and reason', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({ api: { command: stage.commandLine } });
    await using terminal = project.open();
    await stage.next();
    await terminal.until(shows('api', '● running'), 'the row');
    process.kill(terminal.pid, 'SIGTERM');
    await terminal.exited;
    const transitions = project.ownLog().filter(({ msg }) => msg === 'transition');
    expect(transitions.map(({ process, from, to }) => [process, from, to])).toEqual([
      ['api', 'stopped', 'starting'],
      ['api', 'starting', 'running'],
      ['api', 'running', 'stopping'],
      ['api', 'stopping', 'stopped'],
    ]);
    expect(transitions.at(-1)?.reason).toBe('stopped by the shutdown');
  });
});
