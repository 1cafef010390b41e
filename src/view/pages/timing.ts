import type { TimedProcess, TimingReport } from '../../policy/timing/report.js';
import { formatDuration } from '../../policy/words/duration.js';
import type { Page } from '../state/page.js';
import { cellWidth } from '../text/cell-slice.js';
import { fitLine, type Line, lineWidth, plainText, type Span } from '../text/span.js';
import type { Tone } from '../text/theme.js';
import { formatClock } from '../text/times.js';

const widestName = 24;
const leastBar = 10;
const widestBar = 60;

/** The start of the project as a page: a bar for each process, and the critical chain. Every line is `width` cells. */
export function timingPage(report: TimingReport | null, width: number): Page {
  const lines = timingLines(report, width - 1).map((line) => fitLine([{ text: ' ' }, ...line], width));
  return { head: lines.slice(0, 1), lines: lines.slice(1) };
}

/** The start of the project as lines of at most `width` cells; the first one is about the start as a whole. */
export function timingLines(report: TimingReport | null, width: number): readonly Line[] {
  if (report === null)
    return [[{ text: 'Start-up timing', bold: true }], [{ text: 'nothing has been started yet', tone: 'dim' }]];
  const columns = report.processes.map(columnsOf);
  const widths = titles.map((title, index) => Math.max(title.length, ...columns.map((cells) => cellWidth(cells[index]!.text))));
  const room = width - widths.reduce((sum, each) => sum + each + 2, 0);
  const bar = room < leastBar ? 0 : Math.min(room, widestBar);
  const spanMs = Math.max(1, ...report.processes.map(endOf));
  const critical = new Set(report.chain.map(({ name }) => name));
  const row = (cells: readonly Span[], rest: Line): Line =>
    trimmed([...cells.flatMap((cell, index) => padded(cell, widths[index]!, index)), ...rest]);
  return [
    [{ text: 'Start-up timing', bold: true }, ...headline(report)],
    [],
    row(
      titles.map((text) => ({ text, tone: 'dim' as const })),
      bar === 0 ? [] : scale(spanMs, bar),
    ),
    ...report.processes.map((process, index) =>
      row(columns[index]!, bar === 0 ? [] : barOf(process, spanMs, bar, critical.has(process.name))),
    ),
    ...(report.chain.length === 0
      ? []
      : [[], fitted([{ text: 'Critical chain: ', tone: 'dim' }, { text: chainWords(report) }], width)]),
  ];
}

/** The start in one line: "all ready in 3.4s, usually 1.9s (slower); critical chain: db 1.2s, migrate 0.8s, api 1.4s". */
export function timingLine(report: TimingReport): string {
  const chain = report.chain.length < 2 ? '' : `; critical chain: ${chainWords(report)}`;
  const slow = report.processes.filter(({ slower }) => slower).map(slowWords);
  return [`${outcomeWords(report)}${chain}`, ...slow].join('; ');
}

const titles = ['NAME', 'WAITED', 'FOR', 'READY AFTER', 'USUALLY'];
const rightAligned: ReadonlySet<number> = new Set([1, 3, 4]);

function headline(report: TimingReport): Line {
  const tone: Tone = report.slower ? 'progress' : report.tookMs === null ? 'trouble' : 'plain';
  return [
    { text: `  started ${formatClock(report.at)}, `, tone: 'dim' },
    { text: outcomeWords(report), tone: report.settled ? tone : 'progress' },
  ];
}

function outcomeWords({ settled, tookMs, usualMs, slower, processes }: TimingReport): string {
  if (tookMs !== null) {
    const usual = usualMs === null ? '' : `, usually ${formatDuration(usualMs)}${slower ? ': slower than usual' : ''}`;
    return `all ready in ${formatDuration(tookMs)}${usual}`;
  }
  const ready = processes.filter(({ outcome }) => outcome === 'ready').length;
  return `${ready} of ${processes.length} ready${settled ? '' : ' so far'}`;
}

function slowWords({ name, readyAfterMs, usualMs }: TimedProcess): string {
  return `${name} took ${formatDuration(readyAfterMs ?? 0)}, usually ${formatDuration(usualMs ?? 0)}`;
}

