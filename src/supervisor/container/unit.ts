import { renderContainer } from '../../config/report/plain.js';
import type { Unit } from '../unit/unit.js';
import type { SupervisedContainer } from './supervised.js';
import type { ContainerUsages } from './usage.js';

/** A container as the project, the control socket and the screen know it. */
export function containerUnit(row: string, { runner, log, past }: SupervisedContainer, usages: ContainerUsages): Unit {
  return {
    name: row,
    get snapshot() {
      return runner.snapshot;
    },
    get config() {
      return runner.watched;
    },
    log: log.store,
    logRates: () => [],
    dependsOn: [],
    configText: (secrets) => renderContainer(runner.watched, secrets),
    past: () => ({
      probes: runner.probeHistory(),
      timeline: past.timeline,
      ends: past.ends,
      usage: usages.history(runner),
      container: runner.account,
      tree: null,
    }),
    command: (command, { by, restarts }) => runner.command(command, by, restarts),
    reset: () => runner.dispatch({ type: 'reset' }),
    holdChecks: () => false, // Its checks are the engine's.
    send: () => false, // Its engine sends its signals.
    need: () => runner.dispatch({ type: 'need' }),
    died: (death) => runner.died(death),
    inspect: async () => {
      runner.inspect();
      void usages.measure([runner]);
      return [];
    },
  };
}
