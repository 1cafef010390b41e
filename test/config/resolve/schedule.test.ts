import { describe, expect, it } from 'vitest';
import { parseProcess } from '../../../src/config/resolve/parse-process.js';
import { complaintsOf, complaintsOfKey, parseApi } from '../config-text.js';

describe('schedule', () => {
  it('is a cron expression, a map with one and a time zone, or an interval', () => {
    const scheduleOf = (text: string) => parseApi(`    command: x\n    schedule: ${text}\n`).schedule;
    expect(scheduleOf('"0 2 * * *"')).toEqual({ kind: 'cron', expression: '0 2 * * *', timezone: null });
    expect(scheduleOf('{cron: "0 2 * * *", timezone: Europe/Berlin}')).toEqual({
      kind: 'cron',
      expression: '0 2 * * *',
      timezone: 'Europe/Berlin',
    });
    expect(scheduleOf('{every: 10m}')).toEqual({ kind: 'every', everyMs: 600_000 });
    expect(scheduleOf('null')).toBeNull();
  });

  it('makes autoRestart false where nothing is said; on-failure is kept, and true is an error', () => {
    const restartOf = (line: string) => parseApi(`    command: x\n    schedule: "0 2 * * *"\n${line}`).policy.restart;
    expect([restartOf(''), restartOf('    autoRestart: on-failure\n')]).toEqual(['never', 'on-failure']);
    expect(complaintsOf('processes: {api: {command: x, autoRestart: true, schedule: {every: 10m}}}')).toEqual([
      '1:44 a process with a schedule cannot have autoRestart: true, since it would never end; leave it out, or write on-failure or false',
    ]);
    expect(complaintsOf('defaults: {autoRestart: true}\nprocesses: {api: {command: x, schedule: {every: 10m}}}')).toEqual([
      '1:25 a process with a schedule cannot have autoRestart: true, since it would never end; leave it out, or write on-failure or false',
    ]);
    const asCode = { name: 'api', command: 'x', schedule: { every: '10m' }, autoRestart: true } as const;
    expect(() => parseProcess(asCode, { directory: '/' })).toThrow('cannot have autoRestart: true');
  });

  it.each([
    ['schedule: "0 0 2 * * *"', 'has five fields'],
    ['schedule: "@daily"', 'has five fields'],
    ['schedule: "61 * * * *"', 'invalid minute "61"'],
    ['schedule: "0 0 30 2 *"', 'no date matches'],
    ['schedule: {}', 'does not say when; add cron or every'],
    ['schedule: {cron: "0 2 * * *", every: 10m}', 'has both cron and every'],
    ['schedule: {every: 10m, timezone: Europe/Berlin}', 'every has no time zone'],
    ['schedule: {every: 10ms}', 'schedule.every: is too short; the shortest is 1s'],
    ['schedule: {cron: "0 2 * * *", timezone: Europe/Berln}', 'did you mean "Europe/Berlin"?'],
    ['schedule: 10m', 'has five fields'],
    ['schedule: {crn: "0 2 * * *"}', 'did you mean "cron"?'],
  ])('says what is wrong with %s', (line, words) => {
    expect(complaintsOfKey(line).join()).toContain(words);
  });
});
