import { describe, expect, it } from 'vitest';
import { cronFault, nextRun, type Schedule } from '../../../src/policy/process/schedule.js';

const berlin = (expression: string): Schedule => ({ kind: 'cron', expression, timezone: 'Europe/Berlin' });

/** The runs from a time on, up to another one, by the clock of Berlin: "2026-03-29 03:00". */
function runs(schedule: Schedule, from: string, to: string): string[] {
  const found: string[] = [];
  for (let at = nextRun(schedule, Date.parse(from)); at !== undefined && at < Date.parse(to); at = nextRun(schedule, at)) {
    found.push(new Date(at).toLocaleString('sv', { timeZone: 'Europe/Berlin' }).slice(0, 16));
  }
  return found;
}

describe('nextRun', () => {
  it('of a time that the change to summer time leaves out is right after the change', () => {
    expect(runs(berlin('30 2 * * *'), '2026-03-27T12:00:00Z', '2026-03-31T00:00:00Z')).toEqual([
      '2026-03-28 02:30',
      '2026-03-29 03:00',
      '2026-03-30 02:30',
    ]);
  });

  it('of a time that comes twice is once', () => {
    expect(runs(berlin('30 2 * * *'), '2026-10-24T12:00:00Z', '2026-10-27T00:00:00Z')).toEqual([
      '2026-10-25 02:30',
      '2026-10-26 02:30',
    ]);
  });

  it('of what runs every hour is every hour, whatever the clock says', () => {
    expect(runs(berlin('0 * * * *'), '2026-10-24T23:30:00Z', '2026-10-25T02:30:00Z')).toEqual([
      '2026-10-25 02:00',
      '2026-10-25 02:00',
      '2026-10-25 03:00',
    ]);
    expect(runs(berlin('*/30 * * * *'), '2026-03-29T00:10:00Z', '2026-03-29T01:40:00Z')).toEqual([
      '2026-03-29 01:30',
      '2026-03-29 03:00',
      '2026-03-29 03:30',
    ]);
  });

  it('is every day for two years, at its hour but for the days of the changes', () => {
    const all = runs(berlin('30 2 * * *'), '2026-01-01T00:00:00Z', '2028-01-01T00:00:00Z');
    expect(new Set(all.map((run) => run.slice(0, 10))).size).toBe(730);
    expect(all).toHaveLength(730);
    expect(all.filter((run) => !run.endsWith('02:30'))).toEqual(['2026-03-29 03:00', '2027-03-28 03:00']);
  });

  it('takes names, steps, ranges and both kinds of days as cron does', () => {
    expect(runs(berlin('0 12 1 * mon'), '2026-06-01T00:00:00Z', '2026-06-16T00:00:00Z')).toEqual([
      '2026-06-01 12:00',
      '2026-06-08 12:00',
      '2026-06-15 12:00',
    ]);
  });

  it('of an interval is one interval later', () => {
    expect(nextRun({ kind: 'every', everyMs: 600_000 }, 1000)).toBe(601_000);
  });
});

describe('cronFault', () => {
  it.each(['0 2 * * *', '*/5 8-18 * * mon-fri', '0 0 29 2 *'])('has nothing against %s', (expression) => {
    expect(cronFault(expression)).toBeUndefined();
  });

  it.each([
    ['0 0 2 * * *', 'a cron expression has five fields (minute, hour, day, month, weekday), not 6'],
    ['@daily', 'a cron expression has five fields (minute, hour, day, month, weekday), not 1'],
    ['61 * * * *', 'invalid minute "61"'],
    ['0 2 * * MUN', 'invalid weekday "MUN"'],
    ['0 0 30 2 *', 'no date matches'],
  ])('of %s is: %s', (expression, fault) => {
    expect(cronFault(expression)).toBe(fault);
  });
});
