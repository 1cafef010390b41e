import { cellWidth } from '../src/view/text/cell-slice.js';
import { isNarrow } from '../src/view/text/narrow.js';
import { isOpen } from '../src/view/text/sgr.js';
import { type Clip, InkOutput } from './ink-output.js';

/** A text of a row, and the column at which it begins. */
interface Placed {
  readonly x: number;
  readonly text: string;
}

const sequences = /\x1b(?:\[[\d;]*m|\]8;;[^\x07\x1b]*\x07)/g;

/**
 * Has Ink take lines as they are. It puts a frame together out of cells, an object each, for which it takes every text apart, and
 * makes text of the cells again: for a screen that consists of whole lines, which close the colours that they open, that is most of
 * what a frame costs. A frame that is more than that, and every text with characters that may be wide, goes Ink's own way.
 */
export function takeWholeLines(): void {
  const { prototype } = InkOutput;
  const get = prototype.get;
  if (get === wholeLines) return;
  own = get;
  prototype.get = wholeLines;
}

let own: typeof InkOutput.prototype.get;

function wholeLines(this: InkOutput): ReturnType<InkOutput['get']> {
  const rows = rowsOf(this);
  if (rows === undefined) return own.call(this);
  const lines = rows.map(lineOf);
  return lines.includes(undefined) ? own.call(this) : { output: lines.join('\n'), height: this.height };
}

/** What each row consists of; undefined where that is no matter of whole lines. */
function rowsOf({ operations, height }: InkOutput): readonly (readonly Placed[])[] | undefined {
  const rows: Placed[][] = Array.from({ length: height }, () => []);
  const clips: Clip[] = [];
  for (const operation of operations) {
    if (operation.type === 'clip') {
      const { x1, x2, y1 = 0, y2 = height } = operation.clip;
      if (x1 !== undefined || x2 !== undefined) return undefined;
      const outer = clips.at(-1);
      clips.push({ x1, x2, y1: Math.max(y1, outer?.y1 ?? 0), y2: Math.min(y2, outer?.y2 ?? height) });
    } else if (operation.type === 'unclip') clips.pop();
    else {
      const { x, y, transformers } = operation;
      const text = transformers.reduce((line, transform) => transform(line, 0), operation.text);
      if (x < 0 || operation.text.includes('\n') || text.includes('\n')) return undefined;
      const { y1 = 0, y2 = height } = clips.at(-1) ?? {};
      if (text !== '' && y >= y1 && y < y2) rows[y]?.push({ x, text });
    }
  }
  return rows;
}

/** The text of a row; undefined where its parts are not simply side by side. */
function lineOf(row: readonly Placed[]): string | undefined {
  let line = '';
  let end = 0;
  for (const [index, { x, text }] of row.entries()) {
    if (x < end) return undefined;
    const plain = text.replace(sequences, '');
    const isPlain = isNarrow(plain);
    const width = isPlain ? plain.length : cellWidth(plain);
    const whole = isPlain ? text : inCells(text, width);
    line += ' '.repeat(x - end) + whole;
    if (whole.includes('\x1b') && isOpen(whole)) line += '\x1b[0m';
    else if (index === row.length - 1) line = line.trimEnd();
    end = x + width;
  }
  return line;
}

const mostKept = 500;
const made = new Map<string, string>();

/** A text as Ink makes it out of cells, `width` of them. Those of the last frames are kept. */
function inCells(text: string, width: number): string {
  let line = made.get(text);
  if (line === undefined) {
    const output = new InkOutput({ width, height: 1 });
    output.write(0, 0, text, { transformers: [] });
    const { output: cut } = own.call(output);
    line = cut + ' '.repeat(Math.max(0, width - cellWidth(cut.replace(sequences, ''))));
    if (made.size >= mostKept) made.clear();
    made.set(text, line);
  }
  return line;
}
