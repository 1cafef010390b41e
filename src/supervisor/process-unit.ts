import { renderProcess } from '../config/report/plain.js';
import type { Inspector, TreeRow } from '../ports/inspector.js';
import type { ProcessRunner } from './process/runner.js';
import type { Supervised } from './process/supervised.js';
import type { ProcessHistory } from './process-history.js';
import { isResting } from './snapshot/process.js';
import type { CommandManner, Unit, UnitCommand, UnitPast } from './unit/unit.js';
import type { NamedTree, UsageWatch } from './usage/watch.js';

/** What a process has around it in its project. */
interface ProcessUnitParts {
  readonly history: ProcessHistory;
  readonly usage: UsageWatch;
  readonly inspector: Inspector;
  /** Its tree; undefined while nothing of it is up. */
  treeOf(): NamedTree | undefined;
  /** It is to be up without anybody's doing. */
  begin(): void;
  /** What the user wants of it outlasts a reload. */
  command(runner: ProcessRunner, command: UnitCommand, manner: CommandManner): Promise<boolean>;
}

/** A supervised process as those see it who know nothing of processes. */
export function processUnit(process: Supervised, parts: ProcessUnitParts): Unit {
  const { history, usage } = parts;
  const { runner, log, terminal } = process;
  const { name } = process.config;
  let tree: readonly TreeRow[] | null = null;
  return {
    name,
    get snapshot() {
      return usage.of(runner.snapshot);
    },
    get config() {
      return process.config;
    },
    get dependsOn() {
      return process.config.dependsOn;
    },
    get terminal() {
      return process.config.tty ? terminal : undefined;
    },
    log: log.store,
    logRates: () => log.rates(),
    configText: (secrets) => renderProcess(process.config, secrets),
    past: () => ({
      probes: runner.probeHistory(),
      timeline: history.timeline(name),
      ends: history.ends(name),
      usage: history.usage(name),
      container: null,
      tree,
      ...knownByOf(runner),
      ...bufferingOf(process),
    }),
    command: (command, manner) => parts.command(runner, command, manner),
    reset: () => runner.dispatch({ type: 'reset' }),
    holdChecks: (held) => {
      runner.dispatch({ type: 'hold_checks', held });
      return runner.snapshot.state === 'running' && runner.snapshot.health !== 'none';
    },
    send: (signal) => runner.send(signal),
    need: () => {
      if (isResting(runner.snapshot)) parts.begin();
    },
    died: (death) => runner.died(death),
    inspect: async () => {
      const found = parts.treeOf();
      tree = found === undefined ? [] : await parts.inspector.tree(found);
      return tree;
    },
  };
}

function knownByOf(runner: ProcessRunner): Pick<UnitPast, 'knownBy'> {
  const knownBy = runner.snapshot.pid === null ? undefined : runner.knownBy();
  return knownBy === undefined ? {} : { knownBy };
}

function bufferingOf({ silence }: Supervised): Pick<UnitPast, 'buffering'> {
  const buffering = silence.silentProgram;
  return buffering === undefined ? {} : { buffering };
}
