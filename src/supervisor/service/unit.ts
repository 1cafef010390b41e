import { taskWords } from '../../policy/service/facts.js';
import type { Timeline } from '../history/timeline.js';
import type { EngineAccount, Unit } from '../unit/unit.js';
import type { ServiceLog } from './log.js';
import type { ServiceRunner } from './runner.js';

/** What a service is to the project. */
export interface ServiceUnitParts {
  readonly runner: ServiceRunner;
  readonly log: ServiceLog;
  readonly timeline: Timeline;
  /** Which engine answered, and where. */
  engine(): string;
  refresh(): void;
}

/** A service as the project, the control socket and the screen know it. */
export function serviceUnit(row: string, { runner, log, timeline, engine, refresh }: ServiceUnitParts): Unit {
  const config = { name: runner.name };
  return {
    name: row,
    get snapshot() {
      return runner.snapshot;
    },
    config,
    log: log.store,
    logRates: () => [],
    dependsOn: [],
    configText: () => `services: [${JSON.stringify(runner.name)}]\n`,
    past: () => ({
      probes: [],
      timeline: timeline.transitions,
      ends: [],
      usage: [],
      container: account(runner, engine()),
      tree: null,
    }),
    command: (command) => runner.command(command),
    scale: (replicas) => runner.scale(replicas),
    reset: () => runner.dispatch({ type: 'reset' }),
    holdChecks: () => false,
    send: () => false, // Its tasks may be on other machines.
    need: () => runner.dispatch({ type: 'need' }),
    died: () => {},
    inspect: async () => {
      refresh();
      return [];
    },
  };
}

function account({ service }: ServiceRunner, engine: string): EngineAccount | null {
  if (service === undefined) return null;
  const { id, image, restarts, ports, tasks, name, replicas } = service;
  return {
    id,
    image,
    engine,
    ownRestart: restarts,
    bindings: ports.map((port) => ({ inside: `${port}/tcp`, outside: [`0.0.0.0:${port}`] })),
    unchecked: false,
    tasks: {
      replicas,
      list: tasks.map((task) => ({
        words: taskWords(name, task),
        node: task.node,
        state: task.state,
        wanted: task.wanted,
        at: task.at,
      })),
    },
  };
}
