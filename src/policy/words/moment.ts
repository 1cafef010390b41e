const dayMs = 86_400_000;
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** Says a time to come by the clock here, as short as it is clear: "02:00", "Mon 02:00", "2026-12-24 02:00". Both in milliseconds since 1970. */
export function sayMoment(at: number, now: number): string {
  const time = new Date(at);
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}`;
  if (at - now < dayMs) return clock;
  if (at - now < 7 * dayMs) return `${weekdays[time.getDay()]} ${clock}`;
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())} ${clock}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
