import { describe, expect, it } from 'vitest';
import { describeBackground, programOfCommand } from '../../../src/policy/process/background.js';
import type { ProcessPolicy } from '../../../src/policy/process/policy.js';
import { reasonOf } from '../../../src/policy/process/reason.js';
import { newLifecycle, step } from '../../../src/policy/process/step.js';
import { defaultPolicy } from '../test-policy.js';

const at = { now: 1000, wall: 5000, random: 0 };
const exit = { code: 0, signal: null, at: 5000 };

/** A process that runs as pid 10, after its start. */
function running(policy: ProcessPolicy) {
  const [starting] = step(policy, newLifecycle, { type: 'start' }, at);
  return step(policy, starting, { type: 'spawned', generation: 1, pid: 10 }, at)[0];
}

describe('The program of a command', () => {
  it.each([
    ['nginx -p . -c nginx.conf', true, 'nginx'],
    ['A=1 exec /usr/sbin/php-fpm8.2 -y "a;b"', true, 'php-fpm8.2'],
    ['sleep 600 & exit 0', true, undefined],
    ['cd x && nginx', true, undefined],
    ['/opt/a b/redis-server', false, 'redis-server'],
    ['/opt/a-program-of-a-long-name', false, 'a-program-of-a-'],
  ])('%s, shell: %s, is %s', (command, shell, program) => {
    expect(programOfCommand(command, shell)).toBe(program);
  });
});

describe('A program that went to the background', () => {
  const background = { pid: 12, program: 'nginx', isMember: true };
  const told =
    "nginx went to the background, pid 12 was ended; keep it in the foreground (-g 'daemon off;'), or set daemon: true";

  it('is named with what keeps it in the foreground', () => {
    expect(describeBackground(background)).toBe(told);
    expect(describeBackground({ pid: 9, program: 'mine', isMember: false })).toBe(
      'mine went to the background, pid 9 lives on and cannot be ended safely; keep it in the foreground, or set daemon: true',
    );
  });

  it.each([
    ['mosquitto', 'no -d'],
    ['ssh', 'no -f'],
    ['caddy', 'run in place of start'],
    ['start-stop-daem', 'no --background'],
    ['screen', '-D -m in place of -d -m'],
  ])('%s is known to stay in the foreground with: %s', (program, option) => {
    expect(describeBackground({ ...background, program })).toContain(`keep it in the foreground (${option}), or`);
  });

  it('has failed at once where it would be restarted for ever, and has completed where a success is not restarted', () => {
    const event = { type: 'exited', generation: 1, exit, left: { oldest: 12, background } } as const;
    const always = { ...defaultPolicy, restart: 'always' } as const;
    const [failed, effects] = step(always, running(always), event, at);
    expect(failed.phase).toEqual({ name: 'failed', because: told });
    expect(effects).toContainEqual({ type: 'signal', signal: 'SIGTERM' });
    const onFailure = { ...defaultPolicy, restart: 'on-failure' } as const;
    expect(step(onFailure, running(onFailure), event, at)[0].phase).toMatchObject({ name: 'completed', background: told });
  });
});

describe('A daemon that cannot be known without a control group', () => {
  const background = { pid: 9, program: 'redis-server', isMember: false };
  const told =
    'redis-server went to the background, pid 9, and can only be supervised there in a control group; keep it in the foreground (--daemonize no)';
  const event = { type: 'exited', generation: 1, exit, left: { oldest: null, background } } as const;

  it('has failed at once, and is not launched again beside itself', () => {
    const always = { ...defaultPolicy, restart: 'always', daemon: true } as const;
    expect(step(always, running(always), event, at)[0].phase).toEqual({ name: 'failed', because: told });
    const onFailure = { ...always, restart: 'on-failure' } as const;
    expect(step(onFailure, running(onFailure), event, at)[0].phase).toMatchObject({ name: 'completed', background: told });
  });
});

