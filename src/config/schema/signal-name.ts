import { constants } from 'node:os';
import { nearest } from '../../policy/words/nearest.js';
import { quote } from '../problems/words.js';
import type { Complaint } from './parts.js';

/** What is wrong with the name of a signal; undefined where this system has it. */
export function signalComplaint(name: string): Complaint | undefined {
  if (Object.hasOwn(constants.signals, name)) return undefined;
  return { message: `${quote(name)} is not a signal of this system`, hint: signalHint(name) };
}

/** What to write in place of a wrong signal. */
export function signalHint(written: string): string {
  const meant = signalOf(written);
  if (meant !== undefined) return /^\d/.test(written) ? `write ${meant}` : `did you mean ${quote(meant)}?`;
  // What all names begin with would make any of them look close.
  const names = Object.keys(constants.signals).map((known) => known.slice('SIG'.length));
  const close = nearest(written.replace(/^sig/i, ''), names);
  return close === undefined ? 'write a name such as SIGTERM or SIGINT' : `did you mean ${quote(`SIG${close}`)}?`;
}

/** The signal that is meant by a number, or by a name in other letters or without SIG; undefined where there is none. */
export function signalOf(written: string): string | undefined {
  const name = `SIG${written.toUpperCase().replace(/^SIG/, '')}`;
  return Object.entries(constants.signals).find(([known, number]) => known === name || String(number) === written)?.[0];
}
