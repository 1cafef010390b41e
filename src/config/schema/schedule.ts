import * as z from 'zod';
import { cronFault, type Schedule } from '../../policy/process/schedule.js';
import { nearest } from '../../policy/words/nearest.js';
import { quote } from '../problems/words.js';
import { positiveDuration } from './duration.js';
import { closedMap, complain, rule } from './parts.js';

/** A shorter interval would be a loop. */
const shortestMs = 1000;

/** What other schedulers take for an expression. */
const nicknames: ReadonlyMap<string, string> = new Map([
  ['@hourly', '0 * * * *'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@weekly', '0 0 * * 0'],
  ['@monthly', '0 0 1 * *'],
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
]);

const cron = z
  .string()
  .superRefine(
    rule((expression) => {
      const fault = cronFault(expression);
      const usual = nicknames.get(expression.trim());
      const hint = usual === undefined ? 'write it like "0 2 * * *"' : `write "${usual}"`;
      return fault === undefined ? undefined : { message: `${quote(expression)}: ${fault}`, hint };
    }),
  )
  .meta({ title: 'cron expression' });

const timezone = z
  .string()
  .superRefine(
    rule((name) => {
      if (isTimezone(name)) return undefined;
      const close = nearest(name, Intl.supportedValuesOf('timeZone'));
      const hint = close === undefined ? 'write a name such as Europe/Berlin' : `did you mean ${quote(close)}?`;
      return { message: `${quote(name)} is no time zone of this system`, hint };
    }),
  )
  .meta({ title: 'time zone' });

const map = closedMap({
  cron: cron.optional().describe('When it runs, as five fields: minute, hour, day of the month, month, day of the week'),
  timezone: timezone.optional().describe('The time zone of cron, such as Europe/Berlin; by default that of this machine'),
  every: positiveDuration.optional().describe('In place of cron: the time from one start to the next'),
});

/** When a process runs by itself: a cron expression, or a map with that or an interval. */
export const schedule = z
  .union([cron, map], { error: 'a cron expression such as "0 2 * * *", or a map with cron or every' })
  .transform((written, ctx): Schedule => {
    if (typeof written === 'string') return { kind: 'cron', expression: written, timezone: null };
    const { cron: expression, timezone: zone, every } = written;
    if (expression !== undefined && every === undefined) return { kind: 'cron', expression, timezone: zone ?? null };
    if (every !== undefined && expression === undefined && zone === undefined && every >= shortestMs)
      return { kind: 'every', everyMs: every };
    complain(
      ctx,
      faultOf(written),
      written.every !== undefined && expression === undefined && zone === undefined ? ['every'] : [],
    );
    return z.NEVER;
  });

function faultOf({ cron: expression, timezone: zone, every }: z.output<typeof map>) {
  if (expression !== undefined) return { message: 'has both cron and every', hint: 'leave one of them out' };
  if (every === undefined) return { message: 'does not say when', hint: 'add cron or every' };
  if (zone !== undefined) return { message: 'every has no time zone', hint: 'leave timezone out' };
  return { message: 'is too short', hint: 'the shortest is 1s' };
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
