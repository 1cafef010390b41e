import type { ProcessSnapshot } from '../supervisor/process-snapshot.js';
import { type Line, plainText, type Span, spreadLine } from './span.js';
import { formatClock } from './times.js';

const onTheWay: ReadonlySet<string> = new Set(['waiting', 'starting', 'backoff']);

/** How many processes are up, need a person, are on their way up, and on their way down; each is counted once. */
export interface Counts {
  readonly up: number;
  readonly failing: number;
  readonly waiting: number;
  readonly stopping: number;
}

/** Counts the processes for the header. */
export function countProcesses(processes: readonly ProcessSnapshot[]): Counts {
  const well = processes.filter((process) => !process.trouble);
  return {
    up: well.filter(({ state }) => state === 'running').length,
    failing: processes.length - well.length,
    waiting: well.filter(({ state }) => onTheWay.has(state)).length,
    stopping: well.filter(({ state }) => state === 'stopping').length,
  };
}

/** The first line: project, counts, and the time of day. */
export function headerLine(project: string, processes: readonly ProcessSnapshot[], wall: number, width: number): Line {
  const { up, failing, waiting, stopping } = countProcesses(processes);
  const counts: Span[] = [];
  if (up > 0) counts.push({ text: `${up} up`, tone: 'good' });
  if (failing > 0) counts.push({ text: `${failing} failing`, tone: 'trouble', bold: true });
  if (waiting > 0) counts.push({ text: `${waiting} waiting`, tone: 'progress' });
  if (stopping > 0) counts.push({ text: `${stopping} stopping`, tone: 'progress' });
  if (counts.length === 0 && processes.length > 0) counts.push({ text: 'nothing runs', tone: 'idle' });
  const gaps = counts.flatMap((count) => [{ text: '   ' }, count]);
  return spreadLine(
    [{ text: ` ${plainText(project)}`, bold: true }, ...gaps],
    [{ text: `  ${formatClock(wall)} `, tone: 'dim' }],
    width,
  );
}
