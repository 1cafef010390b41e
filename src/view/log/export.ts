import type { FilePiece } from '../../ports/new-files.js';
import type { LineSelection } from '../state/log.js';
import { isSelected, selectedColumns } from '../state/selection.js';
import { sliceCells } from '../text/cell-slice.js';
import { stripSgr } from '../text/terminal.js';
import type { LineList } from './line-source.js';
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

/** The text of listed lines, `from <= seq < to`, as they are written in the pane but whole, without colours and rows. */
export function copiedText(pane: PaneContext, from: number, to: number): CopiedText {
  const { list } = pane.room;
  const [first, end] = [list.indexOf(from), list.indexOf(to)];
  const texts: string[] = [];
  let length = 0;
  for (let index = first; index < end; index += pieceLines) {
    for (const text of textsOf(pane, list, index, Math.min(end, index + pieceLines))) {
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
  const parts = whole.text.split('\n').map((text, index) => {
    const seq = list.seqAt(first + index);
    const columns = isSelected(selection, seq) ? selectedColumns(selection, seq) : undefined;
    return columns === undefined ? text : sliceCells(text, columns.from, columns.to === Infinity ? text.length * 2 : columns.to);
  });
  return { ...whole, text: parts.join('\n') };
}

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
    const texts = textsOf(pane, list, from, to);
    yield { text: texts.map((text) => `${text}\n`).join(''), lines: texts.length };
  }
}

function textsOf({ log }: PaneContext, list: LineList, from: number, to: number): readonly string[] {
  return list.lines(from, to).map((line) => {
    const { head, body } = log.rows.write(line);
    return stripSgr(head + body);
  });
}
