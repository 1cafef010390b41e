import type { Health } from '../health/probing.js';
import { type ProcessStateName, processStateNames } from '../process/lifecycle.js';
import { formatDuration, parseDuration, writtenDuration } from '../words/duration.js';
import { nearest } from '../words/nearest.js';

const healthWords = ['healthy', 'unhealthy', 'pending'] as const;

/** What can be expected of a process: its state, or what its checks say. */
type ExpectedState = ProcessStateName | Exclude<Health, 'none'>;

/** What is expected of one process. `text` is how the user wrote it. */
export type Expectation = { readonly text: string; readonly name: string } & (
  | { readonly kind: 'is'; readonly state: ExpectedState; readonly byMs: number }
  | { readonly kind: 'restarts'; readonly atMost: number }
  | { readonly kind: 'never_starts' }
);

/** How a process was from a moment on, in milliseconds after the start. */
export interface SeenState {
  readonly atMs: number;
  readonly state: ProcessStateName;
  readonly health: Health;
}

/** What became of an expectation. */
export interface Judgement {
  readonly text: string;
  readonly ok: boolean;
  /** Why not; empty where it holds. */
  readonly because: string;
}

const form = 'write NAME is STATE by T, NAME restarts at most N, or NAME never starts';

/** Reads one expectation; what is wrong with it in words where it is none. */
export function parseExpectation(text: string): Expectation | { readonly message: string; readonly hint: string } {
  const words = text.trim();
  const is = /^(\S+)\s+is\s+(\S+)\s+by\s+(\S+)$/.exec(words);
  if (is !== null) {
    const [, name, state, time] = is as unknown as [string, string, string, string];
    const states: readonly string[] = [...processStateNames.filter((each) => each !== 'unknown'), ...healthWords];
    if (!states.includes(state)) {
      const close = nearest(state, states);
      const hint = close === undefined ? `states are ${states.join(', ')}` : `did you mean ${close}?`;
      return { message: `there is no state "${state}"`, hint };
    }
    const byMs = parseDuration(time);
    if (byMs === undefined) return { message: `"${time}" is no time`, hint: 'write a duration such as 500ms, 10s or 5m' };
    return { text: words, name, kind: 'is', state: state as ExpectedState, byMs };
  }
  const restarts = /^(\S+)\s+restarts\s+at\s+most\s+(\d{1,6})(?:\s+times?)?$/.exec(words);
  if (restarts !== null) return { text: words, name: restarts[1]!, kind: 'restarts', atMost: Number(restarts[2]) };
  const never = /^(\S+)\s+never\s+starts$/.exec(words);
  if (never !== null) return { text: words, name: never[1]!, kind: 'never_starts' };
  return { message: `"${words.slice(0, 100)}" is no expectation`, hint: form };
}

/** Whether an expectation holds. @param seen how the process was, the oldest first; @param starts when its children were started */
export function judge(expectation: Expectation, seen: readonly SeenState[], starts: readonly number[]): Judgement {
  const { text, name } = expectation;
  const verdict = (ok: boolean, because: string): Judgement => ({ text, ok, because: ok ? '' : because });
  switch (expectation.kind) {
    case 'is': {
      const { state, byMs } = expectation;
      const first = seen.find((each) => each.state === state || each.health === state);
      if (first !== undefined && first.atMs <= byMs) return verdict(true, '');
      const then = seen.findLast(({ atMs }) => atMs <= byMs);
      const was = then === undefined ? 'not there' : then.health === 'none' ? then.state : `${then.state}, ${then.health}`;
      const later = first === undefined ? `never ${state}` : `${state} only at ${formatDuration(first.atMs)}`;
      return verdict(false, `${name} was ${was} at ${writtenDuration(byMs)}, and ${later}`);
    }
    case 'restarts': {
      const restarts = Math.max(0, starts.length - 1);
      return verdict(restarts <= expectation.atMost, `${name} restarted ${restarts === 1 ? 'once' : `${restarts} times`}`);
    }
    case 'never_starts':
      return verdict(starts.length === 0, `${name} started at ${formatDuration(starts[0] ?? 0)}`);
  }
}
