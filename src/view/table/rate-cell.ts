import { rateSpanMs } from '../../supervisor/log/rate-spans.js';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import type { Span } from '../text/span.js';
import { bars } from '../text/sparkline.js';
import type { CellMoment } from './cells.js';

/** The cells of a rate line: one for each 2 s of the last twelve. */
export const rateWidth = 6;

/** A count may be on its way for so long, in milliseconds; before that, a span without one is no silence. */
const onItsWayMs = 250;

/**
 * How fast lines came into its log lately, as bars of 2 s, the latest on the right; blank where none came. The bars mean the same
 * in all rows and at all times: the lowest up to 3 lines a second, and each further one about three times as many.
 */
export function rateCell({ logRate }: ProcessSnapshot, { now }: CellMoment): Span {
  if (!logRate) return { text: '', tone: 'dim' };
  const silent = Math.max(0, Math.floor((now - onItsWayMs - logRate.until) / rateSpanMs));
  const shown = [...logRate.lines.slice(-rateWidth), ...new Array<number>(Math.min(silent, rateWidth)).fill(0)];
  return { text: shown.slice(-rateWidth).map(barOf).join('').trimEnd(), tone: 'dim' };
}

function barOf(lines: number): string {
  if (lines === 0) return ' ';
  const perSecond = (lines * 1000) / rateSpanMs;
  const level = Math.floor(Math.log10(perSecond) * 2);
  return bars[Math.max(0, Math.min(level, bars.length - 1))]!;
}
