import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lifecycle, LifecycleEvent } from '../../../src/policy/process/lifecycle.js';
import type { ProcessPolicy } from '../../../src/policy/process/policy.js';
import { step } from '../../../src/policy/process/step.js';
import { defaultPolicy, defaultProbe } from '../test-policy.js';
import { type Action, type Nature, type StepFunction, World } from '../world.js';

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('start', 'stop', 'restart', 'reset', 'kill' as const) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('exit' as const), code: fc.constantFrom(0, 1, 1, 1, 3) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('probe' as const), ok: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant({ do: 'oldest' } as const) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('gate' as const), open: fc.boolean() }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(0, 1, 5, 20, 100, 400, 1500) }) },
);

const nature: fc.Arbitrary<Nature> = fc.record({
  ignoresTerm: fc.boolean(),
  leavesDescendant: fc.boolean(),
  spawnMs: fc.constantFrom(0, 1, 30),
  dieMs: fc.constantFrom(0, 1, 30),
});

const policy: fc.Arbitrary<ProcessPolicy> = fc
  .record({
    restart: fc.constantFrom('always' as const, 'on-failure' as const, 'never' as const),
    threshold: fc.constantFrom(1, 2, 5),
    maxRestarts: fc.constantFrom(-1, -1, 0, 2),
    checked: fc.boolean(),
    daemon: fc.boolean(),
  })
  .map(({ restart, threshold, maxRestarts, checked, daemon }) => ({
    ...defaultPolicy,
    restart,
    maxRestarts,
    daemon,
    backoff: { initialMs: 10, multiplier: 2, maxMs: 300, jitter: 0.2 },
    circuit: { threshold, windowMs: 500, cooldownMs: 300, maxCooldownMs: 1000, autoRetry: true },
    minUptimeMs: 100,
    fatalExitCodes: [3],
    stop: { signal: 'SIGTERM', graceMs: 200, byCommand: false, byKeys: false },
    probes: checked ? [{ ...defaultProbe, startPeriodMs: 0, threshold: 2 }] : [],
  }));

const history = fc.tuple(policy, nature, fc.array(action, { minLength: 5, maxLength: 60 }));

function run(stepFunction: StepFunction, [chosen, kind, actions]: readonly [ProcessPolicy, Nature, readonly Action[]]): World {
  const world = new World(stepFunction, chosen, kind);
  world.act({ do: 'start' });
  for (const each of actions) {
    world.act(each);
    if (world.broken.length > 0) break;
  }
  return world;
}

/** What a fault breaks, over as many histories as it takes to meet it. */
function whatBreaks(faulty: StepFunction): Set<string> {
  const broken = new Set<string>();
  fc.assert(
    fc.property(history, (each) => {
      for (const invariant of run(faulty, each).broken) broken.add(invariant);
    }),
    { numRuns: 1500, seed: 7 },
  );
  return broken;
}

/** Changes what the step answers, or what it is told. */
type Fault = (real: StepFunction) => StepFunction;

const rewrite =
  (
    change: (
      before: Lifecycle,
      event: LifecycleEvent,
      after: ReturnType<StepFunction>,
      policy: ProcessPolicy,
    ) => ReturnType<StepFunction>,
  ): Fault =>
  (real) =>
  (chosen, state, event, at) =>
    change(state, event, real(chosen, state, event, at), chosen);

