import { type ExitWhen, untilOver } from '../../api/run-end.js';
import type { Watchdog } from '../../api/watchdog.js';
import type { Configuration } from '../../config/schema/process-config.js';
import { describeExit } from '../../policy/restart/exit.js';
import { WatchdogError } from '../../policy/words/errors.js';
import type { Clock } from '../../ports/clock.js';
import { warn } from '../output/print.js';
import { checkNames, type NamesRequest } from './check-names.js';
import type { ShutdownSequence } from './shutdown-sequence.js';

/** What the user may want to end a run by. */
export interface EndConditions {
  /** The end of this process, with its exit code. */
  readonly until?: string | undefined;
  /** The first process that has failed for good. */
  readonly failFast: boolean;
}

/** What a run starts, and what ends it. */
export interface RunPlan {
  /** Undefined means those with autoStart. */
  readonly names: readonly string[] | undefined;
  readonly exitWhen: readonly ExitWhen[];
}

/**
 * What to start and what ends it: with `until` that process is started too.
 * @param names what the names on the command line mean; undefined for none
 * @throws WatchdogError USAGE where the end of `until` is not one end
 */
export function planRun(
  request: NamesRequest & EndConditions,
  names: readonly string[] | undefined,
  configuration: Configuration,
): RunPlan {
  const { until, failFast } = request;
  const failed: readonly ExitWhen[] = failFast ? ['failed'] : [];
  if (until === undefined) return { names, exitWhen: failed };
  const meant = checkNames({ ...request, names: [until], commands: [] }, configuration);
  const [name] = meant;
  const found = configuration.processes.find((process) => process.name === name);
  if (meant.length !== 1 || found === undefined) {
    throw new WatchdogError('USAGE', `--until takes one process, and ${until} is several: ${meant.join(', ')}`);
  }
  if (found.replica !== null) {
    throw new WatchdogError(
      'USAGE',
      `--until takes a process that has no replicas, and ${found.name} is one of ${found.replica.of}`,
    );
  }
  if (found.schedule !== null) {
    throw new WatchdogError('USAGE', `--until takes a process that ends, and ${found.name} runs by a schedule`);
  }
  const own = configuration.processes.filter(({ autoStart, active }) => autoStart && active).map((each) => each.name);
  const started = names ?? own;
  return {
    names: started.includes(found.name) ? names : [...started, found.name],
    exitWhen: [{ ended: found.name }, ...failed],
  };
}

/** What an end condition needs of the run. */
interface RunParts {
  readonly clock: Clock;
  readonly ending: ShutdownSequence;
  /** Whether there is a dashboard, which what is said must wait for. */
  readonly onScreen: boolean;
}

/** Ends the program as soon as one of the conditions is met, if there are any, with the status that it gives; 1 where `until` is asked for and something else ends it. */
export function endWhen(watchdog: Watchdog, exitWhen: readonly ExitWhen[], { clock, ending, onScreen }: RunParts): void {
  if (exitWhen.length === 0) return;
  const until = exitWhen.flatMap((each) => (typeof each === 'object' ? [each.ended] : []))[0];
  let status: number | undefined;
  if (until !== undefined) ending.statusBy(() => status ?? 1);
  void untilOver({ watchdog, clock, isClosed: () => ending.begun }, exitWhen).then(({ code, failed }) => {
    if (ending.begun) return;
    status = code;
    ending.statusBy(() => code);
    const text = `${whyOver(watchdog, until, failed)}; stopping everything`;
    if (onScreen) ending.atEnd(() => warn(text));
    else warn(text);
    ending.request('quit');
  });
}

function whyOver(
  watchdog: Watchdog,
  until: string | undefined,
  failed: readonly { readonly name: string; readonly reason: string }[],
): string {
  const row = watchdog.snapshots().find(({ name }) => name === until);
  const reason = failed.find(({ name }) => name === until)?.reason;
  if (row !== undefined && row.blocked === null && row.exit !== null && row.pid === null && row.state !== 'waiting')
    return `${row.name} ended with ${describeExit(row.exit)}`;
  if (row !== undefined && reason !== undefined) return `${row.name} can no longer start: ${reason}`;
  const [first] = failed;
  return first === undefined ? `${until} is not there any more` : `${first.name}: ${first.reason}`;
}
