import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { countProcesses, totalUsage } from '../state/counts.js';
import { formatCpu, formatMemory, quantityWidth } from '../text/quantities.js';
import { type Line, lineWidth, plainText, type Span, spreadLine } from '../text/span.js';
import { formatClock } from '../text/times.js';

/** The first line: project, whether this dashboard is only attached to it, counts, what all use where there is room, and the time of day. */
export function headerLine(
  project: string,
  processes: readonly ProcessSnapshot[],
  wall: number,
  width: number,
  attached = false,
): Line {
  const { up, failing, waiting, stopping } = countProcesses(processes);
  const counts: Span[] = [];
  if (up > 0) counts.push({ text: `${up} up`, tone: 'good' });
  if (failing > 0) counts.push({ text: `${failing} failing`, tone: 'trouble', bold: true });
  if (waiting > 0) counts.push({ text: `${waiting} waiting`, tone: 'progress' });
  if (stopping > 0) counts.push({ text: `${stopping} stopping`, tone: 'progress' });
  if (counts.length === 0 && processes.length > 0) counts.push({ text: 'nothing runs', tone: 'idle' });
  const gaps = counts.flatMap((count) => [{ text: '   ' }, count]);
  const name: Line = [
    { text: ` ${plainText(project)}`, bold: true },
    ...(attached ? [{ text: '  attached', tone: 'key' } as const] : []),
  ];
  const left: Line = [...name, ...gaps];
  const time: Line = [{ text: `  ${formatClock(wall)} `, tone: 'dim' }];
  const usage = usageSpans(processes);
  const hasRoom = lineWidth([...left, ...usage, ...time]) <= width;
  return spreadLine(left, hasRoom ? [...usage, ...time] : time, width);
}

function usageSpans(processes: readonly ProcessSnapshot[]): Line {
  const { cpu, memory } = totalUsage(processes);
  if (cpu === null && memory === null) return [];
  // Each as wide as it can be, so that nothing beside it moves.
  const share = formatCpu(cpu).replace('%', ' %').padStart(quantityWidth);
  const bytes = formatMemory(memory);
  return [{ text: `  cpu ${share}   mem ${bytes.padStart(quantityWidth)} `, tone: 'dim' }];
}
