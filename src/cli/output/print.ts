import { type ConfigProblem, isOfPlaces } from '../../config/problems/config-error.js';
import { plainText } from '../../policy/words/plain-text.js';

/** Writes to stdout and waits until it is taken. A reader that went away ends the program quietly, as it ends `cat`. */
export function print(text: string): Promise<void> {
  // Without a listener a lost reader would be an uncaught exception; the callback below has it as well.
  if (process.stdout.listenerCount('error') === 0) process.stdout.on('error', () => {});
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => {
      if (error === undefined || error === null) return resolve();
      if ((error as NodeJS.ErrnoException).code === 'EPIPE') process.exit(0);
      reject(error);
    });
  });
}

/** Writes our own words to stderr, a line or more. Whatever of them came from outside acts on no terminal; our colours stay. */
export function say(text: string): void {
  process.stderr.write(`${ownWords(text)}\n`);
}

/** Writes what the user did not ask for but should know to stderr: "watchdog: no lock …". */
export function warn(text: string): void {
  say(`watchdog: ${text}`);
}

/** Writes why a configuration, or what else was asked for, cannot be used to stderr. */
export function sayProblem(problem: ConfigProblem): void {
  // Its lines begin with a place in a file, as those of a compiler do.
  if (isOfPlaces(problem)) say(problem.text);
  else warn(problem.text);
}

/** Text of ours, in which there may be text from outside, made safe for a terminal. */
function ownWords(text: string): string {
  return text
    .split(/(\x1b\[[0-9;]*m)/)
    .map((part, index) => (index % 2 === 1 ? part : plainText(part)))
    .join('');
}

/** A value as JSON for a terminal or a pipe: what is no text is escaped, also where JSON itself would let it stand. */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(
    /[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
