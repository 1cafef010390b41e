import { describe, expect, it } from 'vitest';
import type { ServiceFacts, SwarmTask } from '../../../src/policy/service/facts.js';
import type { ServiceEvent, ServiceLifecycle } from '../../../src/policy/service/lifecycle.js';
import { serviceHealth, serviceReason, serviceStateName } from '../../../src/policy/service/reason.js';
import { newServiceLifecycle, reachedDown, reachedUp, serviceStep } from '../../../src/policy/service/step.js';

let taskCount = 0;

function task(about: Partial<SwarmTask> = {}): SwarmTask {
  taskCount += 1;
  const usual = { slot: '1', node: 'node1', state: 'running', wanted: true, error: '', at: 1000, exitCode: null, stale: false };
  return { id: `task-${taskCount}`, ...usual, ...about };
}

function failed(about: Partial<SwarmTask> = {}): SwarmTask {
  return task({ state: 'failed', wanted: false, error: 'task: non-zero exit (3)', exitCode: 3, ...about });
}

function facts(about: Partial<ServiceFacts> = {}): ServiceFacts {
  const usual = { id: 'id', mode: 'replicated', replicas: 1, replicasBefore: null, restarted: true, updating: false } as const;
  return { ...usual, updateTrouble: '', tasks: [task()], ...about };
}

/** A service called web, with the time as the test lets it pass. */
class Service {
  state: ServiceLifecycle = newServiceLifecycle;
  now = 5000;
  effects: readonly unknown[] = [];

  take(event: ServiceEvent): this {
    const [state, effects] = serviceStep('web', this.state, event, { now: this.now, wall: this.now, random: 0 });
    this.state = state;
    this.effects = effects;
    return this;
  }

  /** The Swarm answers to a question of now. */
  sees(about: Partial<ServiceFacts> = {}): this {
    return this.take({ type: 'facts', facts: facts(about), askedAt: this.now });
  }

  /** The Swarm has taken note of the last command. */
  taken(refusal: string | null = null): this {
    return this.take({ type: 'called', epoch: this.state.epoch, refusal });
  }

  get words(): string {
    const { brief } = serviceReason('web', this.state);
    return `${serviceStateName(this.state.phase)} ${serviceHealth(this.state)} ${brief}`.trim();
  }
}

