import { hostname } from 'node:os';
import { escapeReferences } from '../../resolve/interpolate.js';

/** What `%(…)s` stands for. */
export interface Expansions {
  readonly values: Readonly<Record<string, string | number>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What stands for a value, or the names of what is not there. */
export type Expanded = { readonly text: string } | { readonly missing: string };

/**
 * Puts in `%(program_name)s` and its like, as Python's formatting does with `s` and `d`. Variables of the environment stay variables
 * of watchdog.yaml, which puts them in at each start.
 */
export function expand(written: string, { values, environment }: Expansions): Expanded {
  let missing: string | undefined;
  const all: Readonly<Record<string, string | number>> = { host_node_name: hostname(), ...values };
  const parts = written.split(/(%%|%\([^)]+\)[-0 #+]*\d*[sdi])/).map((part) => {
    if (part === '%%') return '%';
    const [, name, flags = '', width = '', kind] = /^%\(([^)]+)\)([-0 #+]*)(\d*)([sdi])$/.exec(part) ?? [];
    if (name === undefined) return escapeReferences(part);
    const [, variable] = /^ENV_(\w+)$/.exec(name) ?? [];
    if (variable !== undefined && environment[variable] !== undefined) return `\${${variable}:-}`;
    const value = Object.hasOwn(all, name) ? all[name] : undefined;
    if (value === undefined) {
      missing ??= name;
      return '';
    }
    const text = kind === 's' ? String(value) : String(Math.trunc(Number(value)));
    return escapeReferences(
      flags.includes('0') && kind !== 's' ? text.padStart(Number(width), '0') : text.padStart(Number(width), ' '),
    );
  });
  return missing === undefined ? { text: parts.join('') } : { missing };
}
