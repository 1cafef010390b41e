import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { type CountName, countProcesses, totalUsage } from '../state/counts.js';
import { formatMemory, formatShare, quantityWidth } from '../text/quantities.js';
import { fitLine, type Line, lineWidth, plainText, type Span, spreadLine } from '../text/span.js';
import type { Tone } from '../text/theme.js';
import { formatClock } from '../text/times.js';

/** Cells of the header that stand for a count: columns `from` up to, without, `to`. */
interface CountCells {
  /** The word that filters the table by it. */
  readonly count: CountName;
  readonly from: number;
  readonly to: number;
}

/** The first line of the screen. */
export interface Header {
  readonly line: Line;
  /** From left to right. */
  readonly items: readonly CountCells[];
}

/** What the header shows. */
export interface HeaderFacts {
  readonly project: string;
  /** Whether the watchdog runs elsewhere. */
  readonly attached: boolean;
  /** Whether it is a recording. @default false */
  readonly replayed?: boolean;
  readonly processes: readonly ProcessSnapshot[];
  /** Milliseconds since 1970. */
  readonly wall: number;
  /** Whether the screen is drawn every second, so that the clock can have seconds. @default false */
  readonly ticks?: boolean;
}

/** In the order of the screen; those of the highest rank stay longest where there is no room for all. */
const shown: readonly { readonly count: CountName; readonly tone: Tone; readonly rank: number }[] = [
  { count: 'up', tone: 'good', rank: 7 },
  { count: 'failing', tone: 'trouble', rank: 9 },
  { count: 'blocked', tone: 'trouble', rank: 8 },
  { count: 'retrying', tone: 'progress', rank: 6 },
  { count: 'waiting', tone: 'progress', rank: 4 },
  { count: 'starting', tone: 'progress', rank: 3 },
  { count: 'stopping', tone: 'progress', rank: 5 },
  { count: 'unknown', tone: 'progress', rank: 2 },
  { count: 'stopped', tone: 'idle', rank: 1 },
  { count: 'completed', tone: 'idle', rank: 0 },
];

/** Counts of this rank and above come before the clock and the end of the name. */
const leastRank = 6;

interface Count {
  readonly count: CountName;
  readonly rank: number;
  readonly span: Span;
}

/** The first line: project, counts, what all use and the time of day; what says least goes first where there is no room for all. */
export function header(facts: HeaderFacts, width: number): Header {
  const { project, attached, replayed = false, processes, wall, ticks = false } = facts;
  const name: Line = [
    { text: ` ${plainText(project)}`, bold: true },
    { text: replayed ? '  replay' : attached ? '  attached' : '', tone: 'dim' },
  ];
  const clock = formatClock(wall);
  const [seconds, time] = [clock, clock.slice(0, 5)].map((text): Line => [{ text: `  ${text} `, tone: 'dim' }]) as [Line, Line];
  const all = countsOf(processes);
  const needed = all.filter(({ rank }) => rank >= leastRank);
  const nameWidth = Math.min(lineWidth(name), Math.max(8, width - countsWidth(needed)));
  // The clock goes only where it is in the way of what needs a user, and of what is up.
  const besideClock = fitting(all, width - nameWidth - lineWidth(time));
  const counts = besideClock.length >= needed.length ? besideClock : fitting(all, width - nameWidth);
  const usage = usageSpans(processes);
  const right = [...(ticks ? [[...usage, ...seconds]] : []), [...usage, ...time], ...(ticks ? [seconds] : []), time, []].find(
    (line) => nameWidth + countsWidth(counts) + lineWidth(line) <= width,
  );
  let end = nameWidth;
  const items = counts.map(({ count, span }): CountCells => {
    const from = end + gap.length;
    end = from + span.text.length;
    return { count, from, to: Math.min(end, width) };
  });
  const left = [...fitLine(name, nameWidth), ...counts.flatMap(({ span }) => [{ text: gap }, span])];
  return { line: spreadLine(left, right ?? [], width), items };
}

const gap = '  ';

function countsOf(processes: readonly ProcessSnapshot[]): readonly Count[] {
  const counts = countProcesses(processes);
  return shown.flatMap(({ count, tone, rank }): readonly Count[] => {
    const isUp = count === 'up';
    if (processes.length === 0 || (counts[count] === 0 && !isUp)) return [];
    const text = isUp ? `${counts.up}/${processes.length} up` : `${counts[count]} ${count}`;
    const isQuiet = isUp && counts.up === 0;
    return [{ count, rank, span: { text, tone: isQuiet ? 'idle' : tone, bold: count === 'failing' } }];
  });
}

function countsWidth(counts: readonly Count[]): number {
  return counts.reduce((sum, { span }) => sum + gap.length + span.text.length, 0);
}

function fitting(counts: readonly Count[], width: number): readonly Count[] {
  let kept = counts;
  while (kept.length > 1 && countsWidth(kept) > width) {
    const least = Math.min(...kept.map(({ rank }) => rank));
    kept = kept.filter(({ rank }) => rank !== least);
  }
  return kept;
}

function usageSpans(processes: readonly ProcessSnapshot[]): Line {
  const { cpu, memory } = totalUsage(processes);
  if (cpu === null && memory === null) return [];
  // Each as wide as it can be, so that nothing beside it moves.
  const share = formatShare(cpu).padStart(quantityWidth);
  return [{ text: `  cpu ${share}   mem ${formatMemory(memory).padStart(quantityWidth)} `, tone: 'dim' }];
}