function chainWords({ chain }: TimingReport): string {
  return chain.map(({ name, fromMs, untilMs }) => `${name} ${formatDuration(untilMs - fromMs)}`).join(', ');
}

/** What a process waited for last, where it was held up at all. */
function heldBy({ waitedFor }: TimedProcess): { readonly name: string; readonly ms: number | null } | undefined {
  const missing = waitedFor.find(({ metMs }) => metMs === null);
  if (missing !== undefined) return { name: missing.name, ms: null };
  const last = waitedFor.reduce<TimedProcess['waitedFor'][number] | undefined>(
    (latest, each) => (latest === undefined || each.metMs! > latest.metMs! ? each : latest),
    undefined,
  );
  return last === undefined || last.metMs === 0 ? undefined : { name: last.name, ms: last.metMs };
}

function columnsOf(process: TimedProcess): readonly Span[] {
  const { name, outcome, readyAfterMs, usualMs, slower } = process;
  const held = heldBy(process);
  const shown = plainText(name);
  const ready: Span =
    readyAfterMs !== null
      ? { text: formatDuration(readyAfterMs), ...(slower ? { tone: 'progress' as const } : {}) }
      : { text: wordFor(process), tone: outcome === 'failed' ? 'trouble' : 'dim' };
  return [
    { text: cellWidth(shown) > widestName ? fitLine([{ text: shown }], widestName)[0]!.text : shown },
    { text: held === undefined ? '' : held.ms === null ? '' : formatDuration(held.ms) },
    { text: held === undefined ? '' : plainText(held.name), tone: 'dim' },
    ready,
    { text: usualMs === null ? '' : formatDuration(usualMs), tone: 'dim' },
  ];
}

function wordFor({ outcome, spawnedMs, waitedFor }: TimedProcess): string {
  if (outcome === 'pending') return spawnedMs === null ? 'waiting' : 'not yet';
  if (outcome === 'failed') return spawnedMs === null && waitedFor.some(({ metMs }) => metMs === null) ? 'blocked' : 'failed';
  return 'stopped';
}

function endOf({ spawnedMs, readyMs, completedMs, waitedFor }: TimedProcess): number {
  return Math.max(spawnedMs ?? 0, readyMs ?? 0, completedMs ?? 0, ...waitedFor.map(({ metMs }) => metMs ?? 0));
}

/** Dots while it waited, a bar until it was ready, or had done its work. */
function barOf(process: TimedProcess, spanMs: number, width: number, isCritical: boolean): Line {
  const { spawnedMs, readyMs, completedMs, outcome, slower } = process;
  const cellOf = (ms: number): number => Math.min(width, Math.round((ms / spanMs) * width));
  if (spawnedMs === null) return [{ text: outcome === 'failed' ? '✖' : '', tone: 'trouble' }];
  const start = Math.min(cellOf(spawnedMs), width - 1);
  const end = Math.max(start + 1, cellOf(Math.max(readyMs ?? spawnedMs, completedMs ?? 0)));
  const tone: Tone = slower ? 'progress' : isCritical ? 'key' : 'good';
  return [
    { text: '·'.repeat(start), tone: 'dim' },
    readyMs === null
      ? { text: outcome === 'failed' ? '✖' : '◌', tone: outcome === 'failed' ? 'trouble' : 'progress' }
      : { text: (isCritical ? '█' : '░').repeat(end - start), tone },
  ];
}

function scale(spanMs: number, width: number): Line {
  const end = formatDuration(spanMs);
  return [{ text: `0${' '.repeat(Math.max(1, width - 1 - end.length))}${end}`, tone: 'dim' }];
}

function padded(cell: Span, width: number, column: number): Line {
  const space = ' '.repeat(width - cellWidth(cell.text));
  return rightAligned.has(column) ? [{ text: space }, cell, { text: '  ' }] : [cell, { text: `${space}  ` }];
}

function trimmed(line: Line): Line {
  const last = line.at(-1);
  if (last === undefined || last.text.trimEnd() === last.text) return last?.text === '' ? trimmed(line.slice(0, -1)) : line;
  return trimmed([...line.slice(0, -1), { ...last, text: last.text.trimEnd() }]);
}

function fitted(line: Line, width: number): Line {
  return lineWidth(line) > width ? fitLine(line, width) : line;
}
