import { ScriptedChecks, scriptedProbe } from '../adapters/simulated/checks.js';
import { ScriptedSpawner } from '../adapters/simulated/children.js';
import { VirtualClock } from '../adapters/simulated/clock.js';
import type { ProcessConfig } from '../config/schema/process-config.js';
import type { Secrets } from '../config/schema/secrets.js';
import type { Health } from '../policy/health/probing.js';
import type { ProcessStateName } from '../policy/process/lifecycle.js';
import { processMark } from '../policy/process/mark.js';
import { type Judgement, judge, type SeenState } from '../policy/simulation/expectation.js';
import { type ProcessScript, type Scenario, steady } from '../policy/simulation/scenario.js';
import { Watchdog } from './watchdog.js';

/** A change of state in a simulation. */
interface SimulatedTransition {
  /** Milliseconds after the start. */
  readonly atMs: number;
  readonly name: string;
  readonly from: ProcessStateName;
  readonly to: ProcessStateName;
  /** Why it is in the new state, in one plain sentence. */
  readonly reason: string;
  /** The same without the words that the state itself says; perhaps empty. */
  readonly why: string;
}

/** A change of what the checks of a process say. */
interface SimulatedHealth {
  readonly atMs: number;
  readonly name: string;
  readonly health: Health;
}

/** How a simulation went. */
export interface SimulationResult {
  readonly transitions: readonly SimulatedTransition[];
  readonly health: readonly SimulatedHealth[];
  readonly expectations: readonly Judgement[];
}

/** What is to be simulated, and by which scenario. */
export interface SimulationRequest {
  readonly processes: readonly ProcessConfig[];
  readonly scenario: Scenario;
  /** What is masked in all that is said; undefined for nothing. */
  readonly secrets?: Secrets;
  /** How long the simulation goes on, in milliseconds of its own time. */
  readonly forMs: number;
  /** What to start, with what that needs; undefined for what starts by itself. */
  readonly names?: readonly string[] | undefined;
}

/**
 * Runs a project with the policy of a real run, on a clock that goes as fast as what happens by it, with children and checks that
 * do what the scenario says. Nothing real is started, read or written. Containers and services count as running.
 */
export async function simulate({ processes, scenario, secrets, forMs, names }: SimulationRequest): Promise<SimulationResult> {
  const clock = new VirtualClock();
  const scripts = new Map(
    processes.map(({ name }): [string, ProcessScript] => [processMark(name), scenario.processes.get(name) ?? steady]),
  );
  const scriptOf = (mark: string): ProcessScript | undefined => scripts.get(mark);
  const spawner = new ScriptedSpawner(clock, scriptOf);
  const watchdog = new Watchdog({
    handleSignals: false,
    environment: {},
    cgroups: false,
    ports: {
      clock,
      spawner,
      random: () => 0,
      probes: new ScriptedChecks(clock, scriptOf, (mark) => spawner.spawnedAt(mark)),
      watcher: { watch: () => ({ isBehind: false, check: async () => {}, [Symbol.dispose]: () => {} }) },
      inspector: { tree: async () => [], portHolder: async () => undefined, hasWritten: async () => false },
      usage: { cores: 1, workMs: 0, sample: async () => new Map(), ports: async () => new Map() },
    },
  });
  if (secrets !== undefined) watchdog.hideSecrets(secrets);
  const transitions: SimulatedTransition[] = [];
  const health: SimulatedHealth[] = [];
  const seen = new Map<string, SeenState[]>();
  const check = (): void => {
    for (const row of watchdog.snapshots()) {
      const own = seen.get(row.name) ?? [];
      const last = own.at(-1);
      if (last?.state === row.state && last.health === row.health) continue;
      seen.set(row.name, own);
      own.push({ atMs: clock.now(), state: row.state, health: row.health });
      if (row.health !== (last?.health ?? 'none') && row.health !== 'none')
        health.push({ atMs: clock.now(), name: row.name, health: row.health });
    }
  };
  watchdog.on('state', ({ name, from, to, reason, why }) => transitions.push({ atMs: clock.now(), name, from, to, reason, why }));
  const simulated = new Set(processes.map(({ name }) => name));
  for (const config of processes) watchdog.registerConfig(scripted(config, simulated));
  watchdog.onChange(check);
  watchdog.up(names);
  check();
  await clock.runTo(forMs);
  const startsOf = (name: string): readonly number[] =>
    transitions.flatMap((each) => (each.name === name && each.to === 'starting' ? [each.atMs] : []));
  return {
    transitions,
    health,
    expectations: scenario.expectations.map((each) => judge(each, seen.get(each.name) ?? [], startsOf(each.name))),
  };
}

/** The process with checks that ask its script, and without what only a real system has, such as the containers it depends on. */
function scripted(config: ProcessConfig, simulated: ReadonlySet<string>): ProcessConfig {
  const mark = processMark(config.name);
  const awaits = (index: number): boolean => config.policy.probes[index]?.awaits != null;
  return {
    ...config,
    probes: config.probes.map((_, index) => scriptedProbe({ mark, awaits: awaits(index) })),
    dependsOn: config.dependsOn.filter(({ name }) => simulated.has(name)),
    watch: null,
  };
}
