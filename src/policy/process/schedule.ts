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

const fields = ['minute', 'hour', 'day', 'month', 'weekday'] as const;

/** Says what is wrong with a cron expression; undefined where nothing is. */
export function cronFault(expression: string): string | undefined {
  const written = expression.split(/\s+/).filter((field) => field !== '');
  if (written.length !== fields.length) return `a cron expression has five fields (${fields.join(', ')}), not ${written.length}`;
  const faulty = fields.find((_, at) => !isCron(fields.map((_each, other) => (other === at ? written[at] : '*')).join(' ')));
  if (faulty !== undefined) return `invalid ${faulty} "${written[fields.indexOf(faulty)]}"`;
  if (!isCron(expression)) return 'not a cron expression';
  return nextRun({ kind: 'cron', expression, timezone: 'UTC' }, 0) === undefined ? 'no date matches' : undefined;
}

function isCron(expression: string): boolean {
  try {
    cronOf({ expression, timezone: 'UTC' });
    return true;
  } catch {
    return false; // The parser names fields in its own words.
  }
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