/** For each invariant a fault that somebody could make, planted here to see that the invariant catches it. */
const plantedFaults: readonly (readonly [invariant: string, fault: string, plant: Fault])[] = [
  [
    'never two children',
    'a restart spawns without waiting for the old tree to end',
    rewrite((before, event, [next, effects]) => {
      if (event.type !== 'restart' || before.phase.name !== 'running') return [next, effects];
      return [next, [...effects, { type: 'spawn', generation: before.generation + 1 }]];
    }),
  ],
  [
    'never two children',
    'the next start forgets the descendants that the last child left',
    (real) => (chosen, state, event, at) =>
      real(chosen, event.type === 'timer' && event.timer === 'backoff' ? { ...state, remains: false } : state, event, at),
  ],
  [
    'no spawn after stop',
    'a stop leaves the backoff timer able to act (the epoch is not checked)',
    (real) => (chosen, state, event, at) => {
      if (event.type !== 'timer' || event.timer !== 'backoff') return real(chosen, state, event, at);
      return real(
        chosen,
        { ...state, phase: { name: 'backoff', until: at.now, attempt: 1, after: 'exit code 1' } },
        { ...event, epoch: state.epoch },
        at,
      );
    },
  ],
  [
    'no spawn after stop',
    'the exit of an asked-for stop is treated as a failure, as in the specification',
    (real) => (chosen, state, event, at) => {
      if (event.type !== 'gone' || state.phase.name !== 'stopping') return real(chosen, state, event, at);
      return real(chosen, { ...state, desired: 'up', phase: { ...state.phase, cause: 'failure' } }, event, at);
    },
  ],
  [
    'none alive after stop and grace',
    'SIGKILL is never sent',
    rewrite((_before, _event, [next, effects]) => [
      next,
      effects.filter((effect) => effect.type !== 'signal' || effect.signal !== 'SIGKILL'),
    ]),
  ],
  [
    'no SIGKILL before the grace is over',
    'a second stop sends SIGKILL at once',
    rewrite((before, event, [next, effects]) => {
      if (event.type !== 'stop' || before.phase.name !== 'stopping') return [next, effects];
      return [next, [...effects, { type: 'signal', signal: 'SIGKILL' }]];
    }),
  ],
  [
    'circuit_open <=> circuit open',
    'a stop while the circuit is open forgets to close it',
    rewrite((before, event, [next, effects]) =>
      event.type === 'stop' && before.phase.name === 'circuit_open'
        ? [{ ...next, circuit: before.circuit }, effects]
        : [next, effects],
    ),
  ],
  [
    'one trial per cooldown',
    'a failed trial goes into backoff and is tried again without a cooldown',
    rewrite((before, event, [next, effects], chosen) => {
      if (before.circuit.name !== 'half_open' || next.phase.name !== 'circuit_open' || event.type !== 'exited')
        return [next, effects];
      const retry: Lifecycle = {
        ...next,
        circuit: before.circuit,
        phase: { name: 'backoff', until: 0, attempt: 1, after: 'exit code 1' },
      };
      return [
        retry,
        [
          { type: 'announce', announcement: { event: 'circuit_half_open' } },
          { type: 'arm', timer: 'backoff', epoch: retry.epoch, delayMs: chosen.backoff.initialMs },
        ],
      ];
    }),
  ],
  [
    'a daemon runs as long as any of it lives',
    'the end of a launcher is taken for the end of its daemon',
    (real) => (chosen, state, event, at) => {
      if (event.type !== 'exited') return real(chosen, state, event, at);
      const { left: _, ...exited } = event;
      return real(chosen, state, exited, at);
    },
  ],
  [
    'a daemon ends with the last of it',
    'that nothing is left of a daemon is not heard',
    (real) => (chosen, state, event, at) =>
      event.type === 'gone' && state.launched ? [state, []] : real(chosen, state, event, at),
  ],
];

describe('the lifecycle over random histories', () => {
  it('keeps every invariant, of daemons too: one child, no spawn after stop, none alive after the grace, no early SIGKILL, circuit and state agree, one trial a cooldown', () => {
    fc.assert(
      fc.property(history, (each) => {
        expect(run(step, each).broken).toEqual([]);
      }),
      { numRuns: 4000 },
    );
  });

  it('after a stop and enough time nothing is alive, whatever came before', () => {
    fc.assert(
      fc.property(history, (each) => {
        const world = run(step, each);
        world.act({ do: 'stop' });
        world.act({ do: 'wait', ms: 1000 });
        expect(world.living).toBe(0);
        expect(['stopped', 'completed', 'failed']).toContain(world.state.phase.name);
      }),
      { numRuns: 1500 },
    );
  });

  it('an open circuit comes back by itself: a trial starts when the cooldown is over', () => {
    fc.assert(
      fc.property(history, (each) => {
        const world = run(step, each);
        fc.pre(world.state.phase.name === 'circuit_open' && world.state.circuit.name === 'open');
        const { startCount }: Lifecycle = world.state;
        const used = each[0].maxRestarts !== -1 && world.state.restartCount >= each[0].maxRestarts;
        world.act({ do: 'gate', open: true });
        world.act({ do: 'wait', ms: 1500 });
        const after: Lifecycle = world.state;
        expect(used ? after.phase.name === 'failed' : after.startCount > startCount).toBe(true);
      }),
      { numRuns: 300, maxSkipsPerRun: 1000 },
    );
  });

  it('after the shutdown has begun nothing is started, and once stopped nothing is alive', () => {
    fc.assert(
      fc.property(history, fc.array(action, { maxLength: 30 }), (each, later) => {
        const world = run(step, each);
        world.act({ do: 'close' });
        const { generation } = world.state;
        for (const action of later) world.act(action);
        world.act({ do: 'stop' });
        world.act({ do: 'wait', ms: 1000 });
        expect(world.state.generation).toBe(generation);
        expect(world.living).toBe(0);
      }),
      { numRuns: 1000 },
    );
  });

  it.each(plantedFaults)('"%s" catches a planted fault: %s', (invariant, _fault, plant) => {
    expect([...whatBreaks(plant(step))]).toContain(invariant);
  });
});
