import type { LogLine } from '../../supervisor/log/line.js';
import type { Stamps } from '../state/log.js';
import { undisputed } from '../text/ambiguous-width.js';
import { plainLines } from '../text/plain-lines.js';
import { sanitize, stripSgr } from '../text/terminal.js';
import { prettyLine } from './pretty.js';
import { stampOf } from './stamp.js';

/** How the lines of a pane are written. */
export interface LineFormat {
  readonly stamps: Stamps;
  readonly pretty: boolean;
  /** Whether colours are kept. */
  readonly colours: boolean;
  /** The columns of the names before the lines; undefined where no names stand there. */
  readonly nameWidth: number | undefined;
}

/** Where a line comes from, as far as it is shown before it. */
export interface LineOrigin {
  readonly name: string;
  /** The SGR number of the name's colour. */
  readonly colour: number;
  /** When its generation began, in milliseconds since 1970. */
  readonly startedAt: number | undefined;
}

/** A line as it is shown: sanitized text, with colours where those are kept. */
export interface LineText {
  /** The time and the name. */
  readonly head: string;
  readonly body: string;
}

/** Writes one line. Whatever the process wrote, nothing of it but text and colours remains. */
export function lineText({ text, time }: LogLine, format: LineFormat, origin: LineOrigin): LineText {
  const { stamps, pretty, colours, nameWidth } = format;
  const stamp = stampOf(stamps, time, origin.startedAt);
  const name = nameWidth === undefined ? '' : `${origin.name.padEnd(nameWidth)} | `;
  const body = (pretty ? prettyLine(plainLines(text)) : undefined) ?? drawnForm(text);
  if (!colours) return { head: stamp + name, body: stripSgr(body) };
  const head = (stamp && `\x1b[2m${stamp}\x1b[22m`) + (name && `\x1b[${origin.colour}m${name}\x1b[39m`);
  return { head, body };
}

/** What is drawn in the place of a line's own text, with its colours, where it is not written in another form. */
export function drawnForm(text: string): string {
  return undisputed(sanitize(text));
}
