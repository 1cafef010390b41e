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
  'rg',
  'ruby',
  'runghc',
  'runhaskell',
  'sed',
  'stack',
  'swift',
  'tclsh',
  'tcpdump',
  'tr',
  'tshark',
  'uniq',
]);

/** Scripts, by the ends of their names, that their first line gives to one of these. */
const scripts: Readonly<Record<string, string>> = { lua: 'lua', pl: 'perl', py: 'python', rb: 'ruby', tcl: 'tclsh' };

/** Words before a program that run it, or begin a command of the shell. */
const before = new Set(
  'exec env command nohup time nice ionice chrt setsid sudo doas timeout bundle poetry pipenv uv rye hatch pdm mise asdf run then do else ! { --'.split(
    ' ',
  ),
);

/** What may stand between them: variables, options, and the number of one. */
const between = /^(?:[A-Za-z_]\w*=.*|-.*|\d+[smh]?)$/;

/** Commands behind which the one before goes on, or that end what it is in. */
const closing = /^(?:wait|done|fi|esac|\})?$/;

/** Options by which they do not, and those of the two that catch packets. */
const unbuffered = /^(?:--line-buffered|--unbuffered|-[A-Za-z]*u|-Winteractive|interactive)$/;
const unbufferedPackets = /^-\w*l\w*$/;

/** What programs on the command line do to the same end. */
const flushes = /fflush|autoflush|\bsync\s*=|\$\|/;

/** Output that goes elsewhere, which no terminal would show either. */
const redirected = /(?:^|[^\d>&=-])1?>>?(?![&>])|&>/;

/** What is quoted, which is no word of the shell. */
const quoted = /'([^']*)(?:'|$)|"((?:[^"\\]|\\.)*)(?:"|\\?$)|\\./gs;

/** Quotes that nothing needs, as arguments have them. */
const plainlyQuoted = /(?<=\s)'([\w./:=-]+)'(?=\s)/g;

/** A shell with a command of its own. */
const inShell =
  /^\s*(?:exec\s+)?(?:\S*\/)?(?:ba|da|k|z)?sh\s+(?:-\w+\s+)*-\w*c\s+(?:'((?:[^']|'\\'')*)'|"((?:[^"\\]|\\.)*)")\s*$/s;

/**
 * The program of a command that is known to buffer what it writes into our pipe, so that a terminal would show it at once: the last
 * one of a pipeline, and of those that run one after the other. Undefined where none is.
 * @param command a program with its arguments, or the words of a shell
 * @param env the environment that it has
 */
export function bufferingProgram(command: string, env: Readonly<Record<string, string | undefined>>): string | undefined {
  const [, single, double] = inShell.exec(command.replace(plainlyQuoted, '$1')) ?? [];
  const inner = single?.replaceAll(`'\\''`, "'") ?? double?.replace(/\\(.)/gs, '$1');
  if (inner !== undefined) return bufferingProgram(inner, env);
  const bare = command.replace(quoted, (_whole, single?: string, double?: string) =>
    (single ?? double ?? '_').replace(/[\s;&|()<>]+/g, '_'),
  );
  const last = bare
    .split(/&&|\|\||[;\n()]|(?<![>&])&(?![>&])/)
    .findLast((each) => !closing.test(each.trim()))
    ?.split(/\|&?/)
    .at(-1);
  if (last === undefined || flushes.test(command) || redirected.test(last)) return undefined;
  const words = last.trim().split(/\s+/);
  const place = words.findIndex((each) => !before.has(each) && !between.test(each));
  const word = words[place] ?? '';
  const program = programOf(word.slice(word.lastIndexOf('/') + 1));
  return buffering.has(program) && isBuffered(program, words.slice(place + 1), env) ? program : undefined;
}

function isBuffered(program: string, given: readonly string[], env: Readonly<Record<string, string | undefined>>): boolean {
  if (program === 'tcpdump' || program === 'tshark') return !given.some((each) => unbufferedPackets.test(each));
  if (program !== 'python') return !given.some((each) => unbuffered.test(each));
  const end = given.findIndex((each) => !each.startsWith('-'));
  const options = end === -1 ? given : given.slice(0, end);
  if (options.some((each) => unbuffered.test(each))) return false;
  // By these two it reads none of its variables.
  return !env.PYTHONUNBUFFERED || options.some((each) => /^-[A-Za-z]*[EI]/.test(each));
}

function programOf(word: string): string {
  const end = /^[\w.-]+\.([a-z]{2,3})$/.exec(word)?.[1] ?? '';
  return scripts[end] ?? word.replace(/^(python|ruby|perl|lua|tclsh)[\d.]+$/, '$1');
}

/** The hint for a process that has been silent for so long. @param program as `bufferingProgram` found it */
export function describeBuffering(program: string, silentMs: number): string {
  return `no output for ${formatDuration(silentMs)}; ${program} keeps what it prints into a pipe: tty: true shows it at once`;
}
