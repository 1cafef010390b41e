import type { Bundle } from './collect.js';

/** A bundle as JSON lines, each with its line feed. */
export function* bundleText({ header, records }: Bundle): Generator<string> {
  yield `${JSON.stringify(header)}\n`;
  for (const record of records) yield `${JSON.stringify(record)}\n`;
}

/** The name of a new bundle's file: "shop-20261129-173012.bundle.jsonl.gz"; local time. @param at milliseconds since 1970 */
export function bundleFileName(project: string, at: number): string {
  const time = new Date(at);
  const digits = (value: number): string => String(value).padStart(2, '0');
  const day = `${time.getFullYear()}${digits(time.getMonth() + 1)}${digits(time.getDate())}`;
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(digits).join('');
  const stem = project.replace(/[^\w.-]+/g, '-').replace(/^[.-]+/, '');
  return `${stem === '' ? 'watchdog' : stem}-${day}-${clock}.bundle.jsonl.gz`;
}
