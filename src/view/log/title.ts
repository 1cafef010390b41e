import type { CauseWords } from '../../supervisor/snapshot/cause.js';
import { cellWidth } from '../text/cell-slice.js';
import { type Line, plainText, type Span } from '../text/span.js';
import { formatCount } from '../text/times.js';
import { type TitlePiece, titlePiece, titleRule } from './title-rule.js';
import type { LogWindow } from './window.js';

/** What the title of a log says. */
export interface TitleFacts {
  readonly name: string;
  readonly focused: boolean;
  readonly pinned: boolean;
  /** Why the process is as it is, where its row has no room for that; else empty. */
  readonly reason: string;
  readonly stderrOnly: boolean;
  /** What lines must have; empty where all are listed. */
  readonly filter: string;
  /** Whether older lines are hidden. */
  readonly cleared: boolean;
  /** Lines that are listed, and lines that are kept. */
  readonly listed: number;
  readonly kept: number;
  /** How much was searched for the list, from 0 to 1. */
  readonly progress: number;
  /** What a search found, and the hit where the user is, counted from 1; undefined without a search. */
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

/** The line over a log: whose it is, what is listed of it, how much, and where in it the reader is. */
export function logTitle(facts: TitleFacts, width: number): Line {
  const name = `${facts.pinned ? '▪ ' : ''}${plainText(facts.name)}`;
  return titleRule({ name, focused: facts.focused, left: leftPieces(facts), right: rightPieces(facts) }, width);
}

/** Whether the title of a log has room for the whole reason of its process. */
export function titleHolds(reason: string, name: string, width: number): boolean {
  // It leaves room at least for the place in the log.
  return cellWidth(plainText(reason)) <= width - cellWidth(plainText(name)) - 30;
}

/** The reason for the title of a log: at the greatest length for which there is room, else the cause alone. */
export function titleReason({ what, between, whole }: CauseWords, name: string, width: number): string {
  return [whole, ...between].find((text) => titleHolds(text, name, width)) ?? what;
}

function leftPieces({ reason, stderrOnly, filter, cleared }: TitleFacts): readonly TitlePiece[] {
  return [
    ...titlePiece(reason === '' ? '' : plainText(reason), 'plain', 5),
    ...titlePiece(stderrOnly ? 'stderr only' : '', 'progress', 3),
    ...titlePiece(filter === '' ? '' : `& ${plainText(filter)}`, 'progress', 2),
    ...titlePiece(cleared ? 'cleared' : '', 'progress', 1),
  ];
}

function rightPieces(facts: TitleFacts): readonly TitlePiece[] {
  const { offset, errors = 0, hits, reason } = facts;
  return [
    ...titlePiece(offset > 0 ? `from column ${offset + 1}` : '', 'progress', 2),
    ...titlePiece(hits === undefined ? '' : `${hits.at === undefined ? '' : 'match '}${hitWords(hits)}`, 'key', 4),
    // Where the reason needs the room, how much there is says less.
    ...titlePiece(reason === '' ? countWords(facts) : '', 'dim', 1),
    ...titlePiece(
      errors > 0 ? `${formatCount(errors)} ${errors === 1 ? 'error' : 'errors'}` : '',
      'trouble',
      reason === '' ? 3 : 1,
    ),
    { span: placeSpan(facts), priority: 6 },
  ];
}

function countWords({ listed, kept, progress, filter, stderrOnly, cleared }: TitleFacts): string {
  if (filter === '' && !stderrOnly && !cleared) return `${formatCount(kept)} ${kept === 1 ? 'line' : 'lines'}`;
  const share = progress < 1 ? `, ${Math.floor(progress * 100)} % searched` : '';
  return `${formatCount(listed)} of ${formatCount(kept)} lines ${filter === '' ? 'listed' : 'match'}${share}`;
}

/** Where in a search the user is: "3 of 41". */
export function hitWords({ at, count }: { readonly at: number | undefined; readonly count: number }): string {
  if (count === 0) return 'not found';
  return at === undefined ? `${formatCount(count)} found` : `${formatCount(at)} of ${formatCount(count)}`;
}

function placeSpan({ seen, dropped, fresh }: TitleFacts): Span {
  if (seen.following) return { text: 'following', tone: 'good' };
  if (dropped) return { text: 'older lines were dropped', tone: 'progress' };
  if (fresh > 0) return { text: `held ▼ ${formatCount(fresh)} new`, tone: 'key' };
  return { text: seen.newer === 0 ? 'held' : `held ▼ ${formatCount(seen.newer)} below`, tone: 'progress' };
}
