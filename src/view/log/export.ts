import { ownText } from '../../policy/words/plain-text.js';
import type { FilePiece } from '../../ports/new-files.js';
import type { LogLine } from '../../supervisor/log/line.js';
import type { LineSelection } from '../state/log.js';
import { type Columns, isSelected, selectedColumns } from '../state/selection.js';
import { cellWidth, sliceCells } from '../text/cell-slice.js';
import { stripSgr } from '../text/terminal.js';
import type { LineList } from './line-source.js';
import { drawnForm, type LineText } from './line-text.js';
import type { PaneContext } from './pane-context.js';

/** Text that is copied, and how much it is. */
export interface CopiedText {
  /** Lines with a newline between two of them. */
  readonly text: string;
  readonly lines: number;
  /** Lines that were to be copied and are too much. */
  readonly left: number;
}

/** Characters beyond which no further line is copied: no clipboard is a place for more. */
const mostCharacters = 1024 * 1024;

/** Lines of a piece. */
const pieceLines = 200;

/**
 * The text of listed lines, `from <= seq < to`: what the process wrote, whole and without controls, whatever the pane draws in its
 * place or before it.
 */
export function copiedText(pane: PaneContext, from: number, to: number): CopiedText {
  const { list } = pane.room;
  const [first, end] = [list.indexOf(from), list.indexOf(to)];
  const texts: string[] = [];
  let length = 0;
  for (let index = first; index < end; index += pieceLines) {
    for (const text of textsOf(list, index, Math.min(end, index + pieceLines))) {
      length += text.length + 1;
      if (length > mostCharacters && texts.length > 0)
        return { text: texts.join('\n'), lines: texts.length, left: end - first - texts.length };
      texts.push(text);
    }
  }
  return { text: texts.join('\n'), lines: texts.length, left: 0 };
}

/** The text of a selection. */
export function selectedText(pane: PaneContext, selection: LineSelection): CopiedText {
  const whole = copiedText(pane, Math.min(selection.from, selection.to), Math.max(selection.from, selection.to) + 1);
  if (selection.columns === undefined) return whole;
  const { list } = pane.room;
  const first = list.indexOf(Math.min(selection.from, selection.to));
  const parts = list.lines(first, first + whole.lines).map((line) => {
    const columns = selectedColumns(selection, line.seq);
    const isWhole = columns === undefined || (columns.from === 0 && columns.to === Infinity);
    return isWhole || !isSelected(selection, line.seq) ? ownText(line.text) : textIn(columns, line, pane.log.rows.write(line));
  });
  return { ...whole, text: parts.join('\n') };
}

/** What a line has in columns of its drawing. */
function textIn({ from, to }: Columns, { text }: LogLine, { head, body }: LineText): string {
  const before = cellWidth(head);
  const drawn = stripSgr(body);
  const [start, end] = [Math.max(0, from - before), to === Infinity ? Infinity : Math.max(0, to - before)];
  const own = ownText(text);
  if (own === drawn) return sliceCells(own, start, end === Infinity ? own.length * 2 : end);
  // Nothing of a line that is drawn in another form is at the place where it was written.
  if (drawnForm(own) !== drawn) return sliceCells(drawn, start, end === Infinity ? drawn.length * 2 : end);
  return ownIn(own, start, end);
}

/** The text whose drawing lies wholly between two columns; a tab, where it begins there. */
function ownIn(own: string, from: number, to: number): string {
  let taken = '';
  let column = 0;
  for (const { segment } of clusters.segment(own)) {
    const cells = segment === '\t' ? 8 - (column % 8) : cellWidth(drawnForm(segment));
    const ends = segment === '\t' ? column + 1 : column + cells;
    if (column >= from && ends <= to) taken += segment;
    column += cells;
  }
  return taken;
}

const clusters = new Intl.Segmenter();

/** All that a pane lists now; lines that come later are not in it, those that go meanwhile are missing. */
export function* savedText(pane: PaneContext): Generator<FilePiece> {
  const { list } = pane.room;
  if (list.length === 0) return;
  const last = list.seqAt(list.length - 1);
  for (let seq = list.seqAt(0); seq <= last; ) {
    const from = list.indexOf(seq);
    const to = Math.min(from + pieceLines, list.indexOf(last) + 1);
    if (to <= from) return;
    seq = list.seqAt(to - 1) + 1;
    const texts = textsOf(list, from, to);
    yield { text: texts.map((text) => `${text}\n`).join(''), lines: texts.length };
  }
}

function textsOf(list: LineList, from: number, to: number): readonly string[] {
  return list.lines(from, to).map(({ text }) => ownText(text));
}
