import { explainEnd } from '../../policy/diagnosis/exit-words.js';
import { describeExit } from '../../policy/restart/exit.js';
import { formatSeconds } from '../../policy/words/duration.js';
import type { StatusDocument, StatusRow, WhyDocument } from '../../protocol/documents.js';

/** A process in the list; times in milliseconds. */
export interface ListedProcess {
  readonly name: string;
  readonly state: string;
  readonly health: string;
  readonly reason: string;
  /** What is wrong, where the reason does not say it. */
  readonly cause?: string;
  readonly uptime: number;
  readonly restarts: number;
  readonly url: string | null;
  /** Whether what it watches changed after it was started; null where it watches nothing or does not run. */
  readonly stale: boolean | null;
}

/** How the processes are, the sick ones first, else in the order of the file. */
export function listProcesses(statuses: readonly StatusRow[]): readonly ListedProcess[] {
  return [...statuses].sort((one, other) => sickness(other) - sickness(one)).map(listed);
}

/** Why a process is as it is, for who wants to fix it; members that say nothing are left out. @param causeBeside as in `StatusRow` */
export function explainProcess(
  { status, dependencies, exits, diagnosis, root, errorLines }: WhyDocument,
  causeBeside: string | null,
  wallTime: number,
): object {
  const [exit] = exits;
  const { name, state, health, reason, nextStartInMs } = status;
  const unmet = dependencies.filter(
    (each) => each.health !== 'healthy' && each.state !== 'running' && each.state !== 'completed',
  );
  return {
    name,
    state,
    health,
    reason,
    ...(causeBeside === null || diagnosis !== null ? {} : { shown_as: causeBeside }),
    ...(root === null
      ? {}
      : {
          root: {
            name: root.name,
            reason: root.reason,
            ...(root.diagnosis === null ? {} : causeOf(root.diagnosis)),
          },
        }),
    ...(root === null && state === 'waiting' && unmet.length > 0
      ? { waits_for: unmet.map((each) => `${each.name}: ${each.reason}`) }
      : {}),
    ...(exit === undefined
      ? {}
      : {
          last_exit: {
            code: exit.code,
            ...(exit.signal === null ? {} : { signal: exit.signal }),
            by: exit.by,
            ...(explainEnd(exit) === describeExit(exit) ? {} : { words: explainEnd(exit) }),
            ago: formatSeconds(wallTime - exit.at),
          },
        }),
    ...(diagnosis === null ? {} : causeOf(diagnosis)),
    ...(errorLines.length === 0 ? {} : { error_lines: errorLines }),
    ...(nextStartInMs === null ? {} : { next_attempt_in_ms: nextStartInMs }),
  };
}

function causeOf({ what, advice }: { readonly what: string; readonly advice: string }): object {
  return { cause: what, ...(advice === '' ? {} : { to_do: advice }) };
}

function listed(status: StatusRow): ListedProcess {
  const { name, state, health, reason, uptime, restartCount, url = null, stale = null } = status;
  const cause = status.facts.causeBeside;
  return {
    name,
    state,
    health,
    reason,
    ...(cause === null ? {} : { cause }),
    uptime,
    restarts: restartCount,
    url,
    stale,
  };
}

/** Milliseconds for which a process that came up after a failure is not believed. */
const unbelievedMs = 10_000;

function sickness({ state, health, desired, cause, lastError, uptime }: StatusDocument): number {
  if (state === 'failed' || state === 'circuit_open' || health === 'unhealthy') return 5;
  const failedLately = lastError !== null && (state === 'starting' || (state === 'running' && uptime < unbelievedMs));
  if (state === 'backoff' || failedLately) return 4;
  if (state === 'waiting') return cause === null ? 2 : 3;
  if (state === 'running') return cause === null ? 0 : 1;
  return desired === 'down' || state === 'completed' ? -1 : 1;
}
