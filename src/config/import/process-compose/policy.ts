import { isMap, type RawMap } from '../../schema/merge-defaults.js';
import type { ProcessInput } from '../../schema/process.js';
import { importCron } from '../common/cron.js';
import { composeText, given, scalarText, textsOf } from '../common/values.js';
import type { ProcessScope } from './scope.js';

/** When a process is started again. */
export function importAvailability(
  written: unknown,
  { lost, values }: ProcessScope,
): Pick<ProcessInput, 'autoRestart' | 'restartDelay' | 'backoff' | 'maxRestarts'> {
  const {
    restart,
    backoff_seconds: backoff,
    max_restarts: most,
    exit_on_end: ends,
    exit_on_skipped: skips,
    ...others
  } = isMap(written) ? written : {};
  lost.push(...Object.keys(others).map((key) => `availability.${key}`));
  if (values.boolean(ends, 'availability.exit_on_end')) lost.push('availability.exit_on_end: stops everything when it ends');
  if (values.boolean(skips, 'availability.exit_on_skipped')) lost.push('availability.exit_on_skipped');
  const word = (values.text(restart, 'availability.restart') || 'no').replaceAll('-', '_');
  if (word === 'exit_on_failure') lost.push('restart: exit_on_failure: stops everything when it fails');
  else if (!['always', 'on_failure', 'no'].includes(word)) lost.push(`availability.restart: ${word}`);
  const autoRestart = word === 'always' ? true : word === 'on_failure' ? ('on-failure' as const) : false;
  if (autoRestart === false) return { autoRestart };
  const delay = values.duration(backoff, 'availability.backoff_seconds');
  const bound = values.number(most, 'availability.max_restarts');
  return {
    autoRestart,
    // It waits the same time before every restart.
    ...(delay === undefined ? {} : { restartDelay: delay, backoff: { multiplier: 1 } }),
    ...(bound !== undefined && Number.isInteger(bound) && bound > 0 ? { maxRestarts: bound } : {}),
  };
}

/**
 * When a process is run by the clock.
 * @param off takes why it is not started where that cannot be said
 */
export function importSchedule(written: unknown, { lost, values }: ProcessScope, off: string[]): RawMap {
  if (!isMap(written)) return {};
  const cron = values.text(written.cron, 'schedule.cron');
  const timezone = values.text(written.timezone, 'schedule.timezone');
  const every = values.duration(written.interval, 'schedule.interval');
  if (!cron && every === undefined) return {};
  const schedule = cron ? importCron(cron, timezone) : { every };
  // Run all the time, or at once, it would do what nobody wants.
  if (schedule === undefined) {
    off.push(`it runs on a schedule there (schedule: ${cron || every})`);
    return {};
  }
  if (values.boolean(written.run_on_start, 'schedule.run_on_start')) {
    lost.push('schedule.run_on_start: the first run is at the first due time');
  }
  if ((values.number(written.max_concurrent, 'schedule.max_concurrent') ?? 1) > 1) {
    lost.push('schedule.max_concurrent: a run that comes due during another is skipped');
  }
  return { schedule };
}

/** Which files restart a process: one map with paths, or a list of such. */
export function importWatch(written: unknown, { lost, values, render }: ProcessScope): ProcessInput['watch'] {
  const parts = (Array.isArray(written) ? written : [written]).filter(isMap);
  const roots = parts.flatMap((part) => (Array.isArray(part.paths) ? part.paths : textsOf(part.paths ?? [])));
  const paths: string[] = [];
  const ignore: string[] = [];
  for (const root of roots) {
    const named = isMap(root) ? scalarText(root.path) : scalarText(root);
    if (named === undefined) continue;
    const folder = composeText(render(named) ?? named).replace(/(?<=.)\/+$/, '');
    const below = (pattern: string): string => {
      const way = pattern.includes('/') ? pattern.replace(/^\.?\//, '') : `**/${pattern}`;
      return folder === '.' ? way : `${folder}/${way}`;
    };
    const include = isMap(root) ? textsOf(root.include ?? []) : [];
    paths.push(...(include.length === 0 ? [folder] : include.map(below)));
    ignore.push(...(isMap(root) ? textsOf(root.exclude ?? []).map(below) : []));
  }
  for (const part of parts) {
    ignore.push(...textsOf(part.ignore ?? part.exclude ?? []));
    if (values.boolean(part.disable_default_excludes, 'watch.disable_default_excludes'))
      lost.push('watch.disable_default_excludes');
  }
  if (paths.length === 0) return undefined;
  const [debounce] = parts.flatMap((part) => values.duration(part.debounce, 'watch.debounce') ?? []);
  return given({ paths, ignore: ignore.length === 0 ? undefined : ignore, debounce }) as ProcessInput['watch'];
}