describe('a service of a Swarm', () => {
  it('is healthy when as many tasks run as are to', () => {
    const two = [task({ slot: '1' }), task({ slot: '2' })];
    expect(new Service().sees({ replicas: 2, tasks: two }).words).toBe('running healthy 2/2');
    expect(new Service().sees({ replicas: 3, tasks: two }).words).toBe('running pending 2/3');
    expect(new Service().sees({ tasks: [task({ state: 'preparing' })] }).words).toBe('starting pending 0/1');
  });

  it('has the task that failed or was rejected as its reason until all run again for a while', () => {
    const service = new Service().sees();
    const dead = failed();
    service.sees({ tasks: [task({ state: 'ready' }), dead] });
    expect(service.words).toBe('starting unhealthy 0/1; web.1 on node1: non-zero exit (3)');
    service.sees({ tasks: [task(), dead] });
    expect(service.words).toBe('running healthy 1/1; web.1 on node1: non-zero exit (3)');
    service.now += 10_000;
    service.sees({ tasks: [task(), dead] });
    expect(service.words).toBe('running healthy 1/1');
    const rejected = task({ state: 'rejected', wanted: false, error: 'No such image: x', node: 'node2' });
    expect(new Service().sees({ tasks: [task({ state: 'ready' }), rejected] }).words).toBe(
      'starting unhealthy 0/1; web.1 on node2: rejected: No such image: x',
    );
  });

  it('counts failures and says so, but leaves restarts to the Swarm', () => {
    const service = new Service().sees();
    const dead: SwarmTask[] = [];
    for (let count = 1; count <= 3; count += 1) {
      dead.unshift(failed());
      service.sees({ tasks: [task({ state: 'ready' }), ...dead] });
      expect(service.effects).toEqual([]);
    }
    expect(service.state.failures).toBe(3);
    expect(service.words).toContain('3 tasks failed of late, and the Swarm goes on');
    service.take({ type: 'reset' });
    expect(service.state).toMatchObject({ failures: 0, failureTimes: [] });
  });

  it('does not count failures from before the first answer', () => {
    expect(new Service().sees({ tasks: [task(), failed(), failed()] })).toMatchObject({
      words: 'running healthy 1/1',
      state: { failures: 0 },
    });
  });

  it('is scaled to none by a stop, and back to the last number by a start', () => {
    const service = new Service().sees({ replicas: 3, tasks: [task()] });
    service.take({ type: 'stop' });
    expect(service.effects).toEqual([{ type: 'scale', replicas: 0, epoch: 1 }]);
    service.taken().sees({ replicas: 0, tasks: [task({ wanted: false })] });
    expect([service.words, reachedDown(service.state)]).toEqual(['stopping none 0/0', undefined]);
    service.sees({ replicas: 0, tasks: [] });
    expect([service.words, reachedDown(service.state)]).toEqual(['stopped none', true]);
    service.take({ type: 'start' });
    expect(service.effects).toEqual([{ type: 'scale', replicas: 3, epoch: 2 }]);
  });

  it('goes back to the number that the Swarm remembers, or to one', () => {
    const stopped = { replicas: 0, tasks: [] };
    expect(new Service().sees({ ...stopped, replicasBefore: 4 }).take({ type: 'start' }).effects).toMatchObject([
      { replicas: 4 },
    ]);
    expect(new Service().sees(stopped).take({ type: 'start' }).effects).toMatchObject([{ replicas: 1 }]);
  });

  it('has a restart reached only with tasks of the new update, which was asked about after the call', () => {
    const service = new Service().sees();
    service.take({ type: 'restart' });
    expect(service.effects).toEqual([{ type: 'force_update', epoch: 1 }]);
    const early = service.now;
    service.now += 100;
    service.taken();
    service.take({ type: 'facts', facts: facts(), askedAt: early });
    expect(reachedUp(service.state)).toBeUndefined();
    service.sees({ tasks: [task({ stale: true })] });
    expect(reachedUp(service.state)).toBeUndefined();
    service.sees({ updating: true });
    expect(reachedUp(service.state)).toBeUndefined();
    service.sees();
    expect(reachedUp(service.state)).toBe(true);
  });

  it('has a start refused by a task that fails after it, by the Swarm, and where it is away', () => {
    const begun = () => new Service().sees({ replicas: 0, tasks: [] }).take({ type: 'start' });
    const fails = begun()
      .taken()
      .sees({ tasks: [task({ state: 'ready' }), failed()] });
    expect(reachedUp(fails.state)).toBe(false);
    const refused = begun().taken('update out of sequence');
    expect(reachedUp(refused.state)).toBe(false);
    expect(refused.words).toBe('stopped none update out of sequence');
    expect(reachedUp(begun().take({ type: 'away', because: 'gone' }).state)).toBe(false);
  });

  it('cannot be stopped where it runs on every node, which is its reason', () => {
    const service = new Service().sees({ mode: 'global' }).take({ type: 'stop' });
    expect([service.effects, reachedDown(service.state)]).toEqual([[], false]);
    expect(service.words).toBe('running healthy 1/1; it runs on every node, and cannot be scaled');
  });

  it('has completed or failed for good where the Swarm starts nothing again', () => {
    const done = task({ state: 'complete', wanted: false });
    expect(new Service().sees({ restarted: false, tasks: [done] }).words).toBe('completed none');
    expect(new Service().sees({ restarted: false, tasks: [failed()] }).words).toBe(
      'failed none web.1 on node1: non-zero exit (3)',
    );
    expect(new Service().sees({ mode: 'job', tasks: [done] }).words).toBe('completed none');
  });

  it('is started by what needs it, also where that comes before it is known', () => {
    const service = new Service().take({ type: 'need' });
    expect(service.effects).toEqual([]);
    service.sees({ replicas: 0, tasks: [] });
    expect(service.effects).toMatchObject([{ type: 'scale', replicas: 1 }]);
    expect(new Service().sees().take({ type: 'need' }).effects).toEqual([]);
  });

  it('is unknown while the engine does not answer, and stopped where there is none', () => {
    expect(new Service().words).toBe('unknown none the Swarm was not asked yet');
    expect(new Service().sees().take({ type: 'away', because: 'no answer' }).words).toBe('unknown none no answer');
    expect(new Service().take({ type: 'absent', askedAt: 0 }).words).toBe('stopped none missing');
  });

  it('begins again where another one has its name', () => {
    const service = new Service().sees().sees({ tasks: [task(), failed()] });
    expect(service.state.failures).toBe(1);
    service.sees({ id: 'another', tasks: [task(), failed()] });
    expect(service.state.failures).toBe(0);
  });
});
