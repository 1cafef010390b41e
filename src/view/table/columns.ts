import { rateSpanMs } from '../../supervisor/log/rate-spans.js';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { rowName } from '../state/words.js';
import { cellWidth } from '../text/cell-slice.js';
import { plainText, type Span } from '../text/span.js';
import { bars } from '../text/sparkline.js';
import { leastName } from '../text/terminal.js';
import {
  type CellMoment,
  circuitCell,
  circuitWidth,
  healthCell,
  nameCell,
  reasonCell,
  restartsCell,
  stateCell,
  uptimeCell,
} from './cells.js';
import { cpuCell, errorsCell, memoryCell, portsCell, portsWidth, urlCell, urlWidth } from './usage-cells.js';

/** The cells of a rate line: one for each 2 s of the last twelve. */
const rateWidth = 6;

/** A count may be on its way for so long, in milliseconds; before that, a span without one is no silence. */
const onItsWayMs = 250;

/**
 * How fast lines came into its log lately, as bars of 2 s, the latest on the right; blank where none came. The bars mean the same
 * in all rows and at all times: the lowest up to 3 lines a second, and each further one about three times as many.
 */
function rateCell({ logRate }: ProcessSnapshot, { now }: CellMoment): Span {
  if (!logRate) return { text: '', tone: 'dim' };
  const silent = Math.max(0, Math.floor((now - onItsWayMs - logRate.until) / rateSpanMs));
  const shown = [...logRate.lines.slice(-rateWidth), ...new Array<number>(Math.min(silent, rateWidth)).fill(0)];
  return { text: shown.slice(-rateWidth).map(barOf).join('').trimEnd(), tone: 'dim' };
}

function barOf(lines: number): string {
  if (lines === 0) return ' ';
  const perSecond = (lines * 1000) / rateSpanMs;
  const level = Math.floor(Math.log10(perSecond) * 2);
  return bars[Math.max(0, Math.min(level, bars.length - 1))]!;
}

/** A column of the table. */
export interface Column {
  readonly id:
    | 'name'
    | 'state'
    | 'health'
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
  /** What it says of a process, in plain text; neither cut nor padded. */
  readonly cell: (process: ProcessSnapshot, at: CellMoment, width: number) => Span;
  /** Whether what does not fit is cut in the middle, since its end distinguishes it from others. */
  readonly cutsMiddle?: true;
}

/** The cells before the first column, with the mark and the bar of the selected row. */
export const markerWidth = 3;

/** The cells between two columns. */
export const columnGap = 2;

/** The cells after the last column. */
export const endGap = 1;

/** From so many cells of the reason on, longer names go before more of it. */
const roomyReason = 80;

/** The widest terminal that is laid out: from here on all columns are there, and the reason has what is left. */
const widest = 300;

interface Rule extends Column {
  /** The width of a table from which it is shown: of one with short names, unless it is for any names. */
  readonly from: number;
  /** Whether that width counts whatever the names are. */
  readonly isForAnyNames?: true;
}

/** The width from which ports are shown. */
const portsFrom = 152;

// Widths hold the longest that the content can be, so that no column moves when a number grows. What says least comes last, and
// about half of what a terminal grows goes to the reason.
const rules: readonly Rule[] = [
  { id: 'name', title: 'NAME', align: 'left', width: 0, from: 0, cell: nameCell, cutsMiddle: true },
  { id: 'state', title: 'STATE', align: 'left', width: 0, from: 0, cell: stateCell },
  { id: 'health', title: 'HEALTH', align: 'left', width: 'unhealthy'.length, from: 112, cell: healthCell },
  { id: 'uptime', title: 'UPTIME', align: 'right', width: '59m50s'.length, from: 92, cell: uptimeCell },
  { id: 'restarts', title: 'RST', align: 'right', width: 'RST▼'.length, from: 66, cell: restartsCell },
  { id: 'circuit', title: 'CIRCUIT', align: 'left', width: circuitWidth, from: 80, isForAnyNames: true, cell: circuitCell },
  { id: 'cpu', title: 'CPU', align: 'right', width: '99.9%'.length, from: 127, cell: cpuCell },
  { id: 'memory', title: 'MEM', align: 'right', width: '999 MB'.length, from: 136, cell: memoryCell },
  { id: 'ports', title: 'PORTS', align: 'left', width: portsWidth, from: portsFrom, cell: portsCell },
  { id: 'errors', title: 'ERR', align: 'right', width: 'ERR'.length, from: 162, cell: errorsCell },
  { id: 'rate', title: 'LOG', align: 'left', width: rateWidth, from: 172, cell: rateCell },
  { id: 'reason', title: 'REASON', align: 'left', width: 0, from: 0, cell: reasonCell },
];

