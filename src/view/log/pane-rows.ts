import { type LogLevel, levelOf } from '../../policy/words/log-level.js';
import type { LogLine } from '../../supervisor/log/line.js';
import { type LineFormat, type LineOrigin, type LineText, lineText } from './line-text.js';
import { wrapRows } from './wrap.js';

interface Written extends LineText {
  readonly raw: string;
  readonly startedAt: number | undefined;
  /** What it says of itself; found when it is asked for. */
  level: { readonly is: LogLevel } | undefined;
  /** Rows by width; counted when it is asked for. */
  counted: { readonly width: number; readonly rows: number } | undefined;
}

const plainFormat: LineFormat = { stamps: 'off', pretty: false, colours: false, nameWidth: undefined };

/** The written lines of one pane, each written once for as long as it stays in view and the same. */
export class PaneRows {
  #format: LineFormat | undefined;
  #written = new Map<number, Written>();
  readonly #originOf: (seq: number, withStart: boolean) => LineOrigin;

  /** @param originOf gives where a line comes from; the start of its generation only where that is asked for */
  constructor(originOf: (seq: number, withStart: boolean) => LineOrigin) {
    this.#originOf = originOf;
  }

  /** Says how lines are written from now on. */
  use(format: LineFormat): void {
    const before = this.#format;
    const isSame =
      before !== undefined && (Object.keys(format) as (keyof LineFormat)[]).every((key) => format[key] === before[key]);
    if (isSame) return;
    this.#format = format;
    this.#written.clear();
  }

  /** A line as it is shown. */
  textOf(line: LogLine): LineText {
    return this.#of(line);
  }

  /** The same without keeping it. */
  write(line: LogLine): LineText {
    const format = this.#format ?? plainFormat;
    return lineText(line, format, this.#originOf(line.seq, format.stamps === 'since'));
  }

  /** How bad a line says it is, and whether it says so in colours of its own. */
  lineLevel(line: LogLine): { readonly level: LogLevel; readonly coloured: boolean } {
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
    const format = this.#format ?? plainFormat;
    const origin = this.#originOf(line.seq, format.stamps === 'since');
    const known = this.#written.get(line.seq);
    if (known?.raw === line.text && known.startedAt === origin.startedAt) return known;
    const { startedAt } = origin;
    const written = { ...lineText(line, format, origin), raw: line.text, startedAt, level: undefined, counted: undefined };
    this.#written.set(line.seq, written);
    return written;
  }
}
