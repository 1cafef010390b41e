import type { EventRecord } from '../../supervisor/events/history.js';
import type { Page } from '../state/page.js';
import { cellWidth } from '../text/cell-slice.js';
import { fitLine, type Line, plainText, spreadLine } from '../text/span.js';
import { fitMiddle } from '../text/terminal.js';
import { formatCount, formatMoment } from '../text/times.js';
import { eventWords } from './event-words.js';
import { filterEvents, withoutRepeats } from './filter-events.js';

/** What the page of events is drawn from. */
export interface EventsFacts {
  readonly records: readonly EventRecord[];
  /** Words that an event must hold; empty shows all. */
  readonly filter: string;
  /** Whether the end is followed. */
  readonly following: boolean;
  /** Milliseconds since 1970. */
  readonly wall: number;
  /** What follows the end again, for the head. */
  readonly followHint: string;
}

const widestName = 20;

/** What happened, a line each, the newest last. Every line is `width` cells. */
export function eventsPage({ records, filter, following, wall, followHint }: EventsFacts, width: number): Page {
  const news = withoutRepeats(records);
  const shown = filterEvents(news, filter);
  const nameWidth = Math.min(widestName, Math.max(0, ...shown.map(({ name }) => cellWidth(plainText(String(name ?? ''))))));
  const empty: Line = [{ text: filter === '' ? '   no events yet' : '   no events match', tone: 'dim' }];
  return {
    head: [head(news.length, shown.length, filter, following ? undefined : followHint, width)],
    lines: shown.length === 0 ? [fitLine(empty, width)] : shown.map((record) => eventLine(record, nameWidth, wall, width)),
    keys: shown.map(({ seq }) => String(seq)),
    hasCursor: shown.length > 0,
    cutText: (key) => {
      const record = shown.find(({ seq }) => String(seq) === key);
      return record && cutText(record, nameWidth, wall, width);
    },
  };
}

function head(all: number, shown: number, filter: string, held: string | undefined, width: number): Line {
  const counted = filter === '' ? formatCount(all) : `${formatCount(shown)} of ${formatCount(all)} with "${plainText(filter)}"`;
  return spreadLine(
    [
      { text: ' Events', bold: true },
      { text: `   ${counted}`, tone: 'dim' },
    ],
    held === undefined ? [{ text: '   following ', tone: 'good' }] : [{ text: `   held, ${held} `, tone: 'progress' }],
    width,
  );
}

function cutText(record: EventRecord, nameWidth: number, wall: number, width: number): string | undefined {
  const { whose, text } = eventWords(record);
  const room = width - formatMoment(record.at, wall).length - nameWidth - 5;
  if (cellWidth(plainText(text)) <= room && cellWidth(plainText(whose)) <= nameWidth) return undefined;
  return whose === '' ? text : `${whose}: ${text}`;
}

interface Drawn {
  readonly line: Line;
  readonly width: number;
  readonly nameWidth: number;
  readonly time: string;
}

// A record never changes, and a frame draws all lines of the page, so each is made once.
const drawn = new WeakMap<EventRecord, Drawn>();

function eventLine(record: EventRecord, nameWidth: number, wall: number, width: number): Line {
  const time = formatMoment(record.at, wall);
  const known = drawn.get(record);
  if (known?.width === width && known.nameWidth === nameWidth && known.time === time) return known.line;
  const { whose, text, tone } = eventWords(record);
  const line = fitLine(
    [
      { text: ` ${time}  `, tone: 'dim' },
      { text: fitMiddle(plainText(whose), nameWidth) },
      { text: '  ' },
      { text: plainText(text), tone },
    ],
    width,
  );
  drawn.set(record, { line, width, nameWidth, time });
  return line;
}
