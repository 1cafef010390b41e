import { formatSeconds } from '../../policy/words/duration.js';
import { type CauseWords, causeWords } from '../../supervisor/snapshot/cause.js';
import { type CircuitSnapshot, countedFailures, type ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { rowName, stateWithCountdown } from '../state/words.js';
import { cellWidth } from '../text/cell-slice.js';
import { plainText, type Span } from '../text/span.js';
import type { Tone } from '../text/theme.js';

/** The moment for which cells are painted. */
export interface CellMoment {
  /** Monotonic milliseconds. */
  readonly now: number;
  /** Milliseconds since 1970. */
  readonly wall: number;
}

/** Dots up to here, numbers above it: "12/15". */
const mostDots = 7;

/** The cells of the circuit. */
export const circuitWidth = mostDots;

/** Uptimes from these on do not tick with every second, so that a quiet screen is not drawn for them. */
const steps = [
  { from: 60_000, stepMs: 30_000 },
  { from: 0, stepMs: 1000 },
];

const nothing: Span = { text: '', tone: 'dim' };

/** The NAME of a row. */
export function nameCell(process: ProcessSnapshot): Span {
  return span(plainText(rowName(process)));
}

/** The STATE of a row, with the one countdown that it has. */
export function stateCell(process: ProcessSnapshot, { now }: CellMoment, width: number): Span {
  const { glyph, word, tone } = stateWithCountdown(process, now, width);
  return span(`${glyph} ${word}`, tone);
}

const healthTones = { pending: 'progress', healthy: 'good', unhealthy: 'trouble' } as const;

/** What its checks say; blank where it has none, or is not up. */
export function healthCell({ health, state }: ProcessSnapshot): Span {
  return health === 'none' || state !== 'running' ? nothing : span(health, healthTones[health]);
}

/** For how long it has been up; blank where it is not. */
export function uptimeCell({ since }: ProcessSnapshot, { now }: CellMoment): Span {
  if (since === null) return nothing;
  const up = Math.max(0, now - since);
  const { stepMs } = steps.find(({ from }) => up >= from)!;
  return span(formatSeconds(Math.floor(up / stepMs) * stepMs));
}

/** The automatic restarts of a row since the last success. */
export function restartsCell({ restartCount }: ProcessSnapshot): Span {
  return span(restartCount > 99 ? '99+' : restartCount, restartCount === 0 ? 'dim' : 'plain');
}

/** The failures that count of those that open the circuit, as dots: red once it is open, half-filled on trial, blank without any. */
export function circuitCell({ circuit }: ProcessSnapshot, { now }: CellMoment): Span {
  return circuitDots({ ...circuit, failures: countedFailures(circuit, now) });
}

/** The failures that count of those that open the circuit, as dots. */
export function circuitDots(circuit: Pick<CircuitSnapshot, 'state' | 'threshold'> & { readonly failures: number }): Span {
  const { state, threshold } = circuit;
  if (state === 'open') return span(dots(circuit, threshold, '●'), 'trouble');
  if (state === 'half_open') return span(dots(circuit, threshold, '◐'), 'progress');
  const failures = Math.min(circuit.failures, threshold);
  return failures === 0 ? nothing : span(dots(circuit, failures, '●'), 'progress');
}

function dots({ threshold }: Pick<CircuitSnapshot, 'threshold'>, failures: number, filled: string): string {
  if (threshold > mostDots) return `${filled === '●' ? '' : `${filled} `}${failures}/${threshold}`;
  return filled.repeat(failures) + '○'.repeat(threshold - failures);
}

/** What is wrong with it, or what it waits for; blank where nothing is. How it ended is left out where there is no room for all. */
export function reasonCell(process: ProcessSnapshot, { now, wall }: CellMoment, width: number): Span {
  const words = causeWords(process, now, wall);
  const text = words === null ? '' : fittingReason(words, width);
  return span(text, process.trouble || process.state === 'backoff' ? 'plain' : 'dim');
}

/** A reason in at most `width` cells where that can be, else the cause alone, which is cut. */
export function fittingReason({ what, between, whole }: CauseWords, width: number): string {
  return [whole, ...between].map(plainText).find((text) => cellWidth(text) <= width) ?? plainText(what);
}

function span(text: string | number, tone: Tone = 'plain'): Span {
  return { text: String(text), tone };
}
