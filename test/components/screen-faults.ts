import type { TerminalSize } from '../../src/view/layout.js';
import type { EmulatedTerminal } from './emulated-terminal.js';

/** All that the dashboard may send to a terminal beside text: looks, cursor, erasing, and the modes that it sets and takes back. */
const allowed = /\x1b\[[\d;:]*m|\x1b\[\d*(?:;\d*)?[A-HJK]|\x1b\[\?(?:25|1049|2004|2026)[hl]|\n/g;
const control = /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** What is wrong with what was written to a terminal: the first sequence or character that has no business there. */
export function strayFaults(written: string): readonly string[] {
  const at = written.replaceAll(allowed, (sequence) => ' '.repeat(sequence.length)).search(control);
  return at === -1 ? [] : [`a stray ${JSON.stringify(written.slice(at, at + 20))}`];
}

/** What is wrong with the dashboard on a terminal while these processes are there, whatever page lies over the panes. */
export function screenFaults(terminal: EmulatedTerminal, project: string, names: readonly string[]): readonly string[] {
  const lines = terminal.lines();
  const wrapped = terminal.wrappedRows().map((row) => `row ${row} holds the rest of row ${row - 1}`);
  if (isTooSmall(terminal.size)) return lines[0]!.startsWith(' The terminal is') ? wrapped : [...wrapped, 'the size is not said'];
  return [...wrapped, ...headerFaults(lines, project, terminal.size), ...tableFaults(lines, terminal.size, names)];
}

function isTooSmall({ columns, rows }: TerminalSize): boolean {
  return columns < 40 || rows < 10;
}

function headerFaults(lines: readonly string[], project: string, { columns }: TerminalSize): readonly string[] {
  const header = lines[0]!;
  const isHeader = (line: string): boolean => line.startsWith(` ${project} `) && /\d\d:\d\d:\d\d$/.test(line);
  // A log on the whole screen leaves no room for anything else, not for a part of it either.
  const isZoomed = !lines.some((line) => line.startsWith(` ${project} `) || /^ {3}NAME\b|^ ─{10}/.test(line));
  if (isZoomed) return [];
  if (!isHeader(header)) return ['no header in the first row'];
  const end = header.length === columns - 1 ? [] : [`the header ends in column ${header.length} of ${columns}`];
  return lines.filter(isHeader).length === 1 ? end : [...end, 'more than one header'];
}

/** The table has one selected row, and it is of a process that is there; or it says why it has none. */
function tableFaults(lines: readonly string[], { rows }: TerminalSize, names: readonly string[]): readonly string[] {
  const selected = lines.flatMap((line) => /^[ *]▌ (\S+) +[●◌✖✔◔◑◐○] /.exec(line)?.[1] ?? []);
  const unknown = selected.filter((name) => !names.some((each) => each === name || matches(name, each)));
  const faults = unknown.map((name) => `"${name}" is selected and not there`);
  if (selected.length > 1) faults.push(`${selected.length} rows are selected`);
  const first = rows >= 20 ? 2 : 1;
  const hasTable = /^ {3}NAME\b/.test(lines[first]!);
  const saysWhy = /^ {3}(no processes yet|nothing has )/.test(lines[first + 1] ?? '');
  // A little menu may lie over the row.
  const hasMenu = lines.some((line) => /^ ── \S/.test(line));
  if (hasTable && selected.length === 0 && !saysWhy && !hasMenu) faults.push('no row is selected');
  return faults;
}

/** Whether a name that was cut belongs to another. */
function matches(cut: string, name: string): boolean {
  return cut.endsWith('…') && name.startsWith(cut.slice(0, -1));
}
