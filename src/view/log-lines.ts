import type { LogLine } from '../supervisor/log-line.js';
import type { Span } from './span.js';
import { sanitize, stripSgr, windowCells } from './terminal-text.js';

/** The cells before a line that say which stream it came from. */
export const gutterWidth = 1;

/** Sanitizes the visible lines of a log, each once for as long as it stays visible and the same. */
export class VisibleLines {
  #clean = new Map<number, { readonly raw: string; readonly clean: string }>();
  readonly #colours: boolean;

  constructor(colours: boolean) {
    this.#colours = colours;
  }

  /** The sanitized texts of `lines`, in their order; what was visible before and is not now is forgotten. */
  of(lines: readonly LogLine[]): readonly string[] {
    const clean = new Map(lines.map((line) => [line.seq, this.#entry(line)]));
    this.#clean = clean;
    return lines.map(({ seq }) => clean.get(seq)!.clean);
  }

  #entry({ seq, text }: LogLine): { readonly raw: string; readonly clean: string } {
    const known = this.#clean.get(seq);
    if (known?.raw === text) return known;
    const clean = sanitize(text);
    return { raw: text, clean: this.#colours ? clean : stripSgr(clean) };
  }
}

/** The mark before a line: a bar before what came on stderr. */
export function gutter(stream: LogLine['stream']): Span {
  return stream === 'stderr' ? { text: '▏', tone: 'trouble' } : { text: ' ' };
}

/** The `width` cells of a sanitized line from column `offset` on; watchdog's own lines stand back. */
export function lineText(stream: LogLine['stream'], clean: string, offset: number, width: number): Span {
  return { text: windowCells(clean, offset, width), tone: stream === 'watchdog' ? 'dim' : 'plain' };
}
