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
