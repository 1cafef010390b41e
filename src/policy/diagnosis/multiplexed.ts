import { type PlainLine, readLine } from './line.js';

interface Form {
  /** The name is its first group. */
  readonly sees: RegExp;
  /** Loggers write the same in front of what they say: it counts where frames and excerpts of code have it too, or there are several names. */
  readonly isLikeLogger: boolean;
}

/** What programs that run several put in front of each line. */
const forms: readonly Form[] = [
  // concurrently; a level or a time in brackets is of a logger.
  {
    sees: /^\[(?!(?:error|err|warn|warning|info|debug|trace|fatal|notice|emerg|crit|alert|critical)\])(\d{1,2}|[a-z@][\w@/:.-]{0,40})\] ?/i,
    isLikeLogger: true,
  },
  // Compose, Foreman, Overmind, Honcho, and their like.
  {
    sees: /^(?:\d\d:\d\d:\d\d )?([a-z][\w./-]{0,60}) *\| ?(?:\d{4}-\d\d-\d\dT[\d:.]{8,20}Z )?/i,
    isLikeLogger: false,
  },
  // pm2.
  { sees: /^\d{1,3}\|([\w.-]{1,40}) *\| ?/, isLikeLogger: false },
  // Turborepo.
  { sees: /^([a-z@][\w@/.-]{0,60}:[a-z][\w:-]{0,30}): /i, isLikeLogger: true },
  // pnpm, where it runs a script of several packages.
  { sees: /^([a-z@][\w@/.-]{0,60} [a-z][\w:-]{0,30}): /i, isLikeLogger: true },
];

/** Lines of the program itself, which have no name in front. */
const ofRunner =
  /^\s*$|^--> |^Attaching to |^\s*(?:Container|Network|Volume) \S|exited with code|^npm (?:ERR!|error)|ELIFECYCLE|^Gracefully /;
const saysItFailed = /\b(?:exited with code|exit code:?|exited \() ?(?!0\b)\d|ELIFECYCLE|Command failed/;

const mostNames = 50;
const deepest = 3;
/** One of all lines may be of another form for each so many. */
const perOther = 10;

/**
 * The lines of the program that failed, without its name in front, where another one runs several and mixes what they write
 * (concurrently, Compose, Foreman, Turborepo, pm2); else all of them as they are.
 */
export function linesOfFailed(lines: readonly PlainLine[], depth = 0): readonly PlainLine[] {
  const form = forms.find((each) => isOf(each, lines));
  if (form === undefined || depth === deepest) return lines;
  const named = lines.map(({ stream, text }) => {
    const match = form.sees.exec(text);
    return match === null ? { name: undefined, stream, text } : { name: match[1], stream, text: text.slice(match[0].length) };
  });
  const names = new Set(named.flatMap(({ name }) => name ?? []));
  const failed =
    named.findLast(({ name, text }) => name !== undefined && saysItFailed.test(text))?.name ??
    named
      .flatMap(({ name, text }) => (name === undefined && saysItFailed.test(text) ? (firstWord(text, names) ?? []) : []))
      .at(-1) ??
    named.findLast(({ name, stream, text }) => name !== undefined && readLine(stream, text).role === 'trouble')?.name ??
    named.findLast(({ name }) => name !== undefined)?.name;
  const own = named.filter(({ name }) => name === failed).map(({ stream, text }) => ({ stream, text }));
  // Foreman runs npm, which runs concurrently.
  return linesOfFailed(own, depth + 1);
}

function firstWord(text: string, names: ReadonlySet<string>): string | undefined {
  const [, word] = /^\s*(\S{1,60})/.exec(text) ?? [];
  return word !== undefined && names.has(word) ? word : undefined;
}

/** Whether nearly all lines have the form. */
function isOf({ sees, isLikeLogger }: Form, lines: readonly PlainLine[]): boolean {
  const names = new Set<string>();
  let fitting = 0;
  let others = 0;
  let isWhole = false;
  for (const { text } of lines) {
    const match = sees.exec(text);
    if (match === null) {
      if (!ofRunner.test(text)) others += 1;
      continue;
    }
    fitting += 1;
    names.add(match[1]!);
    const rest = text.slice(match[0].length);
    isWhole ||= rest.trim() === '' || /^\s{2,}\S/.test(rest) || saysItFailed.test(rest);
  }
  const isRunners = isLikeLogger ? fitting > 1 && (isWhole || names.size > 1) : fitting > 0;
  return isRunners && others * perOther <= fitting && names.size <= mostNames;
}
