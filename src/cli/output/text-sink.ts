import type { Tone } from '../../view/text/theme.js';

/** What is written to; process.stdout and process.stderr fit. */
export interface TextSink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** Bytes that were written and not taken yet. */
  readonly writableLength?: number;
  once?(event: 'drain' | 'error' | 'close', listener: () => void): unknown;
}

const sgr: Readonly<Record<Tone, string>> = {
  good: '32',
  progress: '33',
  trouble: '31',
  idle: '90',
  key: '36',
  plain: '',
  dim: '2',
  cursor: '7',
  title: '7',
  question: '7',
};

/** Whether it is a terminal that takes more than text: a dumb one shows the sequences themselves. */
export function takesSequences(sink: Pick<TextSink, 'isTTY'>): boolean {
  return sink.isTTY === true && process.env.TERM !== 'dumb';
}

/**
 * The columns and rows that there are to write in: Infinity where no terminal bounds them. Some without a window, as of
 * `script` and of build machines, say 0.
 */
export function sizeOf(sink: { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number }): {
  readonly columns: number;
  readonly rows: number;
} {
  const bound = (size: number | undefined): number => (sink.isTTY === true && size !== undefined && size > 0 ? size : Infinity);
  return { columns: bound(sink.columns), rows: bound(sink.rows) };
}

/** NO_COLOR and FORCE_COLOR decide; without them, whether it is a terminal that can. */
export function usesColour(sink: TextSink): boolean {
  if (process.env.NO_COLOR !== undefined && process.env.NO_COLOR !== '') return false;
  if (process.env.FORCE_COLOR !== undefined) return process.env.FORCE_COLOR !== '0';
  return takesSequences(sink);
}

/** Gives a text the colour of its tone. */
export type Painter = (text: string, tone: Tone) => string;

/** The painter for a sink; it leaves texts alone where no colours are wanted. */
export function painterFor(sink: TextSink): Painter {
  if (!usesColour(sink)) return (text) => text;
  return (text, tone) => (tone === 'plain' ? text : `\x1b[${sgr[tone]}m${text}\x1b[0m`);
}
