import type { EnvFault, EnvText } from './dotenv.js';

/**
 * Reads the `.env` of a Procfile as Foreman does: `NAME=value` to the end of the line, quotes around it taken off, `\n` and other
 * escapes only in double quotes, nothing put in, and no comment after a value. Foreman passes over every other line without a word;
 * those that are neither empty nor comments are its faults here. Never throws.
 */
export function readForemanEnv(text: string): EnvText {
  const variables: Record<string, string> = Object.create(null);
  const faults: EnvFault[] = [];
  let start = 0;
  for (const whole of text.split('\n')) {
    const line = whole.replace(/\r$/, '').replace(start === 0 ? /^\ufeff/ : /$^/, '');
    const [, name, value = ''] = /^([A-Za-z_0-9]+)=(.*)$/.exec(line) ?? [];
    if (name !== undefined) variables[name] = unquoted(value);
    else if (!/^\s*(#|$)/.test(line)) {
      const hint = 'write NAME=value at the start of the line, or # before a comment';
      faults.push({ message: 'Foreman passes over this line', hint, span: { start, end: start + whole.trimEnd().length } });
    }
    start += whole.length + 1;
  }
  return { variables: { ...variables }, faults };
}

function unquoted(value: string): string {
  const [, single] = /^'(.*)'$/.exec(value) ?? [];
  if (single !== undefined) return single;
  const [, double] = /^"(.*)"$/.exec(value) ?? [];
  return double === undefined ? value : double.replaceAll('\\n', '\n').replace(/\\(.)/g, '$1');
}
