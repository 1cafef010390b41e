import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseProcess } from '../../src/config/resolve/parse-process.js';
import type { ProcessConfig } from '../../src/config/schema/process-config.js';
import { Stage } from '../api/stage.js';
import { sampleOf } from '../fixtures/long-runs.js';
import { settle } from '../ports/fake-spawner.js';

const names = ['a', 'b', 'c', 'd', 'e'] as const;

/** One process of a random configuration. `once` ends with 0 and stays down, `missing` is not there. */
interface Draw {
  readonly command: 'one' | 'other' | 'once' | 'missing';
  readonly autoStart: boolean;
  readonly threshold: number;
  /** Depends on those before it in the alphabet for which this is true, if they are there. */
  readonly needs: readonly boolean[];
}

type Drawn = Readonly<Partial<Record<string, Draw>>>;

const drawOf = (commands: readonly Draw['command'][]): fc.Arbitrary<Draw> =>
  fc.record({
    command: fc.constantFrom(...commands),
    autoStart: fc.boolean(),
    threshold: fc.constantFrom(5, 6),
    needs: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  });

const drawnOf = (commands: readonly Draw['command'][]): fc.Arbitrary<Drawn> =>
  fc.record(Object.fromEntries(names.map((name) => [name, drawOf(commands)])), { requiredKeys: [] });

const anything = drawnOf(['one', 'other', 'once', 'missing']);
/** One in which everything can run: a child goes on when what it depends on fails, and a fresh start would not begin it. */
const sound = drawnOf(['one', 'other', 'once']);

function configsOf(drawn: Drawn, order: readonly string[] = names): readonly ProcessConfig[] {
  return order.flatMap((name): readonly ProcessConfig[] => {
    const draw = drawn[name];
    if (draw === undefined) return [];
    const needs = names.filter((other, index) => other < name && drawn[other] !== undefined && draw.needs[index] === true);
    const dependsOn = Object.fromEntries(
      needs.map((other) => [other, drawn[other]?.command === 'once' ? ('completed' as const) : ('started' as const)]),
    );
    const { command, autoStart, threshold } = draw;
    return [
      parseProcess(
        { name, command, autoStart, dependsOn, circuit: { threshold }, autoRestart: command !== 'once' },
        { directory: '/project' },
      ),
    ];
  });
}

/** A stage whose children end `dieMs` milliseconds after a signal. */
function stageWith(configs: readonly ProcessConfig[], dieMs: number): Stage {
  const stage = new Stage();
  stage.spawner.missing.add('missing');
  stage.spawner.onSpawn = (child) => {
    if (child.spec.command === 'once') child.exit({ code: 0 });
  };
  const spawn = stage.spawner.spawn.bind(stage.spawner);
  stage.spawner.spawn = (spec, events) => {
    const child = spawn(spec, events);
    child.signal = (signal) => void stage.clock.setTimer(() => child.alive && child.exit({ signal }), dieMs);
    return child;
  };
  for (const config of configs) stage.watchdog.registerConfig(config);
  return stage;
}

const runningIn = (stage: Stage): readonly string[] =>
  stage.watchdog
    .snapshots()
    .filter(({ state }) => state === 'running')
    .map(({ name }) => name);

const pidOf = (stage: Stage, name: string): number | null | undefined => stage.watchdog.getStatus(name)?.pid;

/** The names, and all that depends on one of them. */
function withDependents(stopped: readonly string[], configs: readonly ProcessConfig[]): ReadonlySet<string> {
  const touched = new Set<string>(stopped);
  for (const { name, dependsOn } of [...configs].sort((one, other) => (one.name < other.name ? -1 : 1))) {
    if (dependsOn.some((edge) => touched.has(edge.name))) touched.add(name);
  }
  return touched;
}

const run = fc.record({
  first: anything,
  between: fc.array(anything, { maxLength: 2 }),
  last: sound,
  stopped: fc.subarray([...names]),
  backwards: fc.boolean(),
  dieMs: fc.constantFrom(0, 300),
  waitMs: fc.constantFrom(0, 0, 100, 1000),
});

describe('A reload', () => {
  it('leads to what a fresh start of the second configuration would run, but for what the user stopped', async () => {
    await fc.assert(
      fc.asyncProperty(run, async ({ first, between, last, stopped, backwards, dieMs, waitMs }) => {
        const configs = configsOf(last, backwards ? names.toReversed() : names);
        const fresh = stageWith(configs, dieMs);
        fresh.watchdog.up();
        await fresh.advance(5000);

        const stage = stageWith(configsOf(first), dieMs);
        stage.watchdog.up();
        await settle();
        const known = stopped.filter((name) => first[name] !== undefined);
        for (const name of known) void stage.watchdog.stop(name);
        await stage.advance(waitMs);
        for (const drawn of between) {
          stage.watchdog.reload(configsOf(drawn));
          await stage.advance(waitMs);
        }
        stage.watchdog.reload(configs);
        await stage.advance(5000);

        // What is removed is forgotten, and with it that the user stopped it.
        const stays = known.filter((name) => [...between, last].every((drawn) => drawn[name] !== undefined));
        const touched = withDependents(stays, configs);
        const others = (running: readonly string[]) => running.filter((name) => !touched.has(name));
        expect(others(runningIn(stage))).toEqual(others(runningIn(fresh)));
        expect(runningIn(stage).filter((name) => (stays as readonly string[]).includes(name))).toEqual([]);
        expect(stage.watchdog.snapshots().map(({ name }) => name)).toEqual(configs.map(({ name }) => name));
        for (const { name, spec } of stage.spawner.living.map((child) => ({ name: child.spec.mark, spec: child.spec }))) {
          expect(spec.command, `${name} runs by the last configuration`).toBe(last[name.replace('process:', '')]?.command);
        }
      }),
      { numRuns: sampleOf(300) },
    );
  });

  it('leaves the pid of all that did not change', async () => {
    await fc.assert(
      fc.asyncProperty(sound, sound, fc.subarray([...names]), async (first, second, kept) => {
        const last: Drawn = {
          ...second,
          ...Object.fromEntries(kept.flatMap((name) => (first[name] ? [[name, first[name]]] : []))),
        };
        const [before, after] = [configsOf(first), configsOf(last)];
        const stage = stageWith(before, 0);
        stage.watchdog.up();
        await settle();
        const pids = new Map(runningIn(stage).map((name) => [name, pidOf(stage, name)]));
        stage.watchdog.reload(after);
        await stage.advance(5000);
        for (const name of runningIn(stage)) {
          const [old, current] = [before, after].map((configs) => configs.find((config) => config.name === name));
          if (pids.has(name) && old?.command === current?.command) expect(pidOf(stage, name)).toBe(pids.get(name));
          if (pids.has(name) && old?.command !== current?.command) expect(pidOf(stage, name)).not.toBe(pids.get(name));
        }
      }),
      { numRuns: sampleOf(300) },
    );
  });
});
