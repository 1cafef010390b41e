import type { ProcessStateName } from '../../policy/process/lifecycle.js';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import type { Tone } from '../text/theme.js';

/** How a state looks: a glyph and a word that say it without colour, and a tone. */
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
  backoff: { glyph: '◌', word: 'backoff', tone: 'progress' },
  circuit_open: { glyph: '✖', word: 'circuit open', tone: 'trouble' },
  completed: { glyph: '✔', word: 'completed', tone: 'good' },
  unknown: { glyph: '?', word: 'unknown', tone: 'progress' },
  failed: { glyph: '✖', word: 'failed', tone: 'trouble' },
};

/** How the state of a process looks. Trouble is red whatever the state; what runs is green once it is known to be well. */
export function stateWords(process: ProcessSnapshot): StateWords {
  const state = words[process.state];
  if (process.trouble) return { ...state, tone: 'trouble' };
  const unproven = process.health === 'pending' || process.circuit.state === 'half_open';
  return process.state === 'running' && unproven ? { ...state, tone: 'progress' } : state;
}

/** The name in a row; a glyph takes the place of what the names of containers begin with. */
export function rowName({ name, kind }: Pick<ProcessSnapshot, 'name' | 'kind'>): string {
  return kind === 'container' ? name.replace(/^container:/, '▣ ') : name;
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
