import type { Expectation } from './expectation.js';

/** What the children of one process do, and what its checks find. */
export interface ProcessScript {
  /** Milliseconds from each spawn until its checks pass. */
  readonly readyAfterMs: number;
  /** How its first, second… child ends, milliseconds after its spawn; those after them run for ever. */
  readonly exits: readonly ScriptedExit[];
  /** When its checks fail, in milliseconds after the start of the simulation. */
  readonly unhealthy: readonly { readonly fromMs: number; readonly toMs: number }[];
  /** Whether every child ends as the last of `exits` does. */
  readonly repeats: boolean;
}

/** The end of a child. */
export interface ScriptedExit {
  readonly afterMs: number;
  readonly code: number;
}

/** What is to happen in a simulation, and what is expected of it. */
export interface Scenario {
  readonly processes: ReadonlyMap<string, ProcessScript>;
  readonly expectations: readonly Expectation[];
}

/** Runs for ever and is healthy at once. */
export const steady: ProcessScript = { readyAfterMs: 0, exits: [], unhealthy: [], repeats: false };

/** Each child of it exits with 1 a second after its spawn. */
export const crashing: ProcessScript = { ...steady, exits: [{ afterMs: 1000, code: 1 }], repeats: true };

/** How the child of this number, from 0, ends; undefined where it runs until it is stopped. */
export function exitOf({ exits, repeats }: ProcessScript, child: number): ScriptedExit | undefined {
  return exits[child] ?? (repeats ? exits.at(-1) : undefined);
}

/** What a check finds. Times in milliseconds: since the start of the simulation, and since the spawn. */
export function checkFinds(
  { readyAfterMs, unhealthy }: ProcessScript,
  at: number,
  sinceSpawnMs: number,
): { readonly ok: boolean; readonly message: string } {
  if (sinceSpawnMs < readyAfterMs) return { ok: false, message: 'not ready yet' };
  const isSick = unhealthy.some(({ fromMs, toMs }) => at >= fromMs && at < toMs);
  return isSick ? { ok: false, message: 'unhealthy by the scenario' } : { ok: true, message: 'healthy' };
}
