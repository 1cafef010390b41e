import { type LogLevel, levelOf } from '../../policy/words/log-level.js';
import type { LogLine } from '../../supervisor/log/line.js';
import { type LineOrigin, type LineText, lineText, type Writing } from './line-text.js';
import { wrapRows } from './wrap.js';

interface Written extends LineText {
  readonly raw: string;
  readonly startedAt: number | undefined;
  /** What it says of itself; looked for when somebody asks. */
  level: { readonly is: LogLevel } | undefined;
  /** Rows by width; counted when somebody asks. */
  counted: { readonly width: number; readonly rows: number } | undefined;
}

const plainWriting: Writing = { stamps: 'off', pretty: false, colours: false, nameWidth: undefined };

/** The written lines of one pane, each written once for as long as it stays in view and the same. */
export class PaneRows {
  #writing: Writing | undefined;
  #written = new Map<number, Written>();
  readonly #originOf: (seq: number, withStart: boolean) => LineOrigin;

  /** @param originOf tells where a line comes from; the start of its generation only where that is asked for */
  constructor(originOf: (seq: number, withStart: boolean) => LineOrigin) {
    this.#originOf = originOf;
  }

  /** Says how lines are written from now on. */
  use(writing: Writing): void {
    const before = this.#writing;
    const isSame =
      before !== undefined && (Object.keys(writing) as (keyof Writing)[]).every((key) => writing[key] === before[key]);
    if (isSame) return;
    this.#writing = writing;
    this.#written.clear();
  }

  /** A line as it is shown. */
  textOf(line: LogLine): LineText {
    return this.#of(line);
  }

  /** The same without keeping it. */
  write(line: LogLine): LineText {
    const writing = this.#writing ?? plainWriting;
    return lineText(line, writing, this.#originOf(line.seq, writing.stamps === 'since'));
  }

  /** How bad a line says it is, and whether it says so in colours of its own. */
  levelOf(line: LogLine): { readonly level: LogLevel; readonly coloured: boolean } {
    const written = this.#of(line);
    written.level ??= { is: levelOf(line.text) };
    return { level: written.level.is, coloured: written.body.includes('\x1b') };
  }

  /** How many rows of `width` cells a line takes when it is wrapped. */
  rowCount(line: LogLine, width: number): number {
    const written = this.#of(line);
    if (written.counted?.width !== width) written.counted = { width, rows: wrapRows(written.head + written.body, width).length };
    return written.counted.rows;
  }

  /** Forgets all lines but these. */
  keepOnly(lines: readonly LogLine[]): void {
    if (this.#written.size <= lines.length) return;
    const kept = lines.flatMap(({ seq }) => {
      const written = this.#written.get(seq);
      return written === undefined ? [] : [[seq, written] as const];
    });
    this.#written = new Map(kept);
  }

  #of(line: LogLine): Written {
    const writing = this.#writing ?? plainWriting;
    const origin = this.#originOf(line.seq, writing.stamps === 'since');
    const known = this.#written.get(line.seq);
    if (known?.raw === line.text && known.startedAt === origin.startedAt) return known;
    const { startedAt } = origin;
    const written = { ...lineText(line, writing, origin), raw: line.text, startedAt, level: undefined, counted: undefined };
    this.#written.set(line.seq, written);
    return written;
  }
}
