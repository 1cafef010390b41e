import { engineName, swarmName } from '../../policy/container/name.js';
import type { ProcessStateName } from '../../policy/process/lifecycle.js';
import { formatCountdown } from '../../policy/words/duration.js';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import type { Tone } from '../text/theme.js';

/** How a state is drawn: a glyph and a word that say it without colour, and a tone. */
export interface StateWords {
  readonly glyph: string;
  readonly word: string;
  readonly tone: Tone;
}

const words: Readonly<Record<ProcessStateName, StateWords>> = {
  stopped: { glyph: '○', word: 'stopped', tone: 'idle' },
  waiting: { glyph: '◔', word: 'waiting', tone: 'progress' },
  starting: { glyph: '◑', word: 'starting', tone: 'progress' },
  running: { glyph: '●', word: 'running', tone: 'good' },
  stopping: { glyph: '◐', word: 'stopping', tone: 'progress' },
  backoff: { glyph: '◌', word: 'retry', tone: 'progress' },
  circuit_open: { glyph: '✖', word: 'circuit', tone: 'trouble' },
  completed: { glyph: '✔', word: 'completed', tone: 'good' },
  unknown: { glyph: '?', word: 'unknown', tone: 'progress' },
  failed: { glyph: '✖', word: 'failed', tone: 'trouble' },
};

/** What the words for a state are made of. */
export interface StateFacts extends Pick<ProcessSnapshot, 'state' | 'trouble' | 'health' | 'failuresInRow' | 'failuresAllowed'> {
  readonly circuit: Pick<ProcessSnapshot['circuit'], 'state'>;
  /** Missing where it waits for no run by a schedule. */
  readonly nextRun?: ProcessSnapshot['nextRun'];
}

/**
 * How the state of a process is drawn, in the words of the header and of the filter. Trouble is red whatever the state; what runs is
 * green once it is known to be well.
 */
export function stateWords(process: StateFacts): StateWords {
  const { state, trouble } = process;
  const said = { ...words[state], ...(trouble ? { tone: 'trouble' as const } : {}) };
  if (state === 'waiting' && trouble && process.nextRun === undefined) return { ...said, word: 'blocked' };
  const isTrial = process.circuit.state === 'half_open' && (state === 'running' || state === 'starting');
  if (isTrial) return { ...said, word: 'trial', tone: trouble ? 'trouble' : 'progress' };
  return state === 'running' && process.health === 'pending' ? { ...said, tone: trouble ? 'trouble' : 'progress' } : said;
}

/**
 * The state with how far it is and when it goes on, in at most `width` cells: "retry 4/5 in 3s", "circuit 42s", "stopping 7s".
 * What does not fit is left out whole.
 * @param now monotonic milliseconds
 */
export function stateWithCountdown(process: ProcessSnapshot, now: number, width: number): StateWords {
  return stateWithin(process, process.dueAt === null ? null : process.dueAt - now, width);
}

/** The state of a process, and when it goes on, in at most `width` cells. @param leftMs until it goes on by itself; null where it does not */
export function stateWithin(process: StateFacts, leftMs: number | null, width: number): StateWords {
  const said = stateWords(process);
  const left = leftMs === null ? '' : formatCountdown(leftMs);
  const fits = (word: string): boolean => said.glyph.length + 1 + word.length <= width;
  const word = forms(process, said.word, left).find(fits);
  return word === undefined ? said : { ...said, word };
}

function forms({ state, failuresInRow, failuresAllowed }: StateFacts, word: string, left: string): readonly string[] {
  if (state === 'backoff') {
    const count = `${word} ${failuresInRow}/${failuresAllowed}`;
    return left === '' ? [count] : [`${count} in ${left}`, `${count} ${left}`, count];
  }
  return left === '' ? [word] : [`${word} ${left}`, word];
}

/** The name in a row; a glyph takes the place of what the names of containers and services begin with. */
export function rowName({ name, kind }: Pick<ProcessSnapshot, 'name' | 'kind'>): string {
  if (kind === 'service') return `▤ ${swarmName(name)}`;
  return kind === 'container' ? `▣ ${engineName(name)}` : name;
}

const down: ReadonlySet<ProcessStateName> = new Set(['stopped', 'completed', 'failed']);

/** Whether it is up, on its way, or will come by itself. */
export function isAlive(process: ProcessSnapshot): boolean {
  if (process.state === 'circuit_open') return process.dueAt !== null;
  return !down.has(process.state);
}

/** Whether quitting would end it; containers go on. */
export function endsWithUs(process: ProcessSnapshot): boolean {
  return process.kind === 'process' && isAlive(process);
}
