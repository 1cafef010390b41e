import { formatCountdown, formatSeconds } from '../../policy/words/duration.js';
import { type CircuitSnapshot, countedFailures, type ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { rowName, stateWords } from '../state/words.js';
import { cellWidth } from '../text/cell-slice.js';
import { plainText, type Span } from '../text/span.js';
import type { Tone } from '../text/theme.js';
import { rateCell, rateWidth } from './rate-cell.js';
import { cpuCell, errorsCell, memoryCell, portsCell, portsWidth } from './usage-cells.js';

/** A column of the table. */
export interface Column {
  readonly id:
    | 'name'
    | 'state'
    | 'health'
    | 'pid'
    | 'uptime'
    | 'restarts'
    | 'circuit'
    | 'cpu'
    | 'memory'
    | 'ports'
    | 'errors'
    | 'rate'
    | 'reason';
  readonly title: string;
  readonly align: 'left' | 'right';
  /** In cells, without the gap after it. */
  readonly width: number;
  /** What it says of a process at monotonic time `now`; neither cut nor padded. */
  readonly cell: (process: ProcessSnapshot, now: number) => Span;
}

/** The cells before the first column, with the mark and the bar of the selected row. */
export const markerWidth = 3;

/** The cells between two columns. */
export const columnGap = 2;

/** The cells after the last column. */
export const endGap = 1;

const leastName = 8;

/** A reason shorter than this says nothing; what is beside it yields instead. */
const leastReason = 18;

/** Dots up to here, numbers above it. */
const mostDots = 9;

// Widths hold the longest that the content can be, so that no column moves when a number grows.
// `from` is the width of the table from which a column is shown.
const columns: readonly (Column & { readonly from: number })[] = [
  { id: 'name', title: 'NAME', align: 'left', width: 0, from: 0, cell: (process) => span(plainText(rowName(process))) },
  { id: 'state', title: 'STATE', align: 'left', width: '✖ circuit open'.length, from: 0, cell: stateCell },
  { id: 'health', title: 'HEALTH', align: 'left', width: 'unhealthy'.length, from: 98, cell: healthCell },
  { id: 'pid', title: 'PID', align: 'right', width: '4194304'.length, from: 110, cell: ({ pid }) => span(pid ?? '–', 'dim') },
  { id: 'uptime', title: 'UPTIME', align: 'right', width: 'in 1m05s'.length, from: 0, cell: uptimeCell },
  { id: 'restarts', title: 'RST', align: 'right', width: 'RST▼'.length, from: 66, cell: restartsCell },
  { id: 'circuit', title: 'CIRCUIT', align: 'left', width: mostDots, from: 78, cell: circuitCell },
  { id: 'cpu', title: 'CPU', align: 'right', width: '99.9%'.length, from: 106, cell: cpuCell },
  { id: 'memory', title: 'MEM', align: 'right', width: '999 MB'.length, from: 106, cell: memoryCell },
  { id: 'ports', title: 'PORTS', align: 'left', width: portsWidth, from: 132, cell: portsCell },
  { id: 'errors', title: 'ERR', align: 'right', width: '999'.length, from: 118, cell: errorsCell },
  { id: 'rate', title: 'LOG', align: 'left', width: rateWidth, from: 124, cell: rateCell },
  { id: 'reason', title: 'REASON', align: 'left', width: 0, from: 56, cell: reasonCell },
];

// What goes first where long names would leave no room for the reason.
const yielding: readonly Column['id'][] = ['rate', 'ports', 'errors', 'pid', 'memory', 'cpu', 'health', 'circuit'];

/**
 * The columns that a table of `width` cells shows, with their widths.
 * @param nameWidth the widest name that was ever shown, so that the columns never move back
 */
export function tableColumns(width: number, nameWidth: number): readonly Column[] {
  const widest = Math.min(Math.max(nameWidth, leastName), Math.floor(width / 5));
  let shown = columns.filter(({ from }) => width >= from);
  const hasReason = shown.some(({ id }) => id === 'reason');
  const left = (): number => width - fixedWidth(shown) - widest;
  for (const id of hasReason ? yielding : []) if (left() < leastReason) shown = shown.filter((column) => column.id !== id);
  const name = hasReason ? widest : width - fixedWidth(shown);
  const reason = left();
  return shown.map((column) => {
    if (column.id === 'name') return { ...column, width: name };
    return column.id === 'reason' ? { ...column, width: reason } : column;
  });
}

function fixedWidth(shown: readonly Column[]): number {
  return shown.reduce((sum, column) => sum + column.width + columnGap, markerWidth - columnGap + endGap);
}

/** The width of the longest name, never less than before. */
export function grownNameWidth(before: number, processes: readonly ProcessSnapshot[]): number {
  return processes.reduce((width, process) => Math.max(width, cellWidth(plainText(rowName(process)))), before);
}

function stateCell(process: ProcessSnapshot): Span {
  const { glyph, word, tone } = stateWords(process);
  return span(`${glyph} ${word}`, tone);
}

const healthTones = { none: 'dim', pending: 'progress', healthy: 'good', unhealthy: 'trouble' } as const;

function healthCell({ health }: ProcessSnapshot): Span {
  return span(health === 'none' ? '–' : health, healthTones[health]);
}

function uptimeCell(process: ProcessSnapshot, now: number): Span {
  if (process.dueAt !== null) return span(`in ${formatCountdown(process.dueAt - now)}`, 'progress');
  return process.since === null ? span('–', 'dim') : span(formatSeconds(now - process.since));
}

function restartsCell({ restartCount }: ProcessSnapshot): Span {
  return span(restartCount > 99 ? '99+' : restartCount, restartCount === 0 ? 'dim' : 'plain');
}

function circuitCell({ circuit }: ProcessSnapshot, now: number): Span {
  if (circuit.state === 'half_open') return span('half-open', 'progress');
  if (circuit.state === 'open') {
    return span(circuit.until === null ? 'open' : `open ${formatCountdown(circuit.until - now)}`, 'trouble');
  }
  const failures = Math.min(countedFailures(circuit, now), circuit.threshold);
  return failures === 0 ? span('–', 'dim') : span(dots(circuit, failures), 'progress');
}

function dots({ threshold }: CircuitSnapshot, failures: number): string {
  if (threshold > mostDots) return `${failures}/${threshold}`;
  return '●'.repeat(failures) + '○'.repeat(threshold - failures);
}

function reasonCell(process: ProcessSnapshot): Span {
  return span(plainText(process.brief), process.trouble ? 'plain' : 'dim');
}

function span(text: string | number, tone: Tone = 'plain'): Span {
  return { text: String(text), tone };
}
