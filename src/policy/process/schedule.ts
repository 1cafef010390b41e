import { Cron } from 'croner';

/** When a process runs by itself. */
export type Schedule =
  | {
      readonly kind: 'cron';
      /** Five fields. */
      readonly expression: string;
      /** Where its hours are those of the clock; null for where the watchdog runs. */
      readonly timezone: string | null;
    }
  | { readonly kind: 'every'; readonly everyMs: number };

/** Says what is wrong with a cron expression; undefined where nothing is. */
export function cronFault(expression: string): string | undefined {
  const { length } = expression.split(/\s+/).filter((field) => field !== '');
  if (length !== 5) return `a cron expression has five fields (minute, hour, day, month, weekday), and not ${length}`;
  try {
    cronOf({ expression, timezone: 'UTC' });
  } catch (error) {
    return (error as Error).message.replace(/^CronPattern: /, '');
  }
  return nextRun({ kind: 'cron', expression, timezone: 'UTC' }, 0) === undefined ? 'it never comes' : undefined;
}

/**
 * The next time after another one; both in milliseconds since 1970. Hours that the change to summer time leaves out are made up
 * right after it, and those that come twice count once, but for expressions that run every hour.
 * @returns undefined where none comes
 */
export function nextRun(schedule: Schedule, from: number): number | undefined {
  if (schedule.kind === 'every') return from + schedule.everyMs;
  return cronOf(schedule).nextRun(new Date(from))?.getTime();
}

const known = new Map<string, Cron>();

function cronOf({ expression, timezone }: { readonly expression: string; readonly timezone: string | null }): Cron {
  const key = `${timezone} ${expression}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  // Without a function it sets no timer, and only computes.
  const cron = new Cron(expression, { mode: '5-part', ...(timezone === null ? {} : { timezone }) });
  known.set(key, cron);
  return cron;
}
