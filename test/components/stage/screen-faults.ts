import type { TerminalSize } from '../../../src/view/state/layout.js';
import type { EmulatedTerminal } from './emulated-terminal.js';

/** All that the dashboard may send to a terminal beside text: looks, cursor, erasing, and the modes that it sets and takes back. */
const allowed = /\x1b\[[\d;:]*m|\x1b\[\d*(?:;\d*)?[A-HJK]|\x1b\[\?(?:25|1049|2004|2026)[hl]|\n/g;
const control = /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** What is wrong with what was written to a terminal: the first sequence or character that has no business there. */
export function strayFaults(written: string): readonly string[] {
  const at = written.replaceAll(allowed, (sequence) => ' '.repeat(sequence.length)).search(control);
  return at === -1 ? [] : [`a stray ${JSON.stringify(written.slice(at, at + 20))}`];
}

/** The selected row of a process, or of a container with its sign, with the sign of its state. */
const selectedName = /^[ *]▌ ((?:▣ |\? (?=\S+ +●))?\S+) +[●◌✖✔◔◑◐○] /;

/** The name of a command where its key should stand. */
const bareName = /\{[a-z]+\.[a-z-]+\}/;

/** What the dashboard on a terminal is to show. */
export interface ExpectedScreen {
  readonly project: string;
  /** The names of all processes, as the table shows them where there is room. */
  readonly names: readonly string[];
  /** Whether it is drawn with ASCII alone. */
  readonly ascii?: boolean;
}

/** What is wrong with the dashboard on a terminal, whatever page lies over the panes. */
export function screenFaults(terminal: EmulatedTerminal, expected: ExpectedScreen): readonly string[] {
  const lines = terminal.lines();
  const faults = terminal.wrappedRows().map((row) => `row ${row} holds the rest of row ${row - 1}`);
  faults.push(...lines.flatMap((line) => bareName.exec(line) ?? []).map((name) => `${name} is no key`));
  if (expected.ascii)
    faults.push(...lines.flatMap((line, row) => (/[^\x00-\x7f]/.test(line) ? [`row ${row} is not ASCII`] : [])));
  if (isTooSmall(terminal.size)) return lines[0]!.startsWith(' The terminal is') ? faults : [...faults, 'the size is not said'];
  const unicode = expected.ascii ? lines.map(withSigns) : lines;
  return [...faults, ...headerFaults(unicode, expected.project, terminal.size), ...tableFaults(unicode, terminal.size, expected)];
}

/** A line drawn with ASCII alone, with the signs of the other in those places where they are searched for. */
function withSigns(line: string): string {
  return line
    .replace(/^([ *])> /, '$1▌ ')
    .replace(/^([ *]▌ \S+(?: \S+)? +)[*o~.()X+] /, '$1● ')
    .replace(/^( *)--+/, (rule) => rule.replaceAll('-', '─'));
}

function isTooSmall({ columns, rows }: TerminalSize): boolean {
  return columns < 40 || rows < 10;
}

function headerFaults(lines: readonly string[], project: string, { columns }: TerminalSize): readonly string[] {
  const header = lines[0]!;
  const isHeader = (line: string): boolean =>
    line.startsWith(` ${project} `) && (/ \d+\/\d+ up /.test(line) || /\d\d:\d\d$/.test(line));
  // A log on the whole screen leaves no room for anything else, not for a part of it either.
  const isZoomed = !lines.some((line) => line.startsWith(` ${project} `) || /^ {3}NAME\b|^ ─{10}/.test(line));
  if (isZoomed) return [];
  if (!isHeader(header)) return ['no header in the first row'];
  const isCut = /\d\d:\d\d$/.test(header) && header.length !== columns - 1;
  const end = isCut ? [`the header ends in column ${header.length} of ${columns}`] : [];
  return lines.filter(isHeader).length === 1 ? end : [...end, 'more than one header'];
}

/** The table has one selected row, and it is of a process that is there, or of a group; or it says why it has none. */
function tableFaults(
  lines: readonly string[],
  { rows }: TerminalSize,
  { names, ascii = false }: ExpectedScreen,
): readonly string[] {
  const first = rows >= 20 ? 2 : 1;
  const hasTable = /^ {3}NAME\b/.test(lines[first]!);
  const selected = lines.flatMap((line) => selectedName.exec(line)?.[1] ?? []);
  const isHeading = (line: string): boolean => /^[ *]▌ .*(?:\d+\/\d+ up|…|~)/.test(line) && !selectedName.test(line);
  const headings = hasTable ? lines.filter(isHeading).length : 0;
  const unknown = selected.filter((name) => !names.some((each) => each === name || matches(name, each, ascii ? '~' : '…')));
  const faults = unknown.map((name) => `"${name}" is selected and not there`);
  if (selected.length + headings > 1) faults.push(`${selected.length + headings} rows are selected`);
  const saysWhy = /^ {3}(no processes yet|add processes to|no process matches )/.test(lines[first + 1] ?? '');
  // A little menu may lie over the row.
  const hasMenu = lines.some((line) => /^ ── \S/.test(line));
  // The wheel may have scrolled it out of a table that has more rows than are seen.
  const hasMore = /\d+(?:[–-]\d+)? of \d+(?: |$)|\d (?:failing |blocked )?[↑↓^v]/.test(lines[first]!);
  if (hasTable && selected.length + headings === 0 && !saysWhy && !hasMenu && !hasMore) faults.push('no row is selected');
  return faults;
}

/** Whether a name that was cut belongs to another. */
function matches(cut: string, name: string, mark: string): boolean {
  const [start = '', end = ''] = cut.split(mark);
  return cut.includes(mark) && name.startsWith(start) && name.endsWith(end);
}
