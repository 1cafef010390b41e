import { type ProcessRow, readEnvironmentVariable } from './table.js';

/** The variable that marks every child and, by inheritance, all that descends from it. */
export const markerVariable = 'WATCHDOG_MARKER';

interface KnownMarkers {
  readonly startTime: number;
  readonly words: readonly string[];
}

const largestCache = 4096;
const known = new Map<number, KnownMarkers>();

/** The markers that a process was started with, one for each watchdog above it. Read once for each process. */
export function markersOf(row: ProcessRow): readonly string[] {
  const earlier = known.get(row.pid);
  if (earlier !== undefined && earlier.startTime === row.startTime) return earlier.words;
  const value = readEnvironmentVariable(row.pid, markerVariable);
  if (value === undefined) return []; // Not for ever: a moment later there may be something to read.
  const words = value.split(' ');
  if (known.size >= largestCache) known.clear();
  known.set(row.pid, { startTime: row.startTime, words });
  return words;
}

/** Adds a marker to an environment, beside those of the watchdogs above. */
export function withMarker(env: Readonly<Record<string, string>>, marker: string): Record<string, string> {
  const above = env[markerVariable];
  return { ...env, [markerVariable]: above === undefined ? marker : `${above} ${marker}` };
}
