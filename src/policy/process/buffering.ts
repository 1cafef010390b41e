import { formatDuration } from '../words/duration.js';

/** Programs that keep what they print until some thousand bytes have come together, unless they write to a terminal. */
const buffering = new Set([
  'awk',
  'cabal',
  'cut',
  'egrep',
  'fgrep',
  'gawk',
  'grep',
  'jq',
  'lua',
  'luajit',
  'mawk',
  'perl',
  'python',
  'rake',
  'ruby',
  'runghc',
  'runhaskell',
  'sed',
  'stack',
  'swift',
  'tclsh',
  'tr',
  'uniq',
]);

/** Scripts, by the ends of their names, that their first line gives to one of these. */
const scripts: Readonly<Record<string, string>> = { lua: 'lua', pl: 'perl', py: 'python', rb: 'ruby', tcl: 'tclsh' };

/** By these Python reads none of its variables, so that PYTHONUNBUFFERED, which is set for it, has no effect. */
const withoutVariables = /\bpython[\d.]*\s(?:-\S+\s)*-[A-Za-z]*[EI]/;

/** Options by which they do not. */
const unbuffered = /(?:^|\s)(?:--line-buffered|--unbuffered|-u\b|-W\s*interactive)/;

/**
 * The program of a command that is known to buffer what it writes into a pipe; undefined where none is.
 * @param command a program with its arguments, or the words of a shell
 * @param env its own variables; PYTHONUNBUFFERED is set beside them
 */
export function bufferingProgram(command: string, env: Readonly<Record<string, string | null>> = {}): string | undefined {
  if (unbuffered.test(command)) return undefined;
  // stdbuf and unbuffer are there to mend this.
  const words = command.split(/[\s;&|()]+/);
  if (words.some((word) => word === 'stdbuf' || word === 'unbuffer')) return undefined;
  const isPythonBuffered = env.PYTHONUNBUFFERED === '' || env.PYTHONUNBUFFERED === null || withoutVariables.test(command);
  return words
    .map((word) => programOf(word.slice(word.lastIndexOf('/') + 1)))
    .find((word) => buffering.has(word) && (word !== 'python' || isPythonBuffered));
}

function programOf(word: string): string {
  const end = /^[\w.-]+\.([a-z]{2,3})$/.exec(word)?.[1] ?? '';
  return scripts[end] ?? word.replace(/^(python|ruby|perl|lua|tclsh)[\d.]+$/, '$1');
}

/** The hint for a process that has been silent for so long. @param program as `bufferingProgram` found it */
export function describeBuffering(program: string, silentMs: number): string {
  return `no output for ${formatDuration(silentMs)}; ${program} keeps what it prints into a pipe: tty: true shows it at once`;
}
