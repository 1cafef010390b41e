import { formatSeconds } from '../../policy/words/duration.js';
import { plainLine } from '../../policy/words/plain-text.js';
import type { StatusDocument } from '../../protocol/documents.js';
import { cellWidth } from '../../view/text/cell-slice.js';
import { formatCpu, formatMemory } from '../../view/text/quantities.js';
import { fitCells } from '../../view/text/terminal.js';
import type { Tone } from '../../view/text/theme.js';
import type { Painter } from './text-sink.js';

interface Column {
  readonly title: string;
  readonly align?: 'right';
  /** Left out where nothing is known for any process, and where there is little room. */
  readonly isUsage?: true;
  readonly text: (status: StatusDocument) => string;
  readonly tone?: (status: StatusDocument) => Tone;
}

const none = '–';

/** In a narrower terminal the reason needs the cells more than the usage does. */
const leastUsageWidth = 80;

const allColumns: readonly Column[] = [
  { title: 'NAME', text: ({ name }) => name },
  { title: 'STATE', text: ({ state }) => state.replace('_', ' '), tone: stateTone },
  { title: 'HEALTH', text: healthText, tone: healthTone },
  { title: 'PID', align: 'right', text: ({ pid }) => pid?.toString() ?? none },
  { title: 'UPTIME', align: 'right', text: ({ state, uptime }) => (state === 'running' ? formatSeconds(uptime) : none) },
  { title: 'RST', align: 'right', text: ({ restartCount }) => restartCount.toString() },
  { title: 'CPU', align: 'right', isUsage: true, text: ({ cpu }) => formatCpu(cpu) },
  { title: 'MEM', align: 'right', isUsage: true, text: ({ memory }) => formatMemory(memory) },
  { title: 'REASON', text: ({ reason }) => reason },
];

/**
 * The table of statuses as lines, the first with the titles.
 * @param width cells that a line may have; Infinity for a pipe
 */
export function statusTable(statuses: readonly StatusDocument[], width: number, paint: Painter): readonly string[] {
  const isMeasured = statuses.some(({ cpu, memory }) => cpu !== null || memory !== null);
  const showsUsage = isMeasured && width >= leastUsageWidth;
  const columns = allColumns.filter(({ isUsage }) => showsUsage || isUsage === undefined);
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
    return fitted.filter((text) => text !== '').join('  ');
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

function stateTone({ state, cause }: StatusDocument): Tone {
  switch (state) {
    case 'running':
    case 'completed':
      return 'good';
    case 'failed':
    case 'circuit_open':
      return 'trouble';
    case 'stopped':
      return 'idle';
    case 'waiting':
      // One that waits shows what is wrong where it waits in vain.
      return cause === null ? 'progress' : 'trouble';
    case 'starting':
    case 'stopping':
    case 'backoff':
    case 'unknown':
      return 'progress';
  }
}

/** What does not run has no health that anybody could know. */
function healthText({ health, state }: StatusDocument): string {
  return health === 'none' || state !== 'running' ? none : health;
}

function healthTone({ health, state }: StatusDocument): Tone {
  if (state !== 'running') return 'plain';
  if (health === 'unhealthy') return 'trouble';
  if (health === 'pending') return 'progress';
  return health === 'healthy' ? 'good' : 'plain';
}
