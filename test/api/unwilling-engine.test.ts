import { beforeEach, describe, expect, it } from 'vitest';
import { ActionRun, screenManner } from '../../src/api/action-run.js';
import { EngineFault } from '../../src/ports/container-engine.js';
import { ContainerStage } from './container-stage.js';

let stage: ContainerStage;

beforeEach(() => {
  stage = new ContainerStage();
});

/** Carries an action out, while time passes. */
async function act(action: 'start' | 'stop' | 'restart' | 'kill') {
  const outcome = new ActionRun(stage.watchdog, stage.clock, 'container:redis', screenManner).run(action);
  await stage.settle();
  return outcome;
}

describe.each([
  ['refuses its inspection', new EngineFault('refused', 'driver failed')],
  ['never answers its inspection', new EngineFault('silent', 'the container engine did not answer within 10s')],
])('A container whose engine lists it and %s', (_what, fault) => {
  const reason = `the engine does not say how it is: ${fault.message}`;

  it('says so in its row, and the others are as they are', async () => {
    stage.engine.make('redis');
    stage.engine.inspectionFault = fault;
    await stage.monitor();
    expect(stage.status()).toMatchObject({ state: 'unknown', reason });
    expect(stage.noticed).toEqual([]);
  });

  it.each(['start', 'stop', 'restart', 'kill'] as const)('ends %s with that reason', async (action) => {
    stage.engine.make('redis');
    stage.engine.inspectionFault = fault;
    await stage.monitor();
    expect(await act(action)).toEqual({
      ok: false,
      text: expect.stringMatching(/^container:redis (did not start|was not \w+): the engine does not/),
    });
    expect(stage.engine.calls).toEqual([]);
  });

  it('is as it is once the engine says so', async () => {
    stage.engine.make('redis');
    stage.engine.inspectionFault = fault;
    await stage.monitor();
    stage.engine.inspectionFault = undefined;
    await stage.advance(10_000);
    expect(stage.status()).toMatchObject({ state: 'running', startCount: 1 });
  });

  it('ends a start with that reason, where it was willing before', async () => {
    stage.engine.make('redis', { state: 'exited', startedAt: 1, finishedAt: 2 });
    await stage.monitor();
    stage.engine.inspectionFault = fault;
    expect(await act('start')).toEqual({ ok: false, text: `container:redis did not start: ${reason}` });
    stage.engine.inspectionFault = undefined;
    await stage.advance(10_000);
    expect(stage.status()).toMatchObject({ state: 'running', startCount: 1 });
  });

  it('is not reported as running while that is not known', async () => {
    stage.engine.make('redis');
    await stage.monitor();
    stage.engine.inspectionFault = fault;
    stage.engine.mute = true;
    stage.engine.crash('redis');
    await stage.advance(10_000);
    expect(stage.status()).toMatchObject({ state: 'unknown', reason });
  });
});

describe('An engine that does not do what it is called for', () => {
  const fault = new EngineFault('silent', 'the container engine did not answer within 40s');

  it.each([
    ['stop', 'was not stopped: the engine did not stop it'],
    ['kill', 'was not killed: the engine did not kill it'],
    ['restart', 'did not start'],
  ] as const)('ends %s with its words', async (action, words) => {
    stage.engine.make('redis');
    await stage.monitor();
    stage.engine.callFault = fault;
    expect(await act(action)).toEqual({ ok: false, text: `container:redis ${words}: ${fault.message}` });
    await stage.advance(10_000);
    expect(stage.status()).toMatchObject({ state: 'running', startCount: 1, lastError: expect.stringContaining(fault.message) });
  });

  it('ends a start with its words, and is found out when it did it after all', async () => {
    stage.engine.make('redis', { state: 'exited', startedAt: 1, finishedAt: 2 });
    await stage.monitor();
    stage.engine.callFault = fault;
    expect(await act('start')).toEqual({ ok: false, text: `container:redis did not start: ${fault.message}` });
    stage.engine.startByPerson('redis');
    await stage.settle();
    expect(stage.status()).toMatchObject({ state: 'running' });
  });
});

describe('An engine that refuses a stream', () => {
  it('of events is said so once, asked less and less, and its list goes on', async () => {
    stage.engine.eventsRefusal = 'not permitted';
    stage.engine.make('redis');
    await stage.monitor();
    await stage.advance(60_000);
    expect(stage.noticed).toEqual([
      'containers: the engine refuses its events: not permitted; changes are seen only at the next list',
    ]);
    expect(stage.engine.lists).toBeLessThan(15);
    stage.engine.crash('redis', 1);
    await stage.advance(13_000);
    expect(stage.status()).toMatchObject({ state: 'running', startCount: 2 });
  });

  it('of a log is quoted in that log, once, and asked less and less', async () => {
    stage.engine.make('redis');
    await stage.monitor();
    const refuse = () => stage.engine.logsOpened.at(-1)!.ended('the driver does not support reading', true);
    refuse();
    for (let turn = 0; turn < 60; turn += 1) {
      const before = stage.engine.logsOpened.length;
      await stage.advance(5000);
      if (stage.engine.logsOpened.length > before) refuse();
    }
    const log = stage.watchdog.log('container:redis')!;
    const notes = log.slice(0, log.nextSeq).map(({ text }) => text);
    expect(notes).toEqual(['started', 'no log: the driver does not support reading']);
    expect(stage.engine.logsOpened.length).toBeLessThan(12);
  });
});

it('An engine that does not say what containers use is asked about four of them, and measured again later', async () => {
  const names = Array.from({ length: 20 }, (_, index) => `c${index}`);
  for (const name of names) stage.engine.make(name);
  await stage.monitor({ names });
  stage.engine.usageFault = new EngineFault('silent', 'the container engine did not answer within 10s');
  await stage.watchdog.usage.measure();
  expect(stage.engine.usages).toBe(4);
  expect(stage.status('c0')).toMatchObject({ state: 'running', memory: null });
  stage.engine.usageFault = undefined;
  await stage.watchdog.usage.measure();
  expect(stage.status('c19').memory).toBe(1024);
});
