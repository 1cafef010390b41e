import { startWaves } from '../policy/process/start-order.js';
import type { GenerationLog } from './log/generation.js';
import type { ProcessRunner } from './process/runner.js';

/** What a shutdown did. */
export interface ShutdownReport {
  /** Processes that ended within their grace, or had ended before. */
  readonly stopped: readonly string[];
  /** Processes that had to be killed. */
  readonly killed: readonly string[];
  /** What is still alive: the system did not let it be killed, or it is known only by its name and its start. */
  readonly left: readonly { readonly name: string; readonly pid: number }[];
  /** What may have come from them, lives on and shows no environment by which it is known; left out where there is nothing. */
  readonly mayLiveOn?: readonly { readonly name: string; readonly pid: number }[];
  /** Containers that were supervised and run on, as `container:NAME`; left out where there are none. */
  readonly running?: readonly string[];
}

interface Ended {
  readonly runner: ProcessRunner;
  readonly generations: GenerationLog;
}

/** Ends all, dependents before what they depend on, each wave in parallel; nothing starts any more from the first moment on. */
export async function shutDown(
  processes: ReadonlyMap<string, Ended>,
  dependenciesOf: (name: string) => readonly string[],
): Promise<ShutdownReport> {
  const names = [...processes.keys()];
  const all = [...processes.values()];
  for (const { runner } of all) runner.close();
  for (const wave of startWaves(names, dependenciesOf).toReversed()) {
    await Promise.all(wave.map((name) => processes.get(name)?.runner.shutdown()));
  }
  // The last output of a child may still be in the pipe when it is gone.
  await Promise.all(all.map(({ generations }) => generations.settled()));
  const left = [...processes].flatMap(([name, { runner }]) => {
    const outside = runner.leftAlive.outside;
    const pids = [...runner.remaining().map(({ pid }) => pid), ...(outside === null ? [] : [outside])];
    return pids.map((pid) => ({ name, pid }));
  });
  const mayLiveOn = [...processes]
    .flatMap(([name, { runner }]) => runner.leftAlive.hidden.map(({ pid }) => ({ name, pid })))
    .filter(({ pid }) => left.every((known) => known.pid !== pid));
  for (const { runner } of all) runner.abandon();
  const killed = names.filter((name) => processes.get(name)?.runner.wasForced);
  return {
    stopped: names.filter((name) => !killed.includes(name)),
    killed,
    left,
    ...(mayLiveOn.length === 0 ? {} : { mayLiveOn }),
  };
}
