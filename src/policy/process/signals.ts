import { nearest } from '../words/nearest.js';

/** The signals that can be sent to a process by hand, without SIGKILL, which would be an end that nobody asked for. */
export const sentSignals = [
  'SIGHUP',
  'SIGINT',
  'SIGQUIT',
  'SIGILL',
  'SIGTRAP',
  'SIGABRT',
  'SIGBUS',
  'SIGFPE',
  'SIGUSR1',
  'SIGSEGV',
  'SIGUSR2',
  'SIGPIPE',
  'SIGALRM',
  'SIGTERM',
  'SIGCHLD',
  'SIGCONT',
  'SIGSTOP',
  'SIGTSTP',
  'SIGTTIN',
  'SIGTTOU',
  'SIGURG',
  'SIGXCPU',
  'SIGXFSZ',
  'SIGVTALRM',
  'SIGPROF',
  'SIGWINCH',
  'SIGIO',
  'SIGSYS',
] as const satisfies readonly NodeJS.Signals[];

/** A signal that can be sent by hand. */
export type SentSignal = (typeof sentSignals)[number];

/** Reads the name of a signal as people write it: "SIGHUP", "HUP", "hup". What cannot be sent has a reason, and what to do. */
export function parseSignal(written: string): { readonly signal: SentSignal } | { readonly fault: string } {
  const upper = written.toUpperCase();
  const name = upper.startsWith('SIG') ? upper : `SIG${upper}`;
  if (name === 'SIGKILL') return { fault: 'SIGKILL is no signal to send: it ends a process, which "watchdog kill" does' };
  const signal = sentSignals.find((each) => each === name);
  if (signal !== undefined) return { signal };
  const close = nearest(
    name.slice('SIG'.length),
    sentSignals.map((each) => each.slice('SIG'.length)),
  );
  const hint = close === undefined ? 'write a name such as HUP, USR1 or TERM' : `did you mean ${close}?`;
  return { fault: `no signal is called ${JSON.stringify(written.slice(0, 40))}; ${hint}` };
}
