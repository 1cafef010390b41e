import type { LogBounds, LogWindow } from './log-window.js';
import { type Line, plainText, spreadLine } from './span.js';
import { formatCount } from './times.js';

/** The line over a log: whose it is, what it holds, how much, and where in it the reader is. */
export function logTitle(
  name: string,
  bounds: LogBounds,
  seen: LogWindow,
  offset: number,
  focused: boolean,
  width: number,
): Line {
  const narrow = width < 60;
  const count = bounds.nextSeq - bounds.firstSeq;
  const counted = `   ${formatCount(count)} ${count === 1 ? 'line' : 'lines'}`;
  const left: Line = [
    { text: ` ${plainText(name)}`, bold: focused, tone: focused ? 'plain' : 'dim' },
    { text: narrow ? '' : '  stdout + stderr', tone: 'dim' },
  ];
  const right: Line = [
    { text: offset === 0 ? '' : `   from column ${offset + 1}`, tone: 'progress' },
    { text: narrow && !seen.following ? '' : counted, tone: 'dim' },
    seen.following ? { text: '   following ', tone: 'good' } : { text: `   ${placeWords(seen)} `, tone: 'progress' },
  ];
  return spreadLine(left, right, width);
}

function placeWords({ newer, dropped }: LogWindow): string {
  if (dropped) return 'older lines were dropped';
  return newer === 0 ? 'held' : `scrolled, ${formatCount(newer)} below`;
}
