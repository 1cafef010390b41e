// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references such as ${X} are what this file is about.
import { escapeReferences } from '../resolve/interpolate.js';
import { isMap } from '../schema/merge-defaults.js';
import { writtenDuration } from '../schema/written-duration.js';

const reference = /\$(?:\$|([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?[-?+])([^{}]*))?\})/g;

/** A string in which `$X`, `${X}` and `$$` mean what they mean in compose files, for a place into which watchdog puts variables. */
export function composeText(text: string): string {
  // A variable that is not set is empty there, and would be an error here.
  return rewrite(
    text,
    escapeReferences,
    (name, operator, rest) => `\${${name}:-${operator.endsWith('-') ? escapeReferences(rest) : ''}}`,
  );
}

/** The same for a string that a shell runs, which puts in the variables itself. */
export function composeCommand(text: string): string {
  return text.replace(reference, (whole) => (whole === '$$' ? '$' : whole));
}

/** The same as one word of a shell command: variables are put in, and nothing else of it means anything to the shell. */
export function composeWord(text: string): string {
  const quoted = rewrite(text, shellWord, (name, operator, rest) => `"\${${name}${operator === '' ? ':-' : operator}${rest}}"`);
  return quoted === '' ? "''" : quoted;
}

/** A text as one word of a shell command. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]*$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function rewrite(
  text: string,
  plain: (text: string) => string,
  variable: (name: string, operator: string, rest: string) => string,
): string {
  let result = '';
  let literal = '';
  let end = 0;
  for (const match of text.matchAll(reference)) {
    literal += text.slice(end, match.index);
    end = match.index + match[0].length;
    if (match[0] === '$$') {
      literal += '$';
      continue;
    }
    result += plain(literal) + variable(match[1] ?? match[2]!, match[3] ?? '', match[4] ?? '');
    literal = '';
  }
  return result + plain(literal + text.slice(end));
}

/** A text that is text, a number or a boolean in the file; undefined for anything else. */
export function scalarText(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** A list of texts, or one text as a list; without what is no text. */
export function textsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((item) => scalarText(item) ?? []);
}

/** Variables as compose files write them: a map, or a list of `NAME=VALUE`. Those without a value are those of the shell already. */
export function environmentOf(value: unknown): Record<string, string> {
  const pairs = Array.isArray(value)
    ? textsOf(value).map((text) => [text.slice(0, Math.max(0, text.indexOf('='))), text.slice(text.indexOf('=') + 1)] as const)
    : Object.entries(isMap(value) ? value : {}).map(([name, item]) => [name, scalarText(item)] as const);
  return Object.fromEntries(
    pairs.flatMap(([name, text]) => (text === undefined || !isVariable(name, text) ? [] : [[name, composeText(text)]])),
  );
}

/** What cannot be a variable is none there either. */
function isVariable(name: string, text: string): boolean {
  return name !== '' && name !== '__proto__' && !/[=\0]/.test(name) && !text.includes('\0');
}

/** A duration as Go writes it, such as `1m30s`, or a number of seconds; undefined where it is neither. */
export function goDuration(value: unknown): string | undefined {
  if (typeof value === 'number')
    return value >= 0 && Number.isFinite(value) ? writtenDuration(Math.round(value * 1000)) : undefined;
  if (typeof value !== 'string' || !/^(\d+(\.\d+)?(h|ms|m|s|us|ns))+$/.test(value)) return undefined;
  const units: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1, us: 0.001, ns: 0.000_001 };
  const parts = [...value.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|us|ns)/g)];
  return writtenDuration(Math.round(parts.reduce((sum, [, count, unit]) => sum + Number(count) * units[unit!]!, 0)));
}
