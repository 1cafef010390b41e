import { describeExit, describeRequest, type ExitFact, type ExitRecord, requestOf, shellExitMeaning } from '../restart/exit.js';

/** What signals mean for the reader who finds a process ended by one. */
const signalMeanings: Readonly<Record<string, string>> = {
  SIGHUP: 'its terminal was closed, or it was sent a hangup',
  SIGINT: 'interrupted, as by Ctrl+C',
  SIGQUIT: 'asked to quit with a core dump',
  SIGILL: 'illegal instruction, perhaps built for another processor',
  SIGTRAP: 'stopped at a trap, as a fatal check in native code does',
  SIGABRT: 'aborted itself: a failed assertion, or V8 out of memory',
  SIGBUS: 'bad memory access, perhaps a mapped file that shrank',
  SIGFPE: 'arithmetic error, such as a division by zero',
  SIGKILL: 'perhaps out of memory',
  SIGSEGV: 'bad memory access',
  SIGPIPE: 'wrote to a closed pipe',
  SIGALRM: 'an alarm that it did not handle',
  SIGTERM: 'asked to end by another process',
  SIGXCPU: 'over its limit of processor time',
  SIGXFSZ: 'over its limit of file size',
  SIGSYS: 'made a system call that it may not make',
};

/**
 * The signals that a shell's exit code above 128 can stand for, where all systems number them alike.
 * Source: POSIX.1-2024, Shell Command Language, 2.8.2 Exit Status for Commands; the numbers of `kill` there.
 */
const numberedSignals: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL',
  5: 'SIGTRAP',
  6: 'SIGABRT',
  8: 'SIGFPE',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  13: 'SIGPIPE',
  14: 'SIGALRM',
  15: 'SIGTERM',
  24: 'SIGXCPU',
  25: 'SIGXFSZ',
};

/** The signal that ended a process, also where a shell passed it on as an exit code; undefined where none did. */
export function endingSignal({ code, signal }: ExitFact): string | undefined {
  return signal ?? numberedSignals[(code ?? 0) - 128];
}

/** The signal that ended a process with what it means: "SIGSEGV: bad memory access"; undefined where none did. */
export function explainEndingSignal(exit: ExitFact): string | undefined {
  const signal = endingSignal(exit);
  if (signal === undefined) return undefined;
  const meaning = meaningOf(signal, exit);
  return meaning === undefined ? signal : `${signal}: ${meaning}`;
}

/** What else is reported of a container that ended after a kill in it. */
export const killedInside = 'a process in it was killed, out of memory';

function meaningOf(signal: string, { outOfMemory }: ExitFact): string | undefined {
  if (signal !== 'SIGKILL' || outOfMemory === undefined) return signalMeanings[signal];
  return outOfMemory ? 'out of memory' : 'killed by another process or at a limit';
}

/** Says an exit with what it means: "exit code 127: command not found", "exit code 137: SIGKILL, perhaps out of memory", "exit code 1". */
export function explainExit(exit: ExitFact): string {
  const said = describeExit(exit);
  const signal = endingSignal(exit);
  if (signal === undefined) {
    const meaning = exit.outOfMemory === true ? killedInside : shellExitMeaning(exit.code);
    return meaning === undefined ? said : `${said}: ${meaning}`;
  }
  const meaning = meaningOf(signal, exit);
  const named = exit.signal === null ? [signal] : [];
  const words = [...named, ...(meaning === undefined ? [] : [meaning])].join(', ');
  return words === '' ? said : `${said}: ${words}`;
}

/** Whether `explainExit` says more than which exit it was, and more than a state that it leads to. */
export function isExplained(exit: ExitFact): boolean {
  // What the codes of a shell mean is in the reason of the state already.
  const signal = endingSignal(exit);
  return signal === undefined ? exit.outOfMemory === true : exit.signal === null || meaningOf(signal, exit) !== undefined;
}

/**
 * Says how a life ended: with what an exit means where nobody asked for it, else with who asked and why, which needs no guess.
 * "exit code 137: SIGKILL, perhaps out of memory", "signal SIGTERM, restarted by hand".
 */
export function explainEnd(exit: ExitRecord): string {
  const request = requestOf(exit);
  if (request === undefined) return explainExit(exit);
  if (request.by === 'health' || request.by === 'memory') return `${request.why}; ended with ${describeExit(exit)}`;
  return `${describeExit(exit)}, ${describeRequest(request)}`;
}
