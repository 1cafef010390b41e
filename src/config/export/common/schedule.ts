/** What the five fields of a cron expression allow, ascending; null for whatever there is. Days of the week count from Sunday, 0. */
export interface CronFields {
  readonly minutes: readonly number[] | null;
  readonly hours: readonly number[] | null;
  readonly days: readonly number[] | null;
  readonly months: readonly number[] | null;
  readonly weekdays: readonly number[] | null;
}

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Reads a cron expression with five fields; undefined where something is in it that is not understood. */
export function cronFields(expression: string): CronFields | undefined {
  const [minute, hour, day, month, weekday, ...more] = expression.trim().split(/\s+/);
  if (weekday === undefined || more.length > 0) return undefined;
  const minutes = fieldOf(minute!, 0, 59);
  const hours = fieldOf(hour!, 0, 23);
  const days = fieldOf(day!, 1, 31);
  const months = fieldOf(month!, 1, 12, monthNames, 1);
  const weekdays = fieldOf(weekday, 0, 7, weekdayNames, 0);
  if (minutes === undefined || hours === undefined || days === undefined || months === undefined || weekdays === undefined) {
    return undefined;
  }
  const sundayFirst = weekdays?.map((each) => each % 7);
  return { minutes, hours, days, months, weekdays: sundayFirst == null ? null : sorted(sundayFirst) };
}

function fieldOf(
  written: string,
  least: number,
  most: number,
  names: readonly string[] = [],
  first = 0,
): readonly number[] | null | undefined {
  if (written === '*') return null;
  const found: number[] = [];
  const numberOf = (text: string): number | undefined => {
    const index = names.indexOf(text.toLowerCase());
    if (index >= 0) return index + first;
    return /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : undefined;
  };
  for (const part of written.split(',')) {
    const [, range, step = '1'] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
    if (range === undefined || Number(step) < 1) return undefined;
    const [from, to = part.includes('/') ? String(most) : range.split('-')[0], ...more] =
      range === '*' ? [String(least), String(most)] : range.split('-');
    const [begin, end] = [numberOf(from!), numberOf(to!)];
    if (begin === undefined || end === undefined || begin > end || more.length > 0) return undefined;
    for (let each = begin; each <= end; each += Number(step)) found.push(each);
  }
  return sorted(found);
}

function sorted(numbers: readonly number[]): readonly number[] {
  return [...new Set(numbers)].sort((one, other) => one - other);
}
