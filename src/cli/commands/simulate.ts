import { shellEnvironment } from '../../adapters/spawn/environment.js';
import { type SimulationResult, simulate } from '../../api/simulation.js';
import { loadConfig } from '../../config/load.js';
import { loadScenario } from '../../config/scenario/load.js';
import type { Configuration } from '../../config/schema/process-config.js';
import { crashing, type Scenario } from '../../policy/simulation/scenario.js';
import { WatchdogError } from '../../policy/words/errors.js';
import { nearest } from '../../policy/words/nearest.js';
import { plainLine } from '../../policy/words/plain-text.js';
import { stateWords } from '../../view/state/words.js';
import { jsonText, print, warn } from '../output/print.js';
import { type Painter, painterFor } from '../output/text-sink.js';

/** What the user asked for. */
export interface SimulateRequest {
  readonly files: readonly string[];
  /** The scenario's file; undefined where everything is to run for ever. */
  readonly scenario: string | undefined;
  /** The process that exits with 1 a second after each start; undefined for none. */
  readonly crash: string | undefined;
  /** Milliseconds of the simulation's own time. */
  readonly forMs: number;
  readonly json: boolean;
  readonly profiles: readonly string[];
  /** As it was at the start of the program. */
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Runs the configuration on a virtual clock and prints what changes.
 * @returns the exit status: 1 where an expectation does not hold
 * @throws ConfigError for a configuration or a scenario that is not valid, WatchdogError USAGE for an unknown process
 */
export async function runSimulation(request: SimulateRequest): Promise<number> {
  const { files, profiles, forMs } = request;
  const configuration = loadConfig({
    files,
    from: process.cwd(),
    environment: shellEnvironment(request.environment),
    profiles,
  });
  const scenario = scenarioOf(request, configuration);
  for (const text of withoutEffect(configuration, scenario)) warn(text);
  const result = await simulate({ processes: configuration.processes, scenario, secrets: configuration, forMs });
  const ok = result.expectations.every((each) => each.ok);
  if (request.json) await print(`${jsonText({ forMs, ok, ...result }, 2)}\n`);
  else
    await print(
      linesOf(result, painterFor(process.stdout))
        .map((line) => `${line}\n`)
        .join(''),
    );
  return ok ? 0 : 1;
}

function scenarioOf({ scenario: file, crash, forMs }: SimulateRequest, { processes }: Configuration): Scenario {
  const names = processes.map(({ name }) => name);
  const read: Scenario = file === undefined ? { processes: new Map(), expectations: [] } : loadScenario(file, { names, forMs });
  if (crash === undefined) return read;
  if (!names.includes(crash)) {
    const close = nearest(crash, names);
    const hint = close === undefined ? '' : `; did you mean "${close}"?`;
    throw new WatchdogError('USAGE', `no process is called "${crash}"${hint}`);
  }
  return { ...read, processes: new Map([...read.processes, [crash, crashing]]) };
}

/** What cannot be as the user may expect. */
function withoutEffect({ processes }: Configuration, scenario: Scenario): readonly string[] {
  const simulated = new Set(processes.map(({ name }) => name));
  const needed = processes.flatMap(({ dependsOn }) => dependsOn.map(({ name }) => name));
  const ofEngines = [...new Set(needed)].filter((name) => !simulated.has(name));
  const unchecked = processes.filter(({ name, probes }) => {
    const script = scenario.processes.get(name);
    return probes.length === 0 && script !== undefined && (script.readyAfterMs > 0 || script.unhealthy.length > 0);
  });
  return [
    ...(ofEngines.length === 0 ? [] : [`containers and services are not simulated: ${ofEngines.join(', ')} count as running`]),
    ...unchecked.map(
      ({ name }) => `${name} has no health check, so readyAfter and unhealthy of the scenario have no effect on it`,
    ),
  ];
}

/** What of a row a transition does not report. */
const unknownOf = {
  trouble: false,
  health: 'none',
  failuresInRow: 0,
  failuresAllowed: 0,
  circuit: { state: 'closed' },
} as const;

function linesOf({ transitions, health, expectations }: SimulationResult, paint: Painter): readonly string[] {
  const width = Math.max(0, ...transitions.map(({ name }) => plainLine(name).length));
  const start = (atMs: number, name: string): string => `${clockOf(atMs)}  ${plainLine(name).padEnd(width)}  `;
  const lines = [
    ...transitions.map(({ atMs, name, to, why }) => {
      const { word, tone } = stateWords({ ...unknownOf, state: to });
      const words = `${paint(word.padEnd(9), tone)}  ${why === to ? '' : plainLine(why)}`;
      return { atMs, text: `${start(atMs, name)}${words}`.trimEnd() };
    }),
    // That nothing was asked yet is said by the state.
    ...health
      .filter(({ health: word }) => word !== 'pending')
      .map(({ atMs, name, health: word }) => ({
        atMs,
        text: start(atMs, name) + paint(word, word === 'healthy' ? 'good' : 'trouble'),
      })),
  ];
  return [
    ...lines.toSorted((one, other) => one.atMs - other.atMs).map(({ text }) => text),
    ...expectations.map(({ text, ok, because }) =>
      ok
        ? `${paint('ok', 'good')}      ${plainLine(text)}`
        : `${paint('failed', 'trouble')}  ${plainLine(text)}: ${plainLine(because)}`,
    ),
  ];
}

/** "   1.200s", "2m03.500s" */
function clockOf(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  const seconds = ((ms % 60_000) / 1000).toFixed(3);
  return (minutes === 0 ? `${seconds}s` : `${minutes}m${seconds.padStart(6, '0')}s`).padStart(10);
}
