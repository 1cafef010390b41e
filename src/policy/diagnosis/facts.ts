import { complaintIn } from './complaint.js';
import type { Message } from './messages.js';
import { frameOf, placeIn, sayPlace } from './place.js';
import { portIn, portNear } from './port-near.js';
import type { Report } from './report.js';
import type { Facts } from './rules/rule.js';

/** Where facts are searched for. */
export interface FactSource {
  readonly report: Report;
  /** The lines of all reports that belong to the same failure, oldest first, the report's own among them. */
  readonly context: readonly string[];
  readonly message: Message;
  /** It is about a file that is read, not about code: what the code that read it says of places counts less. */
  readonly isOfFile: boolean;
  /** The line that was recognised. */
  readonly line: string;
  readonly cwd: string | undefined;
}

/** A fact that the recognised line does not name, found around it; undefined where nothing there does. */
export function factAround(fact: keyof Facts, source: FactSource): string | number | undefined {
  switch (fact) {
    case 'port':
      return portAround(source);
    case 'path':
      return (
        pathIn(source.line) ??
        [pathField, mentionedPath, triedPath].map((form) => lineFact(source, form)).find((found) => found !== undefined)
      );
    case 'host':
      return (
        hostIn(source.line) ?? lineFact(source, /^\s*(?:hostname|host|address): '([^']{1,253})'/) ?? fromContext(source, hostIn)
      );
    case 'place':
      return placeAround(source);
    case 'complaint':
      return complaintIn(source.line);
    case 'name':
      return undefined;
  }
}

/** What a rule's groups have taken out of a line, by fact: `name2` is a `name` too. */
export function factsOf(groups: Readonly<Record<string, string | undefined>> | undefined): Facts {
  const facts: Record<string, string> = {};
  for (const [group, value] of Object.entries(groups ?? {})) {
    const fact = group.replace(/\d+$/, '');
    if (value !== undefined && value !== '' && facts[fact] === undefined) facts[fact] = value;
  }
  return facts;
}

function portAround({ line, report, context }: FactSource): number | undefined {
  const own = portIn(line);
  if (own !== undefined) return own;
  const texts = report.lines.map(({ text }) => text);
  return portNear(texts, texts.indexOf(line)) ?? portNear(context, context.indexOf(line));
}

function placeAround({ line, message, report, context, cwd, isOfFile }: FactSource): string | undefined {
  const own = placeIn(line);
  if (own !== undefined) return sayPlace(own, cwd);
  if (isOfFile) {
    const told = report.lines.flatMap(({ text, role }) => (role === 'frame' ? [] : (placeIn(text.trim()) ?? [])));
    const [near] = context.flatMap((text) => (foundAt.test(text) ? (placeIn(text.trim()) ?? []) : []));
    const found = told.at(-1) ?? near;
    return found === undefined ? undefined : sayPlace(found, cwd);
  }
  if (message.place !== undefined) return sayPlace(message.place, cwd);
  const found = report.lines.flatMap(({ text, place }) => place ?? placeIn(text.trim()) ?? []);
  const [first] = found.filter(({ isUsers }) => isUsers);
  const above = first ?? frameOf(context[context.indexOf(line) - 1] ?? '');
  return above?.isUsers === true ? sayPlace(above, cwd) : undefined;
}

/** What says in a line of its own where a configuration is wrong. */
const foundAt = /\berror found at \S{1,300}:\d{1,7}\.?$/i;

