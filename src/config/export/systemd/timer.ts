import type { Schedule } from '../../../policy/process/schedule.js';
import { commentsOn, headline, type NoCounterpart, oneLine } from '../common/exported.js';
import { type CronFields, cronFields } from '../common/schedule.js';
import { setting, timeSpan } from './words.js';

const weekdayNames = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** What a timer needs to know. */
export interface TimerContext {
  /** As the process is called. */
  readonly name: string;
  readonly project: string;
  readonly target: string;
  readonly missing: readonly NoCounterpart[];
}

/** The timer of a process with a schedule; undefined where systemd cannot say when. */
export function timerUnit(schedule: Schedule, { name, project, target, missing }: TimerContext): string | undefined {
  const times = timesOf(schedule);
  if (times === undefined) return undefined;
  return [
    headline('systemd'),
    ...commentsOn(missing).map((line) => `# ${line}`),
    '',
    '[Unit]',
    `Description=${setting(oneLine(`Schedule of ${name} of ${project}`))}`,
    `PartOf=${target}`,
    '',
    '[Timer]',
    ...times,
    'AccuracySec=1s',
    '',
  ].join('\n');
}

function timesOf(schedule: Schedule): readonly string[] | undefined {
  if (schedule.kind === 'every') {
    const span = timeSpan(schedule.everyMs);
    return [`OnActiveSec=${span}`, `OnUnitActiveSec=${span}`];
  }
  const fields = cronFields(schedule.expression);
  if (fields === undefined) return undefined;
  const zone = schedule.timezone === null ? '' : ` ${schedule.timezone}`;
  return [...calendarsOf(fields).map((calendar) => `OnCalendar=${calendar}${zone}`), 'Persistent=true'];
}

/** Where both a day of the month and one of the week are given, either will do for cron, and systemd wants both: so two lines. */
function calendarsOf(fields: CronFields): readonly string[] {
  const { days, weekdays } = fields;
  if (days === null || weekdays === null) return [calendarOf(fields)];
  return [calendarOf({ ...fields, weekdays: null }), calendarOf({ ...fields, days: null })];
}

function calendarOf({ minutes, hours, days, months, weekdays }: CronFields): string {
  const week = weekdays === null ? '' : `${weekdays.map((each) => weekdayNames[each]).join(',')} `;
  return `${week}*-${part(months)}-${part(days)} ${part(hours)}:${part(minutes)}:00`;
}

function part(allowed: readonly number[] | null): string {
  return allowed === null ? '*' : allowed.map((each) => String(each).padStart(2, '0')).join(',');
}
