// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references such as ${X} are what this file is about.
import { quote } from '../problems/words.js';
import type { Span } from '../problems/yaml-locate.js';
import type { Complaint } from '../schema/parts.js';
import { expandedIn } from './expansion.js';

/** Something in a file of variables that is no assignment, or that cannot be read. */
export type EnvFault = Complaint & { readonly span: Span };

/** A text of variables, read. */
export interface EnvText {
  readonly variables: Readonly<Record<string, string>>;
  readonly faults: readonly EnvFault[];
}

/** Spaces, also those that do not break, and tabs, but no line break. */
const blank = '[ \\t\\f\\v\\u00a0]*';
const assignment = new RegExp(`${blank}(?:export[ \\t\\u00a0]+)?([^\\s=:#'"]+)${blank}=${blank}`, 'y');

/** Characters of all values together: a few lines that name each other could make any number. */
const mostOfAll = 16 * 1024 * 1024;

/**
 * Reads variables as Docker Compose documents it: `NAME=value`, with `export` before it if one likes; `#` begins a comment at the
 * start of a line and after a blank; double quotes with escapes, and single quotes as they are, both over several lines; `$X`,
 * `${X}`, `${X:-default}`, `${X:-${Y}}` and their like are put in outside of single quotes, from the environment and the lines before. What is no
 * assignment is a fault. Never throws.
 * @param lookup what the environment has, which wins over the lines before
 */
export function readEnvText(text: string, lookup: (name: string) => string | undefined): EnvText {
  const variables: Record<string, string> = Object.create(null);
  const faults: EnvFault[] = [];
  const find = (name: string): string | undefined => lookup(name) ?? variables[name];
  let position = text.startsWith('\ufeff') ? 1 : 0;
  let size = 0;
  while (position < text.length) {
    const [lineStart, end] = [position, lineEnd(text, position)];
    const line = text.slice(position, end);
    if (/^\s*(#|$)/.test(line)) {
      position = end + 1;
      continue;
    }
    assignment.lastIndex = position;
    const [whole, name = ''] = assignment.exec(text) ?? [];
    // A match may not run on into the next line, which `blank` rules out but for the value.
    if (whole === undefined || position + whole.length > end) {
      faults.push({ ...notAssigned(line), span: trimmed(text, position, end) });
      position = end + 1;
      continue;
    }
    const read = valueAt(text, position + whole.length, end, whole.endsWith('='), find);
    position = read.next;
    if (!/^[\p{L}\p{N}_.[\]-]+$/u.test(name)) {
      const hint = 'a name has letters, digits and "_"';
      faults.push({ message: `${quote(name)} cannot be the name of a variable`, hint, span: trimmed(text, lineStart, end) });
    } else if ('fault' in read) faults.push(read.fault);
    else {
      variables[name] = read.value;
      size += read.value.length;
    }
    if (size > mostOfAll) {
      const message = 'the values up to here have more than 16 MB, once their variables are put in';
      return { variables: { ...variables }, faults: [...faults, { message, span: trimmed(text, lineStart, end) }] };
    }
  }
  return { variables: { ...variables }, faults };
}

type ReadValue = { readonly next: number } & ({ readonly value: string } | { readonly fault: EnvFault });

function valueAt(
  text: string,
  start: number,
  end: number,
  isTight: boolean,
  find: (name: string) => string | undefined,
): ReadValue {
  const mark = text[start];
  if (mark !== '"' && mark !== "'") {
    const line = text.slice(start, end);
    // After a blank it is a comment, also where the blank follows the sign of equality.
    const comment = !isTight && line.startsWith('#') ? 0 : line.search(/[ \t]#/);
    const raw = (comment === -1 ? line : line.slice(0, comment)).trimEnd();
    const broken = raw.indexOf('\r');
    if (broken !== -1) {
      const words = { message: 'a line ends with a carriage return alone here', hint: 'save the file with line feeds' };
      return { fault: { ...words, span: { start: start + broken, end: start + broken + 1 } }, next: end + 1 };
    }
    return { ...expanded(raw, start, find), next: end + 1 };
  }
  const close = closingQuote(text, start);
  const after = close === undefined ? end : lineEnd(text, close);
  const rest = close === undefined ? '' : text.slice(close + 1, after);
  const isClean = /^\s*$|^[ \t]+#|^#/.test(rest);
  // Where the value runs over lines into another quote, it is the first one that lacks its end.
  if (close === undefined || (!isClean && close > end)) {
    const words = { message: `a ${mark} is not closed`, hint: `write ${mark} at the end of the value` };
    return { fault: { ...words, span: { start, end: start + 1 } }, next: end + 1 };
  }
  if (!isClean) {
    const words = {
      message: `${quote(rest.trim())} follows the closing quote`,
      hint: 'put all of the value into the quotes',
    };
    return { fault: { ...words, span: trimmed(text, close + 1, after) }, next: after + 1 };
  }
  const inside = text.slice(start + 1, close).replaceAll('\r\n', '\n');
  if (mark === "'") return { value: inside.replace(/\\([\\'])/g, (pair) => (pair === "\\'" ? "'" : pair)), next: after + 1 };
  return { ...expanded(inside, start + 1, find, true), next: after + 1 };
}

/** Puts variables into a value. */
function expanded(
  raw: string,
  start: number,
  find: (name: string) => string | undefined,
  isQuoted = false,
): { readonly value: string } | { readonly fault: EnvFault } {
  const made = expandedIn(raw, { find, isQuoted, depth: 0 });
  if (typeof made === 'string') return { value: made };
  const { at, length, ...complaint } = made;
  return { fault: { ...complaint, span: { start: start + at, end: start + at + length } } };
}

function notAssigned(line: string): Complaint {
  const [, name = ''] = /^\s*(?:export\s+)?([^\s=:#'"]+)\s*(?::|$)/.exec(line) ?? [];
  if (/^\s*(?:export\s+)?[^\s=:#'"]+\s*:/.test(line)) {
    return { message: `${quote(`${name}:`)} assigns nothing`, hint: `write ${name}=value, with "=" in place of ":"` };
  }
  if (name !== '') return { message: `${quote(name)} has no value`, hint: `write ${name}=value, or ${name}= for an empty one` };
  return { message: 'this line assigns nothing', hint: 'write NAME=value, or # before a comment' };
}

/** The place of the quote that closes the one at `start`. */
function closingQuote(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length; at += 1) {
    // In single quotes too: both backslashes of a pair stay in the value there, and the quote after them closes it.
    if (text[at] === '\\') at += 1;
    else if (text[at] === text[start]) return at;
  }
  return undefined;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

function trimmed(text: string, start: number, end: number): Span {
  const line = text.slice(start, end);
  const first = start + (line.length - line.trimStart().length);
  return { start: first, end: Math.max(first + 1, start + line.trimEnd().length) };
}
