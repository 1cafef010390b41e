import type { LogFields } from './fields.js';

const pair = /(?:^|\s)([A-Za-z_][\w.@/-]*)=("(?:[^"\\]|\\.)*"|[^\s"=]*)(?=\s|$)/g;

/** The fields of a line in logfmt (`level=info msg="it runs" port=80`); undefined where the line is anything else. */
export function logfmtFields(line: string): LogFields | undefined {
  if (!line.includes('=')) return undefined;
  const fields: [string, unknown][] = [];
  let end = 0;
  for (const match of line.matchAll(pair)) {
    // Words between the pairs: a sentence that mentions one, and no logfmt.
    if (line.slice(end, match.index).trim() !== '') return undefined;
    fields.push([match[1]!, valueIn(match[2]!)]);
    end = match.index + match[0].length;
  }
  return fields.length >= 2 && line.slice(end).trim() === '' ? fields : undefined;
}

function valueIn(written: string): string {
  if (!written.startsWith('"')) return written;
  return written
    .slice(1, -1)
    .replace(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character === 't' ? '\t' : character));
}
