import { nodeClock } from '../adapters/node/clock.js';
import { WatchdogError } from '../policy/words/errors.js';
import type { StatusDocument, StatusRow } from '../protocol/documents.js';
import { fulfils, type WaitCondition } from '../supervisor/unit/condition.js';
import type { ControlClient } from './client.js';

/** What is waited for, and how many milliseconds. */
export interface WaitAsked {
  readonly names: readonly string[];
  readonly condition: WaitCondition;
  readonly timeoutMs: number;
  /** Whether they must have been started after the newest change of what they watch. */
  readonly fresh: boolean;
  /** Aborted where nobody waits any more. */
  readonly signal?: AbortSignal;
}

/** What came of waiting: it holds for all at the same time; or it cannot come, and why; or it has not come for these. */
export type Waited = { readonly holds: true } | { readonly why: string } | { readonly not: readonly StatusRow[] };

/**
 * Waits until a condition holds for all at the same time.
 * @throws WatchdogError USAGE for names that there are not, or that watch nothing where `fresh` is asked for
 */
export async function waitedFor(
  client: ControlClient,
  { names, condition, timeoutMs, fresh, signal }: WaitAsked,
): Promise<Waited> {
  const abort = new AbortController();
  using _timer = nodeClock.setTimer(() => abort.abort(), timeoutMs);
  const gone = signal === undefined ? abort.signal : AbortSignal.any([abort.signal, signal]);
  try {
    if (await client.wait(names, condition, gone, fresh)) return { holds: true };
  } catch (error) {
    if (!(error instanceof WatchdogError) || error.code !== 'ACTION_FAILED') throw error;
    return { why: error.message };
  }
  const not = (await client.statusRows(names)).filter((status) => !isSo(status, condition, fresh));
  // It may hold now, in the moment after the time ran out.
  return not.length === 0 ? { holds: true } : { not };
}

/** Whether a process is as it is waited for. */
export function isSo(status: StatusDocument, condition: WaitCondition, fresh: boolean): boolean {
  return fulfils(status, condition) && (!fresh || status.stale === false);
}
