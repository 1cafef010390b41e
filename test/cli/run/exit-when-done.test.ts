import { describe, expect, it } from 'vitest';
import { fateOf, type Outcome, untilDone } from '../../../src/api/until-done.js';
import { Project } from '../../e2e/project.js';
import { runProgram, startProgram } from '../../e2e/run-program.js';
import { isAlive } from '../../fixtures/alive.js';
import { PuppetStage } from '../../fixtures/puppet.js';

describe('the fate of a process in a run that ends by itself', () => {
  it.each([
    ['completed', 'up', null, 'succeeded'],
    ['failed', 'up', null, 'failed'],
    ['circuit_open', 'up', null, 'failed'],
    ['waiting', 'up', { root: 'db', why: 'db failed', brief: 'db failed' }, 'failed'],
    ['waiting', 'up', null, 'going'],
    ['backoff', 'up', null, 'going'],
    ['starting', 'up', null, 'going'],
    ['running', 'up', null, 'going'],
    ['stopping', 'down', null, 'going'],
    ['stopped', 'up', null, 'going'],
    ['stopped', 'down', null, 'idle'],
  ] as const)('%s, wanted %s, blocked by %o: %s', (state, desired, blocked, fate) => {
    expect(fateOf({ state, desired, blocked })).toBe(fate);
  });

  it('is reported once, when none goes on', () => {
    const listeners = new Set<() => void>();
    const one = { name: 'a', state: 'running', desired: 'up', reason: '', blocked: null };
    let snapshots = [one];
    const told: Outcome[] = [];
    untilDone(
      {
        snapshots: () => snapshots as never,
        onChange: (listener) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      },
      (outcome) => told.push(outcome),
    );
    const change = (...states: string[]) => {
      snapshots = states.map((state, index) => ({ ...one, name: String(index), state }));
      for (const listener of [...listeners]) listener();
    };
    change('completed', 'backoff');
    expect(told).toEqual([]);
    change('completed', 'failed');
    change('completed', 'completed');
    expect(told).toEqual([{ succeeded: ['0'], failed: ['1'], blocked: [] }]);
    expect(listeners.size).toBe(0);
  });
});

describe('up --exit-when-done', () => {
  const once = { autoRestart: false };

  it('ends with 0 when all have succeeded, and loses nothing that they wrote', async () => {
    using project = new Project({
      count: { command: "seq 1 20000; printf 'no end'", ...once },
      after: { command: 'echo then', ...once, dependsOn: { count: 'completed' } },
      byHand: { command: 'exit 1', autoStart: false },
    });
    const { out, err, code } = await runProgram(['up', '--exit-when-done'], project.folder);
    expect(code).toBe(0);
    const lines = out.trimEnd().split('\n');
    expect(lines).toHaveLength(20_002);
    expect(lines.slice(-3).toSorted()).toEqual(['after  | then', 'count  | 20000', 'count  | no end']);
    expect(err).toMatch(/\nwatchdog: all have ended, 2 succeeded\n$/);
  });

  it('ends with 1 when one has failed or is blocked, and says which', async () => {
    using project = new Project({
      good: { command: 'true', ...once },
      bad: { command: 'exit 3', ...once },
      behind: { command: 'echo never', ...once, dependsOn: { bad: 'completed' } },
    });
    const { out, err, code } = await runProgram(['up', '--exit-when-done'], project.folder);
    expect({ out, code }).toEqual({ out: '', code: 1 });
    expect(err).toContain('watchdog: behind: blocked: bad failed with exit code 3; autoRestart is false\n');
    expect(err).toContain('watchdog: all have ended, 1 succeeded, 2 failed: bad, behind\n');
  });

  it('goes on while one waits for its next start, and takes an open circuit for an end', async () => {
    using project = new Project({
      flaky: { command: 'test -f again || { touch again; exit 1; }', autoRestart: 'on-failure', restartDelay: '10ms' },
      broken: { command: 'exit 1', autoRestart: 'on-failure', restartDelay: '1ms', circuit: { threshold: 2 } },
    });
    const { err, code } = await runProgram(['up', '--exit-when-done'], project.folder);
    expect(code).toBe(1);
    expect(err).toContain('watchdog: all have ended, 1 succeeded, 1 failed: broken\n');
    expect((await runProgram(['up', 'flaky', '--exit-when-done'], project.folder)).code).toBe(0);
  });

  it('says nothing of a process that is alive where none is, and how long the next start really takes', async () => {
    using project = new Project({
      // Longer than a busy machine takes to say it, since what is left is said, rounded up.
      broken: { command: 'exit 1', autoRestart: 'on-failure', restartDelay: '2s', circuit: { threshold: 2 } },
    });
    const { err } = await runProgram(['up', '--exit-when-done'], project.folder);
    expect(err).toContain('all have ended, 1 failed: broken');
    expect(err).not.toMatch(/alive/);
    expect(err).toMatch(/broken: restart 1 in 2s after exit code 1\n/);
  });

  it('says what never ends by itself, and ends with 1 when a signal ends it first', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({ server: { command: stage.commandLine } });
    const program = startProgram(['--exit-when-done'], project.folder);
    const run = await stage.next();
    program.child.kill('SIGTERM');
    const { err, code } = await program.ended;
    expect(code).toBe(1);
    expect(err).toContain(
      'watchdog: server is restarted whenever it ends, so this run does not end by itself; give it autoRestart',
    );
    expect(isAlive(run.pid)).toBe(false);
  });
});