/** The same where any process has a URL, which takes the place of its ports and more room; what comes later waits for that. */
const rulesWithUrls: readonly Rule[] = rules.map((rule) => {
  const wider = urlWidth - portsWidth;
  if (rule.id === 'ports') return { ...rule, title: 'URL', width: urlWidth, from: rule.from + wider, cell: urlCell };
  return rule.from > portsFrom ? { ...rule, from: rule.from + wider } : rule;
});

/** What decides the columns beside the width of the table. */
export interface ColumnFacts {
  /** The widest name that was ever shown, so that the columns never move back. */
  readonly nameWidth: number;
  /** Whether any was ever checked, so that the column does not come and go. */
  readonly hasHealth: boolean;
  /** Whether errors were found in the log of any. */
  readonly hasErrors: boolean;
  /** Whether any has or had a URL, so that the column stays as it is. */
  readonly hasUrls: boolean;
}

/**
 * The columns that a table of `width` cells shows, with their widths. A wider table never has fewer of them, nor less room for the
 * reason: what one column more would take of it goes to the names until there is enough for both.
 * @param mostReason the reason gets no more cells than this
 */
export function tableColumns(width: number, facts: ColumnFacts, mostReason = Number.POSITIVE_INFINITY): readonly Column[] {
  const shown = shownAt(width, facts);
  const most = Math.min(reasonWidth(width, facts), mostReason);
  // Names are whole before a reason gets more than nearly all of them need.
  const reason = Math.max(Math.min(most, roomyReason), most - Math.max(0, facts.nameWidth - nameWidthAt(width, facts)));
  const name = nameWidthAt(width, facts) + roomForReason(width, facts) - reason;
  const state = stateWidth(width, facts);
  return shown.map(({ from: _, isForAnyNames: __, ...column }) => {
    if (column.id === 'name') return { ...column, width: name };
    if (column.id === 'state') return { ...column, width: state };
    return column.id === 'reason' ? { ...column, width: reason } : column;
  });
}

/** The cells that a table of `width` cells has for the reason. */
export function reasonWidth(width: number, facts: ColumnFacts): number {
  let least = roomForReason(width, facts);
  for (let wider = width + 1; wider <= widest; wider += 1) least = Math.min(least, roomForReason(wider, facts));
  return least;
}

/** The width of the longest name, never less than before. */
export function grownNameWidth(before: number, processes: readonly ProcessSnapshot[]): number {
  return processes.reduce((width, process) => Math.max(width, cellWidth(plainText(rowName(process)))), before);
}

function roomForReason(width: number, facts: ColumnFacts): number {
  const fixed = shownAt(width, facts).reduce((sum, column) => sum + column.width + columnGap, markerWidth - columnGap + endGap);
  return width - fixed - stateWidth(width, facts) - nameWidthAt(width, facts);
}

function shownAt(width: number, facts: ColumnFacts): readonly Rule[] {
  const room = shortNamed(width, facts);
  return (facts.hasUrls ? rulesWithUrls : rules).filter(
    ({ id, from, isForAnyNames }) =>
      (isForAnyNames ? width : room) >= from && (id !== 'errors' || facts.hasErrors) && (id !== 'health' || facts.hasHealth),
  );
}

/** The width that a table with short names would have with the same room beside them. */
function shortNamed(width: number, facts: ColumnFacts): number {
  return width - (nameWidthAt(width, facts) - leastName);
}

function nameWidthAt(width: number, { nameWidth }: ColumnFacts): number {
  return Math.max(leastName, Math.min(nameWidth, Math.floor(width / 5)));
}

/** "◌ retry 4/5 in 30s" where there is room, else "◌ retry 4/5 in 3s", else "✖ circuit 42s". */
function stateWidth(width: number, facts: ColumnFacts): number {
  const room = shortNamed(width, facts);
  return room >= 92 ? 18 : room >= 60 ? 17 : 13;
}
