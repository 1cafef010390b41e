import { type Level, levelFields, levelOfField } from '../../policy/words/log-level.js';
import { sanitize, stripSgr } from '../text/terminal.js';
import { formatTimeOfDay } from './stamp.js';

/** The fields of a structured line, in its order. */
type LogFields = readonly (readonly [name: string, value: unknown])[];

/** The fields of a line that is a JSON object; undefined where the line is anything else. */
function jsonFields(line: string): LogFields | undefined {
  const text = line.trim();
  if (!text.startsWith('{') || !text.endsWith('}')) return undefined;
  try {
    return Object.entries(JSON.parse(text) as object);
  } catch {
    return undefined; // Something else between braces.
  }
}

const timeNames = ['time', 'ts', 'timestamp', '@timestamp', 't', 'date', 'datetime', '@t'];
const messageNames = ['msg', 'message', 'event', '@m', '@message', 'text'];

/** Characters of a structured line beyond which it stays as it is. */
const longest = 32 * 1024;

/**
 * A plain line in JSON or logfmt as level, time, message and the rest, which is dimmed: sanitized text with colours.
 * Undefined where the line is neither, or has neither a level nor a message.
 */
export function prettyLine(line: string): string | undefined {
  if (line.length > longest) return undefined;
  const fields = jsonFields(line) ?? logfmtFields(line);
  if (fields === undefined) return undefined;
  const level = pick(fields, levelFields);
  const time = pick(fields, timeNames);
  const message = pick(fields, messageNames);
  if (level === undefined && message === undefined) return undefined;
  const rest = fields.filter(([name]) => name !== level?.[0] && name !== time?.[0] && name !== message?.[0]);
  const parts = [
    level && paintedLevel(level[1]),
    time && dim(timeText(time[1])),
    message && valueText(message[1]),
    rest.length > 0 && dim(rest.map(([name, value]) => `${seen(name)}=${valueText(value)}`).join(' ')),
  ];
  return parts.filter(Boolean).join(' ');
}

function pick(fields: LogFields, names: readonly string[]): LogFields[number] | undefined {
  for (const name of names) {
    const found = fields.find(([each, value]) => each.toLowerCase() === name && value !== null && typeof value !== 'object');
    if (found !== undefined) return found;
  }
  return undefined;
}

function paintedLevel(value: unknown): string {
  const level = levelOfField(value);
  if (level === undefined) return seen(String(value));
  return `\x1b[${levelColour(level)}m${level.toUpperCase().padEnd(5)}\x1b[0m`;
}

/** The SGR numbers of a level's colour. */
function levelColour(level: Level): string {
  if (level === 'fatal') return '1;31';
  if (level === 'error') return '31';
  if (level === 'warn') return '33';
  return level === 'info' ? '32' : '2';
}

function timeText(value: unknown): string {
  const text = String(value);
  const number = Number(text);
  // Seconds since 1970 in this century have ten digits before the point, milliseconds thirteen.
  const wall = text !== '' && Number.isFinite(number) ? (number < 1e11 ? number * 1000 : number) : Date.parse(text);
  const isTime = Number.isFinite(wall) && wall > 1e11 && wall < 1e14;
  return isTime ? formatTimeOfDay(wall) : seen(text);
}

function valueText(value: unknown): string {
  return seen(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
}

/** What a field decodes to may be anything: a line end becomes a sign, and what acts on a terminal goes. */
function seen(text: string): string {
  return stripSgr(sanitize(text.replace(/\s*[\r\n]+\s*/g, ' ↵ ')));
}

function dim(text: string): string {
  return text === '' ? '' : `\x1b[2m${text}\x1b[22m`;
}

const pair = /(?:^|\s)([A-Za-z_][\w.@/-]*)=("(?:[^"\\]|\\.)*"|[^\s"=]*)(?=\s|$)/g;

/** The fields of a line in logfmt (`level=info msg="it runs" port=80`); undefined where the line is anything else. */
function logfmtFields(line: string): LogFields | undefined {
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
