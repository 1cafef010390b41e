/** Says for which checks a unit counts as failed: "1 failed health check (HTTP 503)". */
export function sayFailedChecks(failures: number, message: string): string {
  return `${failures} failed health check${failures === 1 ? '' : 's'} (${message})`;
}
