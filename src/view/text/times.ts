/** Says an uptime in at most two units of fixed width: "42s", "1m 31s", "3h 05m", "2d 04h". */
export function formatUptime(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m ${twoDigits(seconds % 60)}s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours}h ${twoDigits(minutes % 60)}m`;
  return `${Math.floor(hours / 24)}d ${twoDigits(hours % 24)}h`;
}

/** Says when something is due, rounded up to seconds, in at most nine cells: "in   4s", "in 1m 05s", "in  12m". */
export function formatDue(ms: number): string {
  const exact = formatUptime(Math.ceil(Math.max(0, ms) / 1000) * 1000);
  const text = exact.length > 6 ? exact.slice(0, exact.indexOf(' ')) : exact;
  return `in ${text.padStart(4)}`;
}

/** What is left of a time, rounded up to seconds, in at most four cells: "0:42", "5:00", "12m". */
export function formatClockLeft(ms: number): string {
  const seconds = Math.ceil(Math.max(0, ms) / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return `${minutes}:${twoDigits(seconds % 60)}`;
  return minutes < 100 ? `${minutes}m` : `${Math.floor(minutes / 60)}h`;
}

/** The local time of day: "14:02:31". */
export function formatClock(wall: number): string {
  const time = new Date(wall);
  return [time.getHours(), time.getMinutes(), time.getSeconds()].map(twoDigits).join(':');
}

/** A moment of today as its time of day, any other with its date, in local time: "14:02:31", "2026-11-22 14:02". */
export function formatMoment(at: number, wall: number): string {
  const [time, today] = [new Date(at), new Date(wall)];
  if (time.toDateString() === today.toDateString()) return formatClock(at);
  const date = [time.getFullYear(), time.getMonth() + 1, time.getDate()].map(twoDigits).join('-');
  return `${date} ${formatClock(at).slice(0, 5)}`;
}

/** A number in groups of three digits: "48 213". */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ' ');
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
