import { formatSeconds } from '../../policy/words/duration.js';
import { plainLine } from '../../policy/words/plain-text.js';
import type { StatusRow } from '../../protocol/documents.js';
import { type StateWords, stateWithin } from '../../view/state/words.js';
import { circuitDots } from '../../view/table/cells.js';
import { cellWidth } from '../../view/text/cell-slice.js';
import { formatCpu, formatMemory } from '../../view/text/quantities.js';
import type { Span } from '../../view/text/span.js';
import { fitCells } from '../../view/text/terminal.js';
import type { Tone } from '../../view/text/theme.js';
import { shortUrl } from '../../view/text/web-address.js';
import type { Painter } from './text-sink.js';

interface Column {
  readonly title: string;
  readonly align?: 'right';
  /** Left out where nothing is known for any process, and where there is little room. */
  readonly isUsage?: true;
  /** Left out where it is blank for every process. */
  readonly isOwn?: true;
  /** Left out where there is little room. */
  readonly isWide?: true;
  readonly text: (status: StatusRow) => string;
  readonly tone?: (status: StatusRow) => Tone;
}

/** In a narrower terminal the reason needs the cells more than the usage does. */
const leastUsageWidth = 80;

/** From here on there is room for URLs too. */
const leastUrlWidth = 120;

const allColumns: readonly Column[] = [
  { title: 'NAME', text: ({ name }) => name },
  { title: 'STATE', text: (status) => stateOf(status).word, tone: (status) => stateOf(status).tone },
  { title: 'HEALTH', text: healthText, tone: healthTone },
  { title: 'UPTIME', align: 'right', text: ({ state, uptime }) => (state === 'running' ? formatSeconds(uptime) : '') },
  { title: 'RST', align: 'right', text: ({ restartCount }) => restartCount.toString() },
  {
    title: 'CIRCUIT',
    isOwn: true,
    text: (status) => circuitOf(status).text,
    tone: (status) => circuitOf(status).tone ?? 'plain',
  },
  {
    title: 'CPU',
    align: 'right',
    isUsage: true,
    text: ({ cpu, state }) => (cpu === null && state !== 'running' ? '' : formatCpu(cpu)),
  },
  {
    title: 'MEM',
    align: 'right',
    isUsage: true,
    text: ({ memory, state }) => (memory === null && state !== 'running' ? '' : formatMemory(memory)),
  },
  { title: 'URL', isOwn: true, isWide: true, text: ({ url }) => (url === null ? '' : shortUrl(url)) },
  { title: 'REASON', text: ({ cause }) => cause ?? '' },
];

/**
 * The table of statuses as lines, the first with the titles; its columns and words are those of the screen.
 * @param width cells that a line may have; Infinity for a pipe
 */
export function statusTable(statuses: readonly StatusRow[], width: number, paint: Painter): readonly string[] {
  const isMeasured = statuses.some(({ cpu, memory }) => cpu !== null || memory !== null);
  const showsUsage = isMeasured && width >= leastUsageWidth;
  const columns = allColumns.filter(
    ({ isUsage, isOwn, isWide, text }) =>
      (showsUsage || isUsage === undefined) &&
      (isWide === undefined || width >= leastUrlWidth) &&
      (isOwn === undefined || statuses.some((status) => text(status) !== '')),
  );
  const texts = statuses.map((status) => columns.map((column) => plainLine(column.text(status))));
  const widths = columns.map(({ title }, index) => Math.max(title.length, ...texts.map((row) => cellWidth(row[index]!))));
  const line = (row: readonly string[], tones: readonly Tone[]): string => {
    let room = width;
    const fitted = row.map((text, index) => {
      const { align } = columns[index]!;
      const isLast = index === row.length - 1;
      const own = Math.max(0, Math.min(room, isLast ? cellWidth(text) : widths[index]!));
      room -= own + 2;
      return paint(fitCells(text, own, align), tones[index]!);
    });
    return fitted
      .filter((text) => text !== '')
      .join('  ')
      .trimEnd();
  };
  const titles = line(
    columns.map(({ title }) => title),
    columns.map(() => 'dim'),
  );
  const rows = statuses.map((status, index) =>
    line(
      texts[index]!,
      columns.map(({ tone }) => tone?.(status) ?? 'plain'),
    ),
  );
  return [titles, ...rows];
}

/** Its state as the screen says it, with how far it is and when it goes on by itself: "blocked", "retry 4/5 in 3s", "circuit 42s". */
function stateOf({ facts, ...status }: StatusRow): StateWords {
  const { state, health, nextStartInMs } = status;
  const trouble = state === 'failed' || state === 'circuit_open' || facts.isBlocked || health === 'unhealthy';
  // The reason of a scheduled process has its countdown.
  return stateWithin({ ...status, ...facts, trouble }, state === 'waiting' ? null : nextStartInMs, Infinity);
}

function circuitOf({ circuit, facts }: StatusRow): Span {
  return circuitDots({ ...circuit, threshold: facts.circuitThreshold });
}

/** What does not run has no health that anybody could know. */
function healthText({ health, state }: StatusRow): string {
  return health === 'none' || state !== 'running' ? '' : health;
}

function healthTone({ health, state }: StatusRow): Tone {
  if (state !== 'running') return 'plain';
  if (health === 'unhealthy') return 'trouble';
  if (health === 'pending') return 'progress';
  return health === 'healthy' ? 'good' : 'plain';
}