function lineFact({ report }: FactSource, form: RegExp): string | undefined {
  for (const { text } of report.lines) {
    const found = form.exec(text)?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}

function fromContext({ context }: FactSource, find: (line: string) => string | undefined): string | undefined {
  for (const line of context) {
    const found = find(line);
    if (found !== undefined) return found;
  }
  return undefined;
}

const beforeWords =
  /(?:^|[\s:'"`(])(?!(?:ERROR|FATAL|WARN\w{0,4}|[Ee]rror|[Ff]atal|E[A-Z]{3,15}): )([^\s:'"`(]{0,200}[^\s:'"`()])['"`)]?: (?:[Pp]ermission denied|[Nn]o such file|[Ff]ailed to open|cannot open)/;
const afterWords =
  /(?:[Nn]o such file or directory|[Pp]ermission denied|ENOENT|EACCES|EPERM|not permitted|Failed to open stream|Exception)[^'"‘`]{0,60}(?:, \w{1,20} (?=['"‘`])| @ \w{1,30} - |: |- )(?!(?:[Nn]o such|[Pp]ermission denied|[Oo]peration not)\b)['"‘`]?([^\s'"’`,()]{1,300})/;
const aroundVerb =
  /\b(?:open|stat|read|mkdir|unlink|access|scandir|chdir|write|rename|lstat|mkdir\(\)|open\(\)|exec|directory|file) ['"‘`]?(?=[^\s'"’`:()]{0,300}[/.])([^\s'"’`:()]{1,300})['"’`]?/;
const quoted = /['"‘`]([^'"’`\s]{0,200}[/.][^'"’`\s]{0,200})['"’`]/;
const bare = /(?:^|[\s(])(\.{0,2}\/[^\s:,;)'"]{1,300})/;
const pathField = /^\s*(?:path|filename): '([^']{1,300})'/;
const triedPath =
  /(?:[Cc]ould not|[Cc]annot|[Ff]ailed to|[Uu]nable to) (?:read|open|load|find|parse) (?:the )?(?:file )?['"`]?([\w./-]{1,200}\.\w{1,8})\b/;
const mentionedPath = /^[^a-z]{0,10}(?:\w{1,40} ){0,4}(\.{0,2}\/[^\s:,;)'"]{1,300})$/;

/** The path that a message is about: quoted, before or after its words, or any with a slash in it. */
function pathIn(line: string): string | undefined {
  const found =
    /\(([^)\s]{1,300})\): [Ff]ailed to open/.exec(line)?.[1] ??
    /"([^"\s:]{1,300}): (?:No such file or directory|Permission denied)"/.exec(line)?.[1] ??
    /(\S{1,300}): [Cc]annot open: /.exec(line)?.[1] ??
    /(?:[Nn]o such file or directory|[Pp]ermission denied|Errno \d+\][^:]{0,60}): ['"]([^'"]{1,300})['"]/.exec(line)?.[1] ??
    /(?:open|stat|mkdir|scandir|access|unlink|chdir|lstat|copyfile|rename|mkdir\(\)|open\(\)) ['"]([^'"]{1,300})['"]/.exec(
      line,
    )?.[1] ??
    quoted.exec(line)?.[1] ??
    afterWords.exec(line)?.[1] ??
    aroundVerb.exec(line)?.[1] ??
    beforeWords.exec(line)?.[1] ??
    bare.exec(line)?.[1];
  return found === undefined || /^(?:\d+|os error.*|sh|bash|cat|by|note|help|hint|cause|error|warning)$/i.test(found)
    ? undefined
    : found;
}

/** The host of a URL, or the name before a port; an address counts too. */
function hostIn(line: string): string | undefined {
  const found =
    /\bhost=['"]([\w.-]{1,253})/.exec(line)?.[1] ??
    /\b[a-z][a-z+]{1,20}:\/\/(?:[^\s/@]{1,80}@)?([\w.-]{1,253})/.exec(line)?.[1] ??
    /\b(?:connect \(|the server )([\w.-]{2,253}):\d{1,5}\b/.exec(line)?.[1] ??
    /\b(?:ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ECONNREFUSED|dial tcp|connect to host|host|server at|connect to|connecting to)[ :"'(]{1,3}(?!(?:the|host|via|an?|server|all|any)\b|\d{1,5}\b(?!\.))([\w.-]{2,253}?)(?=[:"'\s)]|$)/.exec(
      line,
    )?.[1];
  return found;
}
