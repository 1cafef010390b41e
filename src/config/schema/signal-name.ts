import { constants } from 'node:os';
import { nearest } from '../../policy/words/nearest.js';
import { quote } from '../problems/words.js';
import type { Complaint } from './parts.js';

/** What is wrong with the name of a signal; undefined where this system has it. */
export function signalComplaint(name: string): Complaint | undefined {
  if (Object.hasOwn(constants.signals, name)) return undefined;
  // What all names begin with would make any of them look close.
  const names = Object.keys(constants.signals).map((known) => known.slice('SIG'.length));
  const close = nearest(name.replace(/^sig/i, ''), names);
  const hint = close === undefined ? 'write a name such as SIGTERM or SIGINT' : `did you mean ${quote(`SIG${close}`)}?`;
  return { message: `${quote(name)} is not a signal of this system`, hint };
}
