import type { ProcessSnapshot } from '../supervisor/process-snapshot.js';
import { formatCpu, formatMemory, quantityWidth } from './quantities.js';
import { type Line, lineWidth, plainText, type Span, spreadLine } from './span.js';
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

/** What all trees together use, as the sum of what their rows say; null where nothing is known. */
export function totalUsage(processes: readonly ProcessSnapshot[]): Pick<ProcessSnapshot, 'cpu' | 'memory'> {
  return { cpu: sumOf(processes.map(({ cpu }) => cpu)), memory: sumOf(processes.map(({ memory }) => memory)) };
}

/** The first line: project, counts, what all use where there is room, and the time of day. */
export function headerLine(project: string, processes: readonly ProcessSnapshot[], wall: number, width: number): Line {
  const { up, failing, waiting, stopping } = countProcesses(processes);
  const counts: Span[] = [];
  if (up > 0) counts.push({ text: `${up} up`, tone: 'good' });
  if (failing > 0) counts.push({ text: `${failing} failing`, tone: 'trouble', bold: true });
  if (waiting > 0) counts.push({ text: `${waiting} waiting`, tone: 'progress' });
  if (stopping > 0) counts.push({ text: `${stopping} stopping`, tone: 'progress' });
  if (counts.length === 0 && processes.length > 0) counts.push({ text: 'nothing runs', tone: 'idle' });
  const gaps = counts.flatMap((count) => [{ text: '   ' }, count]);
  const left: Line = [{ text: ` ${plainText(project)}`, bold: true }, ...gaps];
  const time: Line = [{ text: `  ${formatClock(wall)} `, tone: 'dim' }];
  const usage = usageSpans(processes);
  const hasRoom = lineWidth([...left, ...usage, ...time]) <= width;
  return spreadLine(left, hasRoom ? [...usage, ...time] : time, width);
}

function usageSpans(processes: readonly ProcessSnapshot[]): Line {
  const { cpu, memory } = totalUsage(processes);
  if (cpu === null && memory === null) return [];
  // Each as wide as it can be, so that nothing beside it moves.
  const share = formatCpu(cpu)
    .replace('%', ' %')
    .padStart(quantityWidth + 1);
  const bytes = memory === null ? formatMemory(memory) : `${formatMemory(memory)}B`;
  return [{ text: `  cpu ${share}   mem ${bytes.padStart(quantityWidth + 1)} `, tone: 'dim' }];
}

function sumOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}