describe('A launcher that leaves another program to itself', () => {
  const left = { oldest: 12, background: null, detached: { pid: 12, program: 'postgres' } };
  const told = 'it left postgres running (pid 12), which was ended; daemon: true keeps it';
  const event = { type: 'exited', generation: 1, exit, left } as const;

  it('has completed, and the reason says what was ended', () => {
    const onFailure = { ...defaultPolicy, restart: 'on-failure' } as const;
    const [completed] = step(onFailure, running(onFailure), event, at);
    expect(completed.phase).toMatchObject({ name: 'completed', detached: told });
    expect(reasonOf(onFailure, completed).full).toBe(`completed with exit code 0 after 0ms; ${told}`);
  });

  it('that is restarted says so with each restart', () => {
    const always = { ...defaultPolicy, restart: 'always' } as const;
    expect(step(always, running(always), event, at)[0].lastFailure?.text).toBe(`exit code 0; ${told}`);
  });

  it('is not blamed where it failed, nor where it may leave something', () => {
    const failed = { ...event, exit: { ...exit, code: 1 } };
    const always = { ...defaultPolicy, restart: 'always' } as const;
    expect(step(always, running(always), failed, at)[0].lastFailure?.text).toBe('exit code 1');
    expect(step({ ...always, daemon: true }, running(always), event, at)[0].phase).toMatchObject({ name: 'running', pid: 12 });
  });
});

it('A launcher that may leave a daemon and leaves nothing says so', () => {
  const event = { type: 'exited', generation: 1, exit, left: { oldest: null, background: null } } as const;
  const always = { ...defaultPolicy, restart: 'always', daemon: true } as const;
  expect(step(always, running(always), event, at)[0].lastFailure?.text).toBe('exit code 0; it left nothing running');
  const onFailure = { ...always, restart: 'on-failure' } as const;
  const [completed] = step(onFailure, running(onFailure), event, at);
  expect(reasonOf(onFailure, completed).full).toBe('completed with exit code 0 after 0ms; it left nothing running');
});

describe('A daemon', () => {
  const policy = { ...defaultPolicy, restart: 'always', daemon: true } as const;
  const launched = () =>
    step(policy, running(policy), { type: 'exited', generation: 1, exit, left: { oldest: 12, background: null } }, at);

  it('runs on as the oldest of what its launcher has left, which is not signalled', () => {
    const [state, effects] = launched();
    expect(state.phase).toMatchObject({ name: 'running', pid: 12 });
    expect(effects).toEqual([]);
    expect(step(policy, state, { type: 'oldest', generation: 1, pid: 13 }, at)[0].phase).toMatchObject({ pid: 13 });
  });

  it('has ended, without a code, when the last of it is gone, and is restarted', () => {
    const [state, effects] = step(policy, launched()[0], { type: 'gone', generation: 1 }, at);
    expect(state).toMatchObject({ phase: { name: 'backoff' }, remains: false, launched: false });
    expect(state.lastExit).toMatchObject({ code: null, signal: null, by: 'itself' });
    expect(effects[0]).toMatchObject({ type: 'announce', announcement: { event: 'exited' } });
  });

  it('is stopped with a signal to all, and stopped once all are gone', () => {
    const [stopping, effects] = step(policy, launched()[0], { type: 'stop', by: 'user' }, at);
    expect(effects).toContainEqual({ type: 'signal', signal: 'SIGTERM' });
    const [stopped, more] = step(policy, stopping, { type: 'gone', generation: 1 }, at);
    expect(stopped.phase.name).toBe('stopped');
    const told = more.flatMap((effect) => (effect.type === 'announce' ? effect.announcement.event : []));
    expect(told).toEqual(['exited', 'stopped']);
  });

  it('whose launcher leaves nothing has ended like any other', () => {
    const event = { type: 'exited', generation: 1, exit, left: { oldest: null, background: null } } as const;
    expect(step(policy, running(policy), event, at)[0].phase.name).toBe('backoff');
  });
});
