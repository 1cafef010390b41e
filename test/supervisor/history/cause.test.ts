import { describe, expect, it } from 'vitest';
import { statusRows } from '../../../src/control/status-document.js';
import { Stage } from '../../api/stage.js';
import { settle } from '../../ports/fake-spawner.js';

async function die(stage: Stage, text: string, fact: { readonly code?: number; readonly signal?: string } = { code: 1 }) {
  if (text !== '') stage.spawner.last.events.output('stderr', Buffer.from(text));
  stage.spawner.last.exit(fact);
  await settle();
}

describe('The cause in a status', () => {
  it('is what the last lines mean and then how it ended, from the end on that was not asked for', async () => {
    const stage = new Stage().register();
    await stage.start();
    expect(stage.status.cause).toBeNull();
    await die(stage, "Error: Cannot find module 'express'\n");
    expect(stage.status).toMatchObject({ state: 'backoff', cause: 'the module express is missing (exit code 1)' });
  });

  it('is shown for a restarted process for five minutes', async () => {
    const stage = new Stage().register();
    await stage.start();
    await die(stage, "Error: Cannot find module 'express'\n");
    await stage.advance(1000);
    expect(stage.status).toMatchObject({
      state: 'running',
      cause: expect.stringMatching(/^restarted .* ago: the module express is missing \(exit code 1\)$/),
    });
    await stage.advance(301_000);
    expect(stage.status).toMatchObject({ state: 'running', cause: null });
  });

  it('is the exit in words where nothing else says', async () => {
    const stage = new Stage().register();
    await stage.start();
    await die(stage, '', { code: 3 });
    expect(stage.status.cause).toBe('exit code 3');
  });

  it('says once how a trial ended, beside what it comes from where that is known', async () => {
    const stage = new Stage().register({ restartDelay: 10, circuit: { threshold: 1, cooldown: 1000, window: 60_000 } });
    await stage.start();
    await die(stage, '', { code: 3 });
    await stage.advance(1000);
    await die(stage, '', { code: 3 });
    expect(stage.status).toMatchObject({ state: 'circuit_open', cause: 'the trial failed with exit code 3' });
    await stage.advance(2000);
    await die(stage, "Error: Cannot find module 'express'\n");
    expect(stage.status.cause).toBe('the module express is missing; the trial failed with exit code 1');
  });

  it('is that it went to the background, where it ended well and failed for that', async () => {
    const stage = new Stage().register({ command: 'nginx' });
    await stage.start();
    const background = { pid: 12, program: 'nginx', isMember: true };
    Object.assign(stage.spawner.last, { leftBehind: () => ({ oldest: 12, background }) });
    await die(stage, '', { code: 0 });
    expect(stage.status.state).toBe('failed');
    expect(stage.status.cause).toMatch(/^nginx went to the background, pid 12 was ended; keep it in the foreground/);
  });

  it('is gone after an end that was asked for', async () => {
    const stage = new Stage().register();
    await stage.start();
    await die(stage, "Error: Cannot find module 'express'\n");
    await stage.advance(1000);
    const stopped = stage.watchdog.stop('api');
    stage.spawner.last.exit({ signal: 'SIGTERM' });
    await stopped;
    expect(stage.status).toMatchObject({ state: 'stopped', cause: null });
  });
});

describe('The lines that are searched for a cause', () => {
  it('are those of stderr too that are long before the last, however much stdout follows', async () => {
    const stage = new Stage().register();
    await stage.start();
    stage.spawner.last.events.output('stderr', Buffer.from("Error: Cannot find module 'express'\n"));
    stage.spawner.last.print('flush a row to the warehouse\n'.repeat(5000));
    await die(stage, '');
    expect(stage.status.cause).toBe('the module express is missing (exit code 1)');
    expect(stage.watchdog.crashes('api')[0]?.lines[0]?.text).toBe("Error: Cannot find module 'express'");
  });

  it('name places from the folder of the process', async () => {
    const stage = new Stage().register({ cwd: '/app' });
    await stage.start();
    await die(stage, 'TypeError: x is not a function\n    at total (/app/lib/cart.js:3:7)\n');
    expect(stage.status.cause).toBe('TypeError: x is not a function at lib/cart.js:3 (exit code 1)');
  });
});

describe('The cause beside the reason', () => {
  const beside = (stage: Stage) => statusRows(stage.watchdog, stage.clock, [])[0]!.facts.causeBeside;
  const circuit = { threshold: 1, cooldown: 1000, window: 60_000 };

  it.each([
    { what: 'an exit code', config: {}, exit: { code: 1 }, text: '' },
    { what: 'a failure that is not restarted', config: { autoRestart: false }, exit: { code: 1 }, text: '' },
  ])('is none for $what, which the reason names', async ({ config, exit, text }) => {
    const stage = new Stage().register(config);
    await stage.start();
    await die(stage, text, exit);
    expect(stage.status.cause).not.toBeNull();
    expect(beside(stage)).toBeNull();
  });

  it.each([
    { what: 'a recognised cause', exit: { code: 1 }, text: 'Error: disk full\n' },
    { what: 'what a signal means', exit: { signal: 'SIGSEGV' }, text: '' },
    { what: 'the signal that a code stands for', exit: { code: 137 }, text: '' },
  ])('is $what', async ({ exit, text }) => {
    const stage = new Stage().register();
    await stage.start();
    await die(stage, text, exit);
    expect(beside(stage)).toBe(stage.status.cause);
    expect(beside(stage)).not.toBeNull();
  });

  it('is how it ended before the circuit opened, and none for a failed trial, whose end the reason names', async () => {
    const stage = new Stage().register({ restartDelay: 10, circuit });
    await stage.start();
    await die(stage, '', { code: 3 });
    expect(beside(stage)).toBe('exit code 3; 1 failure');
    await stage.advance(1000);
    expect(beside(stage)).toMatch(/^restarted .* ago: exit code 3$/);
    await die(stage, '', { code: 3 });
    expect(beside(stage)).toBeNull();
  });
});
