import type { Schedule } from '../../../policy/process/schedule.js';
import { cronFields } from '../common/schedule.js';

/** When a CronJob runs. */
export interface CronSchedule {
  readonly schedule: string;
  readonly timeZone: string | null;
}

const minutesOfDay = 1440;

/**
 * A schedule as a CronJob has it. It counts in minutes and from the clock, so an interval that does not divide an hour or a day
 * comes only near.
 * @returns undefined where an expression is not understood
 */
export function cronSchedule(schedule: Schedule): (CronSchedule & { readonly isExact: boolean }) | undefined {
  if (schedule.kind === 'cron') {
    const fields = cronFields(schedule.expression);
    if (fields === undefined) return undefined;
    const written = schedule.expression.trim().split(/\s+/);
    // Kubernetes knows no day 7.
    const weekdays = fields.weekdays === null ? '*' : fields.weekdays.join(',');
    return { schedule: [...written.slice(0, 4), weekdays].join(' '), timeZone: schedule.timezone, isExact: true };
  }
  const minutes = Math.max(1, Math.round(schedule.everyMs / 60_000));
  const isWhole = minutes * 60_000 === schedule.everyMs;
  if (minutes < 60) return { schedule: `*/${minutes} * * * *`, timeZone: null, isExact: isWhole && 60 % minutes === 0 };
  const hours = Math.min(24, Math.max(1, Math.round(minutes / 60)));
  const isExact = isWhole && hours * 60 === minutes && 24 % hours === 0 && minutes <= minutesOfDay;
  return { schedule: hours === 24 ? '0 0 * * *' : `0 */${hours} * * *`, timeZone: null, isExact };
}
