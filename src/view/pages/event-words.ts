import { explainExit } from '../../policy/diagnosis/exit-words.js';
import { describeExit, type ExitFact, exitFact } from '../../policy/restart/exit.js';
import { formatDuration } from '../../policy/words/duration.js';
import type { EventRecord } from '../../supervisor/events/history.js';
import type { EventName } from '../../supervisor/events/table.js';
import type { Tone } from '../text/theme.js';

/** An event for the user: whose it is, what happened, and how that is. */
export interface EventWords {
  /** Empty where it is of the whole run. */
  readonly whose: string;
  readonly text: string;
  readonly tone: Tone;
}

type Fields = Readonly<Record<string, string | number | boolean | null>>;

const plain = (text: string, tone: Tone = 'plain') => ({ text, tone });
const count = (value: unknown, word: string): string => `${value} ${word}${value === 1 ? '' : 's'}`;

const sayings: Readonly<Record<EventName, (fields: Fields) => { readonly text: string; readonly tone: Tone }>> = {
  registered: () => plain('registered', 'dim'),
  starting: () => plain('starting', 'dim'),
  started: ({ pid }) => plain(`started, pid ${pid}`, 'good'),
  exited: ({ code, signal, by, why, outOfMemory }) => {
    const exit = exitFact({ code, signal, outOfMemory } as unknown as ExitFact);
    if (by === undefined || by === 'itself') return plain(`ended with ${explainExit(exit)}`, code === 0 ? 'plain' : 'trouble');
    const isTrouble = by === 'health' || by === 'memory';
    return plain(`ended with ${describeExit(exit)}, ${why}`, isTrouble ? 'trouble' : 'plain');
  },
  stopped: () => plain('stopped', 'idle'),
  restarting: () => plain('restarting', 'progress'),
  error: ({ error }) => plain(`cannot be started: ${error}`, 'trouble'),
  stdout: ({ data }) => plain(String(data)),
  stderr: ({ data }) => plain(String(data)),
  health_ok: () => plain('health check passed', 'good'),
  health_failed: ({ failures, error }) =>
    failures === 0
      ? plain(`health check failed: ${error}; not counted, still in its start period`, 'dim')
      : plain(`health check failed: ${error}; ${failures} in a row`, 'trouble'),
  circuit_open: ({ failures }) => plain(`circuit opened after ${count(failures, 'failure')}`, 'trouble'),
  circuit_reset: () => plain('circuit and counts reset by hand'),
  max_restarts: ({ restartCount }) => plain(`gave up after ${count(restartCount, 'restart')}`, 'trouble'),
  shutdown: () => plain('shutting down', 'progress'),
  container_exit: ({ exitCode, why, outOfMemory }) => {
    const asked = why === undefined || why === '' ? '' : `, ${why}`;
    const isTrouble = exitCode !== 0 && asked === '';
    const exit = exitFact({ code: exitCode, signal: null, outOfMemory } as unknown as ExitFact);
    // It may still turn out that it was asked for outside, so nothing is guessed.
    const words = asked === '' && exit.outOfMemory === true ? explainExit(exit) : describeExit(exit);
    return plain(`container ended with ${words}${asked}`, isTrouble ? 'trouble' : 'plain');
  },
  container_restart: () => plain('container is restarted', 'progress'),
  container_health_failed: () => plain('container failed its health checks', 'trouble'),
  backoff: ({ delayMs, attempt }) => plain(`restart ${attempt} in ${formatDuration(Number(delayMs))}`, 'progress'),
  circuit_half_open: () => plain('trial start', 'progress'),
  circuit_closed: () => plain('circuit closed', 'good'),
  waiting: ({ for: awaited, blocked = null }) =>
    blocked === null ? plain(`waits for ${awaited}`, 'progress') : plain(`blocked: ${blocked}`, 'trouble'),
  crashed: ({ cause }) => plain(`cause: ${cause}`, 'trouble'),
  notice: ({ text }) => plain(String(text)),
  state: ({ from, to, reason, why = reason }) =>
    plain([`${stateName(from)} → ${stateName(to)}`, why].filter(Boolean).join(': '), 'dim'),
};

/** Says an event in words. One that this version does not know is shown with its fields. */
export function eventWords(record: EventRecord): EventWords {
  const { seq: _seq, at: _at, event, name, containerName, ...fields } = record;
  const whose = String(name ?? containerName ?? '');
  if (Object.hasOwn(sayings, event)) {
    return { whose, ...sayings[event as EventName](fields) };
  }
  const rest = Object.entries(fields).map(([key, value]) => `${key} ${value}`);
  return { whose, text: [event, ...rest].join(', '), tone: 'plain' };
}

function stateName(state: string | number | boolean | null | undefined): string {
  // As the table has it.
  return state === 'backoff' ? 'retry' : String(state).replace('_', ' ');
}
