import { schedule } from '../../schema/schedule.js';

/** What cron and its relatives call usual times. */
const nicknames: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
};

/** A schedule of another tool as it would be written here; undefined where it cannot be. */
export function importCron(written: string, timezone: string | undefined): string | object | undefined {
  const cron = nicknames[written.trim()] ?? written.trim();
  const found = timezone ? { cron, timezone } : cron;
  return schedule.safeParse(found).success ? found : undefined;
}
