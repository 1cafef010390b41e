import { formatCountdown, formatDuration, formatSeconds } from '../../policy/words/duration.js';
import { countedFailures, type ProcessSnapshot, reasonAt } from '../../supervisor/snapshot/process.js';
import { stateWords } from '../state/words.js';
import { type Line, plainText } from '../text/span.js';
import { formatMoment } from '../text/times.js';
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
  const rows: readonly DetailsRow[] = [
    ...wrappedRows('reason', reasonAt(process, now), width, { text: '' }, process.trouble ? 'trouble' : 'plain'),
    {
      key: 'counts',
      line: spaced(
        { text: `wanted ${desired}` },
        { text: pid === null ? '' : `pid ${pid}` },
        { text: since === null ? '' : `up ${formatSeconds(now - since)}` },
        { text: startCount === 0 ? 'never started' : `started ${times(startCount)}, last ${formatMoment(lastStartTime, wall)}` },
      ),
    },
    { key: 'circuit', line: spaced({ text: restarts(restartCount) }, ...circuitSpans(process, now)) },
    { key: 'next', line: [{ text: nextWords(process, now), tone: process.dueAt === null ? 'dim' : 'progress' }] },
  ];
  return section('Now', rows);
}

/** "once", "twice", "3 times". */
export function times(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`;
}

function restarts(count: number): string {
  return count === 0 ? 'no restarts since its last success' : `restarted ${times(count)} since its last success`;
}

function circuitSpans({ circuit }: ProcessSnapshot, now: number): Line {
  const failures = countedFailures(circuit, now);
  const counted = `${failures} of ${circuit.threshold} failures in ${formatDuration(circuit.windowMs)}`;
  const tone = circuit.state === 'open' ? 'trouble' : circuit.state === 'half_open' ? 'progress' : 'plain';
  return [{ text: `circuit ${circuit.state.replace('_', '-')}`, tone }, { text: counted }];
}

function nextWords({ state, dueAt, desired }: ProcessSnapshot, now: number): string {
  if (dueAt === null) return state === 'running' || desired === 'down' ? 'nothing is due' : 'nothing is due by itself';
  const what = state === 'stopping' ? 'SIGKILL' : state === 'circuit_open' ? 'trial start' : 'next start';
  return `${what} in ${formatCountdown(dueAt - now)}`;
}
