import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { containerReason, containerStateName } from '../../../src/policy/container/reason.js';
import { type ContainerAction, ContainerWorld } from '../container-world.js';

const action: fc.Arbitrary<ContainerAction> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 90_000 }) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('crash' as const), code: fc.constantFrom(1, 137, 139) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('start', 'stop', 'kill', 'restart', 'reset', 'need'),
    }) as fc.Arbitrary<ContainerAction>,
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('stopped outside', 'started outside', 'remade', 'removed', 'sick', 'well', 'leave', 'return'),
    }) as fc.Arbitrary<ContainerAction>,
  },
);

/** Plays a history and returns the world at its end; the world itself objects to what must never happen. */
function play(actions: readonly ContainerAction[], own: string | null = null): ContainerWorld {
  const world = new ContainerWorld(own);
  for (const each of actions) world.play(each);
  return world;
}

const histories = fc.array(action, { minLength: 1, maxLength: 40 });

describe('whatever happens to a container', () => {
  it('a stop that was asked for is not undone, an open circuit is respected, and an engine that is away is asked for nothing', () => {
    fc.assert(
      fc.property(histories, (actions) => {
        expect(play(actions).objections).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it('an engine that comes back finds the circuit as it was, and closed for what is well again', () => {
    const crash = [
      { do: 'crash', code: 1 },
      { do: 'wait', ms: 5000 },
    ] as const;
    const opened = [...crash, ...crash, { do: 'sick' }, { do: 'leave' }, { do: 'return' }] as const;
    expect(play(opened).state).toMatchObject({ phase: { name: 'circuit_open', alive: true }, circuit: { name: 'open' } });
    const trial = play([...opened, { do: 'wait', ms: 90_000 }]);
    expect(trial.state).toMatchObject({ phase: { name: 'running' }, circuit: { name: 'closed' } });
    const healed = [...crash, ...crash, { do: 'sick' }, { do: 'leave' }, { do: 'well' }, { do: 'return' }] as const;
    expect(play(healed).state).toMatchObject({ phase: { name: 'running' }, circuit: { name: 'closed' } });
  });

  it('one with a restart policy of its own is never started, stopped or restarted by us alone', () => {
    fc.assert(
      fc.property(histories, (actions) => {
        const world = play(actions, 'always');
        expect(world.objections).toEqual([]);
        expect(world.automaticCalls).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  it('the truth is known once the engine has answered: running is running, down is not', () => {
    fc.assert(
      fc.property(histories, (actions) => {
        const world = play([...actions, { do: 'return' }, { do: 'wait', ms: 11_000 }]);
        const { name } = world.state.phase;
        if (world.container === null) expect(world.state.phase).toMatchObject({ name: 'stopped', why: 'absent' });
        else if (world.container.running) expect(['running', 'backoff', 'circuit_open']).toContain(name);
        else expect(name).not.toBe('running');
      }),
      { numRuns: 200 },
    );
  });

  it('there is a state and a sentence for it', () => {
    fc.assert(
      fc.property(histories, (actions) => {
        const { state, policy } = play(actions);
        expect(containerStateName(state.phase)).not.toBe('');
        expect(containerReason(policy, state).full).not.toBe('');
        expect(containerReason(policy, state).full).not.toContain('undefined');
      }),
      { numRuns: 200 },
    );
  });
});
