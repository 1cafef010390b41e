// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references such as ${X} are what this file is about.

import { quote } from '../problems/words.js';
import type { Complaint } from '../schema/parts.js';

/** Finds the values of `${…}` in a configuration. */
export interface Lookup {
  /** The value of a variable; undefined where it is not set. `fallback` is what takes its place where it is empty or not set. */
  (name: string, fallback?: string): string | undefined;
  /** What sets one that is not set, where that is known: a hint. */
  readonly adviceFor?: (name: string) => string | undefined;
}

/** The port that `${port.…}` means, as text, or what is wrong with it. `body` is all between "port." and "}". */
export type PortLookup = (body: string) => string | Complaint;

/** What a reference to a port begins with. */
export const portReference = '${port.';

const reference = /\$\$|\$\{([^}]*)(\}?)/g;
const variable = /^([A-Za-z_]\w*)(?:(:-|:\?)(.*))?$/s;

/**
 * Puts variables into a string: `${X}`, `${X:-default}`, `${X:?message}`; `$$` is a dollar, and any other dollar stands for itself.
 * As in a shell, `:-` and `:?` take an empty value for none. `${port.NAME}` is the port of a process.
 * @param portOf without it there are no ports
 * @returns the text, or what is wrong with the first reference that has no value
 */
export function interpolate(
  text: string,
  lookup: Lookup,
  portOf?: PortLookup,
): { readonly text: string } | { readonly fault: Complaint } {
  let fault: Complaint | undefined;
  const replaced = text.replace(reference, (whole: string, body: string | undefined, end: string) => {
    if (body === undefined) return '$';
    const isPort = portOf !== undefined && whole.startsWith(portReference);
    const result = end === '' ? unclosed : isPort ? portOf(body.slice('port.'.length)) : resolveReference(whole, body, lookup);
    if (typeof result === 'string') return result;
    fault ??= result;
    return whole;
  });
  return fault === undefined ? { text: replaced } : { fault };
}

/** The string that `interpolate` turns into `text`. */
export function escapeReferences(text: string): string {
  return text.replace(/\$(?=[${])/g, '$$$$');
}

const unclosed: Complaint = {
  message: 'a "${" is not closed',
  hint: 'write "}" after the name, or "$${" for the signs themselves',
};

function resolveReference(whole: string, body: string, lookup: Lookup): string | Complaint {
  const [, name, operator, rest = ''] = variable.exec(body) ?? [];
  if (name === undefined || rest.includes('${')) {
    const hint = 'write ${NAME}, ${NAME:-default} or ${NAME:?message}, or "$${" for the signs themselves';
    return { message: `${quote(whole)} is not a variable`, hint };
  }
  const fallback = operator === ':-' ? rest.replaceAll('$$', '$') : undefined;
  const value = lookup(name, fallback);
  if (fallback !== undefined) return value === undefined || value === '' ? fallback : value;
  if (operator === ':?' && !value) {
    const hint = lookup.adviceFor?.(name);
    return {
      message: `the variable ${name} is not set${rest === '' ? '' : `: ${rest}`}`,
      ...(hint === undefined ? {} : { hint }),
    };
  }
  const hint = lookup.adviceFor?.(name) ?? `set it, or write \${${name}:-default}`;
  return value ?? { message: `the variable ${name} is not set`, hint };
}
