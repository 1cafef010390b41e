import type { ProcessRow } from './ps.js';
import { readEnvironmentVariable } from './table.js';

/** The variable that marks every child and, by inheritance, all that descends from it. */
export const markerVariable = 'WATCHDOG_MARKER';

/**
 * The word that marks a child of a run and all that descends from it.
 * @param runId a word that no other watchdog on this machine uses
 * @param mark the word of its spawn, the same for all generations of a process
 */
export function markerOf(runId: string, mark: string, scope: 'all' | 'group'): string {
  // Another sign after the run's id: who ends all that a run marked leaves what a group left alone.
  return `${runId}${scope === 'all' ? ':' : '/'}${mark}`;
}

/** What a line of an environment matches, for grep, where it has the word of a run that ends all its descendants. */
export function markerPattern(runId: string): string {
  return `^${markerVariable}=.*${runId}:`;
}

/** The mark with which a run started a process, or one above it; undefined where it did not. */
export function markOf(row: ProcessRow, runId: string): string | undefined {
  const word = markersOf(row).find((each) => each.startsWith(runId));
  return word?.slice(runId.length + 1);
}

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
