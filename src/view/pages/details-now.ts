import { formatDuration, formatSeconds } from '../../policy/words/duration.js';
import { causeBesideAt } from '../../supervisor/snapshot/cause.js';
import { countedFailures, type ProcessSnapshot, reasonAt } from '../../supervisor/snapshot/process.js';
import { staleOf } from '../../supervisor/snapshot/status.js';
import { stateWords } from '../state/words.js';
import { type Line, plainText } from '../text/span.js';
import { formatMoment } from '../text/times.js';
import { urlSpan } from '../text/web-address.js';
import { type DetailsRow, section, spaced, wrappedRows } from './details-rows.js';

/** The line over the details: the process, its state and its health. */
export function detailsHead(process: ProcessSnapshot): Line {
  const { glyph, word, tone } = stateWords(process);
  const health = process.health === 'none' ? '' : process.health;
  return [
    { text: ` ${plainText(process.name)}`, bold: true },
    { text: '   ' },
    ...spaced({ text: `${glyph} ${word}`, tone }, { text: health, tone }),
  ];
}

/** What is true of a process at this moment, and what happens next. `wall` in milliseconds since 1970. */
export function nowSection(process: ProcessSnapshot, now: number, wall: number, width: number): readonly DetailsRow[] {
  const { pid, since, startCount, lastStartTime, restartCount, desired } = process;
  const stale = staleOf(process);
  const url = urlSpan(process.url);
  const reason = reasonAt(process, now);
  const cause = process.death?.cause ? causeBesideAt(process, now, wall) : null;
  const tone = process.trouble ? 'trouble' : 'plain';
  const rows: readonly DetailsRow[] = [
    ...(cause === null ? [] : wrappedRows('cause', cause, width, { text: '' }, tone)),
    ...wrappedRows('reason', reason, width, { text: '' }, tone),
    {
      key: 'counts',
      line: spaced(
        { text: `desired: ${desired}` },
        { text: pid === null ? '' : `pid ${pid}` },
        { text: since === null || process.timedReason?.time === 'up' ? '' : `up ${formatSeconds(now - since)}` },
        { text: stale === null ? '' : stale ? 'stale' : 'fresh' },
        { text: startCount === 0 ? 'never started' : `started ${times(startCount)}, last ${formatMoment(lastStartTime, wall)}` },
      ),
    },
    ...(url === undefined ? [] : [{ key: 'url', line: [url] }]),
    { key: 'circuit', line: spaced({ text: restarts(restartCount) }, ...circuitSpans(process, now)) },
  ];
  return section('Now', rows);
}

/** "once", "twice", "3 times". */
export function times(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`;
}

function restarts(count: number): string {
  if (count === 0) return 'no restarts';
  return `${count} ${count === 1 ? 'restart' : 'restarts'} without a success`;
}

function circuitSpans({ circuit }: ProcessSnapshot, now: number): Line {
  const failures = countedFailures(circuit, now);
  const counted = `${failures} of ${circuit.threshold} failures in ${formatDuration(circuit.windowMs)}`;
  const tone = circuit.state === 'open' ? 'trouble' : circuit.state === 'half_open' ? 'progress' : 'plain';
  return [{ text: `circuit ${circuit.state.replace('_', '-')}`, tone }, { text: counted }];
}
