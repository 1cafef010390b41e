// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references such as ${X} are what this file is about.
import { writtenDuration } from '../../../policy/words/duration.js';
import { escapeReferences } from '../../resolve/interpolate.js';
import { isMap } from '../../schema/merge-defaults.js';
import { partsOf, settle } from './references.js';

const escapedDollar = /\$\$/g;

/** A string in which `$X`, `${X}` and `$$` mean what they mean in compose files, for a place into which watchdog puts variables. */
export function composeText(text: string): string {
  return partsOf(text)
    .map((part) => {
      if (typeof part === 'string') return escapeReferences(part);
      const { name, operator, rest } = part;
      // A variable that is not set is empty there, and would be an error here; a default has no variables in it here.
      const usual = operator.endsWith('-') ? escapeReferences(settle(rest, () => undefined).text).replaceAll('}', '') : '';
      return `\${${name}:-${usual}}`;
    })
    .join('');
}

/** A command of a compose file for a shell, which puts in the variables itself: only `$$` is undone. */
export function composeCommand(text: string): string {
  return text.replace(escapedDollar, () => '$');
}

/** A text as one word of a shell command. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
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
  return Object.fromEntries(
    environmentPairs(value).flatMap(([name, text]) => (isVariable(name, text) ? [[name, composeText(text)]] : [])),
  );
}

/** The variables of a compose file as they are written, with nothing escaped. */
export function environmentPairs(value: unknown): readonly (readonly [name: string, text: string])[] {
  if (Array.isArray(value)) {
    return textsOf(value).flatMap((text) => {
      const sign = text.indexOf('=');
      return sign <= 0 ? [] : [[text.slice(0, sign), text.slice(sign + 1)] as const];
    });
  }
  return Object.entries(isMap(value) ? value : {}).flatMap(([name, item]) => {
    const text = scalarText(item);
    return text === undefined ? [] : [[name, text] as const];
  });
}

/** What cannot be a variable is none in other tools either. */
export function isVariable(name: string, text: string): boolean {
  return name !== '' && name !== '__proto__' && !/[=\0]/.test(name) && !text.includes('\0');
}

/** Variables that stand for themselves: nothing in them is put in, there or here. */
export function literalEnvironment(pairs: readonly (readonly [name: string, value: unknown])[]): Record<string, string> {
  return Object.fromEntries(
    pairs.flatMap(([name, value]) => {
      const text = scalarText(value);
      return text === undefined || !isVariable(name, text) ? [] : [[name, escapeReferences(text)]];
    }),
  );
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

/** The parts of an object that say something: without those that are undefined. */
export function given(keys: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== undefined));
}
