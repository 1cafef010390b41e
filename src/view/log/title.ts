import { type Line, lineWidth, plainText, type Span, spreadLine } from '../text/span.js';
import { formatCount } from '../text/times.js';
import type { LogWindow } from './window.js';

/** What the title of a log says. */
export interface TitleFacts {
  readonly name: string;
  readonly focused: boolean;
  readonly pinned: boolean;
  readonly stderrOnly: boolean;
  /** What lines must have; empty where all are listed. */
  readonly filter: string;
  /** Whether older lines are hidden. */
  readonly cleared: boolean;
  /** Lines that are listed, and lines that are kept. */
  readonly listed: number;
  readonly kept: number;
  /** How much was looked at for the list, from 0 to 1. */
  readonly progress: number;
  /** What a search found, and the hit where the person is, counted from 1; undefined without a search. */
  readonly hits: { readonly at: number | undefined; readonly count: number } | undefined;
  /** Errors since the start; undefined where nobody counts them. */
  readonly errors: number | undefined;
  readonly seen: LogWindow;
  /** Whether the line that was held is no longer kept. */
  readonly dropped: boolean;
  /** Lines below the window that came since following ended. */
  readonly fresh: number;
  /** The first column of the text that is seen. */
  readonly offset: number;
}

interface Piece {
  readonly span: Span;
  /** Those of the highest stay longest where there is less room. */
  readonly priority: number;
}

/** The line over a log: whose it is, what is listed of it, how much, and where in it the reader is. */
export function logTitle(facts: TitleFacts, width: number): Line {
  const { focused, pinned } = facts;
  const name: Span = {
    text: ` ${pinned ? '▪ ' : ''}${plainText(facts.name)}`,
    bold: focused,
    tone: focused ? 'plain' : 'dim',
  };
  const left = fitting(leftPieces(facts), width - lineWidth([name]) - lineWidth(fitting(rightPieces(facts), width - 12)));
  const right = fitting(rightPieces(facts), width - Math.min(lineWidth([name]), 24));
  return spreadLine([name, ...left], right, width);
}

function leftPieces({ stderrOnly, filter, cleared }: TitleFacts): readonly Piece[] {
  const streams: Piece = {
    span: { text: stderrOnly ? '  stderr only' : '  stdout + stderr', tone: stderrOnly ? 'progress' : 'dim' },
    priority: stderrOnly ? 3 : 0,
  };
  const filtered: readonly Piece[] =
    filter === '' ? [] : [{ span: { text: `  & ${plainText(filter)}`, tone: 'progress' }, priority: 2 }];
  const hidden: readonly Piece[] = cleared ? [{ span: { text: '  cleared', tone: 'progress' }, priority: 1 }] : [];
  return [streams, ...filtered, ...hidden];
}

function rightPieces(facts: TitleFacts): readonly Piece[] {
  const { offset, errors, hits } = facts;
  const pieces: Piece[] = [];
  if (offset > 0) pieces.push({ span: { text: `   from column ${offset + 1}`, tone: 'progress' }, priority: 2 });
  if (hits !== undefined) pieces.push({ span: { text: `   ${hitWords(hits)}`, tone: 'key' }, priority: 4 });
  pieces.push({ span: { text: `   ${countWords(facts)}`, tone: 'dim' }, priority: 1 });
  if (errors !== undefined && errors > 0) {
    pieces.push({
      span: { text: `   ${formatCount(errors)} ${errors === 1 ? 'error' : 'errors'}`, tone: 'trouble' },
      priority: 3,
    });
  }
  pieces.push({ span: placeSpan(facts), priority: 5 });
  return pieces;
}

function countWords({ listed, kept, progress, filter, stderrOnly, cleared }: TitleFacts): string {
  if (filter === '' && !stderrOnly && !cleared) return `${formatCount(kept)} ${kept === 1 ? 'line' : 'lines'}`;
  const share = progress < 1 ? `   looking, ${Math.floor(progress * 100)} %` : '';
  return `${formatCount(listed)} of ${formatCount(kept)} lines ${filter === '' ? 'listed' : 'match'}${share}`;
}

/** Where in a search the person is: "3 of 41". */
export function hitWords({ at, count }: { readonly at: number | undefined; readonly count: number }): string {
  if (count === 0) return 'not found';
  return at === undefined ? `${formatCount(count)} found` : `${formatCount(at)} of ${formatCount(count)}`;
}

function placeSpan({ seen, dropped, fresh }: TitleFacts): Span {
  if (seen.following) return { text: '   following ', tone: 'good' };
  if (dropped) return { text: '   older lines were dropped ', tone: 'progress' };
  if (fresh > 0) return { text: `   ▼ ${formatCount(fresh)} new `, tone: 'key' };
  return { text: seen.newer === 0 ? '   held ' : `   scrolled, ${formatCount(seen.newer)} below `, tone: 'progress' };
}

/** As many of the pieces as there is room for, in their order; those of lowest priority go first. */
function fitting(pieces: readonly Piece[], width: number): Line {
  let kept = pieces;
  while (kept.length > 1 && lineWidth(kept.map(({ span }) => span)) > width) {
    const lowest = Math.min(...kept.map(({ priority }) => priority));
    kept = kept.filter(({ priority }) => priority !== lowest);
  }
  return kept.map(({ span }) => span);
}
