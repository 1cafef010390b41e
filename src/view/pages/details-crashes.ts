import type { CrashCard } from '../../policy/diagnosis/crash.js';
import { sayCause } from '../../policy/diagnosis/diagnose.js';
import { plainText } from '../text/span.js';
import { formatMoment } from '../text/times.js';
import { errorOf } from './crash.js';
import { times } from './details-now.js';
import { type DetailsRow, section, wrappedRows } from './details-rows.js';

const shown = 5;

/** The different deaths, the newest first, each with its likely cause. */
export function crashesSection(cards: readonly CrashCard[], wall: number, width: number, hint: string): readonly DetailsRow[] {
  const newest = cards.toReversed();
  const rows = newest.slice(0, shown).flatMap((card): readonly DetailsRow[] => {
    const {
      id,
      at,
      count,
      words,
      causes: [cause],
    } = card;
    const error = errorOf(card);
    const said = cause === undefined ? '' : sayCause(cause);
    // The error with its place says all that the error says.
    const isSame = cause?.kind === 'error';
    return [
      {
        key: `card ${id}`,
        line: [
          { text: `${formatMoment(at, wall)}  `, tone: 'dim' },
          { text: isSame ? plainText(said) : error, tone: 'trouble' },
          { text: error === plainText(words) ? '' : `   ${plainText(words)}`, tone: 'dim' },
          { text: count === 1 ? '' : `   ${times(count)}`, tone: 'dim' },
        ],
      },
      ...(said === '' || isSame ? [] : wrappedRows(`card ${id} cause`, said, width, { text: '  ' })),
    ];
  });
  const more = cards.length - shown;
  const rest: readonly DetailsRow[] = more > 0 ? [{ key: 'more', line: [{ text: `and ${more} more`, tone: 'dim' }] }] : [];
  return section('Crashes', [...rows, ...rest], hint);
}
