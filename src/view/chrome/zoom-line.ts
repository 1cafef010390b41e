import type { KeyBindings } from '../commands/command.js';
import { hitWords, type TitleFacts } from '../log/title.js';
import { type Line, lineWidth, plainText, type Span, spreadLine } from '../text/span.js';
import { cutMiddle, leastName } from '../text/terminal.js';
import { formatCount } from '../text/times.js';

/** The line under a log that has the whole screen: whose it is, where in it the reader is, and the way back. */
export function zoomLine(facts: TitleFacts, search: string, keymap: KeyBindings, width: number): Line {
  const { name, seen, fresh, hits } = facts;
  const left: Span[] = [];
  if (seen.following) left.push({ text: '   following', tone: 'good' });
  else left.push({ text: fresh > 0 ? `   held ▼ ${formatCount(fresh)} new` : '   held', tone: 'progress' });
  if (hits !== undefined) left.push({ text: `   /${plainText(search)} ${hitWords(hits)}`, tone: 'key' });
  if (facts.filter !== '') left.push({ text: `   & ${plainText(facts.filter)}`, tone: 'progress' });
  const follow = seen.following ? '' : '   {scroll.last} follow';
  const right: Line = [{ text: `   ${keymap.say(`{pane.zoom} back${follow}`)} `, tone: 'dim' }];
  const shown = width < 30 ? [] : right;
  const room = Math.max(leastName, width - lineWidth([...left, ...shown]) - 1);
  const start: Span = { text: ` ${cutMiddle(plainText(name), room)}`, bold: true };
  return spreadLine([start, ...left], shown, width);
}
