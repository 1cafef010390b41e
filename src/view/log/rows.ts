import type { LogLevel } from '../../policy/words/log-level.js';
import type { LogLine } from '../../supervisor/log/line.js';
import type { LogChoices } from '../state/log.js';
import { isSelected, selectedColumns } from '../state/selection.js';
import { sliceCells } from '../text/cell-slice.js';
import type { Span } from '../text/span.js';
import { cutWindow, stripSgr, windowCells } from '../text/terminal.js';
import type { Tone } from '../text/theme.js';
import { markAll, markRanges } from './marks.js';
import { hasGutter, type PaneContext } from './pane-context.js';
import type { LogWindow } from './window.js';
import { wrapRows } from './wrap.js';

/** One row of a log pane, exactly as wide as the pane. */
export interface LogRow {
  readonly key: string;
  /** The mark before the line; undefined where none is there. */
  readonly gutter: Span | undefined;
  readonly text: string;
  readonly tone: Tone;
  /** What is in the scrollbar; undefined in a bare pane. */
  readonly bar: string | undefined;
}

/** The marks before lines that say that they are bad, and the tones of those without colours of their own. */
const levelMarks = { error: { text: '▍', tone: 'trouble' }, warn: { text: '┆', tone: 'progress' } } as const;

/** What the watchdog says in a log is about the process, and not bad by its words. */
const ours = { level: undefined, coloured: false } as const;

/** The rows of a pane in a window, at most as many as there is room for. */
export function logRows(pane: PaneContext, choices: LogChoices, seen: LogWindow): readonly LogRow[] {
  const { log, room, spec } = pane;
  const lines = log.list.lines(seen.from, seen.to);
  log.rows.keepOnly(lines);
  const rows = lines
    .flatMap((line, index) => rowsOf(pane, choices, line).slice(index === 0 ? seen.skip : 0))
    .slice(0, room.height);
  if (spec.bare) return rows;
  const thumb = scrollThumb(seen.from, seen.to, room.list.length, room.height);
  return rows.map((row, index) => ({ ...row, bar: thumb !== undefined && index >= thumb.from && index < thumb.to ? '▐' : ' ' }));
}

function rowsOf(pane: PaneContext, choices: LogChoices, line: LogLine): readonly LogRow[] {
  const { textWidth, spec, log } = pane;
  const text = markedText(pane, choices, line);
  const isOurs = line.stream === 'watchdog';
  const { level, coloured } = isOurs ? ours : log.rows.lineLevel(line);
  const tone = isOurs ? 'dim' : level === undefined || coloured ? 'plain' : levelMarks[level].tone;
  const parts = choices.wrap
    ? wrapRows(text, textWidth).map((row) => windowCells(row, 0, textWidth))
    : [cutWindow(text, choices.offset, textWidth)];
  return parts.map((part, row) => ({
    key: `${line.seq}.${row}`,
    gutter: !hasGutter(spec, choices) ? undefined : gutterOf(pane, choices, { line, level }, row),
    text: part,
    tone,
    bar: undefined,
  }));
}

function markedText({ log, spec }: PaneContext, { selection }: LogChoices, line: LogLine): string {
  const { head, body } = log.rows.textOf(line);
  if (selection?.key === spec.key && isSelected(selection, line.seq)) {
    const columns = selectedColumns(selection, line.seq);
    // An empty line shows that it is selected by one cell.
    return columns === undefined ? markAll(head + body || ' ') : markColumns(head + body, columns.from, columns.to);
  }
  const ranges = log.search?.ranges(stripSgr(body)) ?? [];
  return head + (ranges.length === 0 ? body : markRanges(body, ranges));
}

function markColumns(text: string, from: number, to: number): string {
  const plain = stripSgr(text);
  const start = sliceCells(plain, 0, from).length;
  const end = to === Infinity ? plain.length : sliceCells(plain, 0, to).length;
  return markRanges(text, end > start ? [{ start, end }] : []);
}

/** The mark before a row: where the user is, a bookmark, how bad the line says it is, a bar before what came on stderr; that a line goes on. */
function gutterOf(
  { log, view }: PaneContext,
  { bookmarks }: LogChoices,
  { line, level }: { readonly line: LogLine; readonly level: LogLevel },
  row: number,
): Span {
  if (row === 0 && view.at === line.seq) return { text: '▶', tone: 'key' };
  const { name, seq } = log.source.origin(line.seq);
  if (row === 0 && bookmarks.get(name)?.has(seq)) return { text: '◆', tone: 'key' };
  if (row === 0 && level !== undefined) return levelMarks[level];
  return row === 0 ? streamMark(line.stream) : { text: '↳', tone: line.stream === 'stderr' ? 'trouble' : 'dim' };
}

/** The mark before a line: a bar before what came on stderr. */
export function streamMark(stream: LogLine['stream']): Span {
  return stream === 'stderr' ? { text: '▏', tone: 'trouble' } : { text: ' ' };
}

/** The part of a scrollbar that stands for what is seen: rows with `from <= row < to`. */
interface Thumb {
  readonly from: number;
  readonly to: number;
}

/** The thumb of a bar of `height` rows for the lines `from` up to `to` of `count`; undefined where all are seen. */
export function scrollThumb(from: number, to: number, count: number, height: number): Thumb | undefined {
  const shown = to - from;
  if (shown >= count || height < 2) return undefined;
  const size = Math.max(1, Math.min(height - 1, Math.round((height * shown) / count)));
  const top = Math.round(((height - size) * from) / (count - shown));
  // Its ends touch the ends of the bar only where those of the log are seen.
  const free = height - size;
  const at = from === 0 ? 0 : to === count ? free : Math.max(Math.min(1, free), Math.min(top, Math.max(0, free - 1)));
  return { from: at, to: at + size };
}
