import { formatDuration } from '../words/duration.js';

/** Programs that keep what they print until some thousand bytes have come together, unless they write to a terminal. */
const buffering = new Set([
  'awk',
  'cut',
  'gawk',
  'grep',
  'egrep',
  'fgrep',
  'mawk',
  'perl',
  'python',
  'ruby',
  'sed',
  'tr',
  'uniq',
]);

/** Options by which they do not. */
const unbuffered = /(?:^|\s)(?:--line-buffered|--unbuffered|-u\b|-W\s*interactive)/;

/**
 * The program of a command that is known to buffer what it writes into a pipe; undefined where none is.
 * @param command a program with its arguments, or the words of a shell
 */
export function bufferingProgram(command: string): string | undefined {
  if (unbuffered.test(command)) return undefined;
  // stdbuf and unbuffer are there to mend this.
  const words = command.split(/[\s;&|()]+/);
  if (words.some((word) => word === 'stdbuf' || word === 'unbuffer')) return undefined;
  return words
    .map((word) => word.slice(word.lastIndexOf('/') + 1).replace(/^(python|ruby|perl)[\d.]+$/, '$1'))
    .find((word) => buffering.has(word));
}

/** The hint for a process that has been silent for so long. @param program as `bufferingProgram` found it */
export function describeBuffering(program: string, silentMs: number): string {
  return `no output for ${formatDuration(silentMs)}; ${program} keeps what it prints into a pipe: tty: true shows it at once`;
}
