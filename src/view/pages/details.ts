import type { CrashCard } from '../../policy/diagnosis/crash.js';
import type { TreeRow } from '../../ports/inspector.js';
import type { UsagePoint } from '../../supervisor/history/exits.js';
import type { Neighbour, ProcessDetails } from '../../supervisor/process-details.js';
import { causeAt } from '../../supervisor/snapshot/cause.js';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import type { Page } from '../state/page.js';
import { stateWords } from '../state/words.js';
import { formatMemory, formatShare } from '../text/quantities.js';
import { fitLine, plainText } from '../text/span.js';
import { sparkline } from '../text/sparkline.js';
import { wrapLine } from '../text/wrap-line.js';
import { crashPage } from './crash.js';
import { containerSection } from './details-container.js';
import { crashesSection } from './details-crashes.js';
import { healthSection, sparkCells } from './details-health.js';
import { detailsHead, nowSection } from './details-now.js';
import { historySection } from './details-past.js';
import { type DetailsRow, labelled, section } from './details-rows.js';

/**
 * The processes of its tree, each under the one that started it, with the ports that they listen on, and how it is known which these
 * are; nothing before it was asked for.
 */
function treeSection({ tree, knownBy }: Pick<ProcessDetails, 'tree' | 'knownBy'>): readonly DetailsRow[] {
  const pids = new Set(tree?.map(({ pid }) => pid));
  const below = (parent: number | undefined, depth: number): readonly DetailsRow[] =>
    (tree ?? [])
      .filter((row) => (parent === undefined ? !pids.has(row.parent) : row.parent === parent))
      .flatMap((row) => [{ key: String(row.pid), line: treeLine(row, depth) }, ...below(row.pid, depth + 1)]);
  return section('Processes and ports', below(undefined, 0), knownBy);
}

const asleep: Readonly<Record<string, string>> = { T: 'suspended', D: 'in uninterruptible sleep' };

function treeLine({ pid, program, runState, ports }: TreeRow, depth: number): DetailsRow['line'] {
  const state = asleep[runState];
  return [
    { text: `${'  '.repeat(depth)}${depth === 0 ? '' : '└ '}` },
    { text: `${pid} `, tone: 'dim' },
    { text: plainText(program) },
    { text: ports.length === 0 ? '' : `   listens on ${ports.join(', ')}`, tone: 'key' },
    { text: state === undefined ? '' : `   ${state}`, tone: 'progress' },
  ];
}

/** What the details of a process are drawn from. */
export interface DetailsFacts {
  readonly name: string;
  readonly processes: readonly ProcessSnapshot[];
  /** Undefined where they are not known yet. */
  readonly details: ProcessDetails | undefined;
  readonly crashes: readonly CrashCard[];
  /** The id of the crash card that is shown; undefined shows the process. */
  readonly card: number | undefined;
  /** Monotonic milliseconds. */
  readonly now: number;
  /** Milliseconds since 1970. */
  readonly wall: number;
  /** Which keys show the crash cards. */
  readonly cardsHint: string;
}

/** The details of a process as a page, or one of its crash cards. Every line is `width` cells. */
export function detailsPage(facts: DetailsFacts, width: number): Page {
  const { name, processes, details, crashes, card, now, wall } = facts;
  const process = processes.find((each) => each.name === name);
  const shown = card === undefined ? undefined : (crashes.find(({ id }) => id === card) ?? crashes.at(-1));
  if (shown !== undefined) return crashPage(name, shown, crashes, wall, width);
  if (process === undefined) {
    return { head: [fitLine([{ text: ` ${plainText(name)} was removed`, tone: 'dim' }], width)], lines: [] };
  }
  const head = [fitLine(detailsHead(process), width)];
  const [left, right] =
    width < twoColumns ? [width, width] : [Math.floor((width - columnGap) / 2), Math.ceil((width - columnGap) / 2)];
  const first = [
    ...nowSection(process, now, wall, left),
    ...healthSection(details?.probes ?? [], left, wall),
    ...crashesSection(crashes, wall, left, facts.cardsHint),
    ...(details === undefined ? [] : historySection(process, details, now, wall)),
  ];
  const second = details === undefined ? [] : detailsSections(details, facts, right);
  return width < twoColumns
    ? oneColumn(head, [...first, ...second], width)
    : beside(head, wrapped(first.slice(1), left), wrapped(second.slice(1), right), left, right);
}

/** The cells from which on the sections stand in two columns. */
const twoColumns = 110;
const columnGap = 2;

function oneColumn(head: Page['head'], rows: readonly DetailsRow[], width: number): Page {
  const shown = wrapped(rows.slice(1), width);
  return { head, lines: shown.map(({ line }) => fitLine(line, width)), keys: shown.map(({ key }) => key) };
}

/** Rows for which the page is too narrow go on in the next. */
function wrapped(rows: readonly DetailsRow[], width: number): readonly DetailsRow[] {
  return rows.flatMap(({ key, line }) =>
    wrapLine(line, width - 1).map((piece, index) => ({ key: index === 0 ? key : `${key} +${index}`, line: piece })),
  );
}

function beside(
  head: Page['head'],
  left: readonly DetailsRow[],
  right: readonly DetailsRow[],
  leftWidth: number,
  rightWidth: number,
): Page {
  const rows = Array.from({ length: Math.max(left.length, right.length) }, (_, row) => [left[row], right[row]] as const);
  return {
    head,
    lines: rows.map(([one, other]) => [
      ...fitLine(one?.line ?? [], leftWidth),
      { text: ' '.repeat(columnGap) },
      ...fitLine(other?.line ?? [], rightWidth),
    ]),
    keys: rows.map(([one, other]) => `${one?.key ?? ''} | ${other?.key ?? ''}`),
  };
}

function detailsSections(details: ProcessDetails, facts: DetailsFacts, width: number): readonly DetailsRow[] {
  return [
    ...containerSection(details.container),
    ...neighbourSection(details, facts),
    ...treeSection(details),
    ...usageSection(details.usage, width),
    ...section('Configuration', textRows(details.configuration)),
  ];
}

function textRows(text: string): readonly DetailsRow[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line, index) => ({ key: String(index), line: [{ text: plainText(line) }] }));
}

/** What a process depends on and what depends on it, each with its state and why it is in it. */
function neighbourSection({ dependencies, dependents }: ProcessDetails, facts: DetailsFacts): readonly DetailsRow[] {
  return section('Dependencies', [
    ...dependencies.flatMap((other) => neighbourRow('depends on', other, facts)),
    ...dependents.flatMap((other) => neighbourRow('dependents', other, facts)),
  ]);
}

function neighbourRow(
  label: string,
  { name, condition }: Neighbour,
  { processes, now, wall }: DetailsFacts,
): readonly DetailsRow[] {
  const other = processes.find((process) => process.name === name);
  if (other === undefined) return [];
  const { glyph, word, tone } = stateWords(other);
  const cause = causeAt(other, now, wall);
  const line = labelled(
    label,
    { text: plainText(name) },
    { text: `   ${glyph} ${word}`, tone },
    { text: `   until ${condition}${cause === null ? '' : `   ${plainText(cause)}`}`, tone: 'dim' },
  );
  return [{ key: `${label} ${name}`, line }];
}

/** CPU and memory of the whole tree lately, as bars; nothing where neither is measured. */
function usageSection(usage: readonly UsagePoint[], width: number): readonly DetailsRow[] {
  const shown = usage.slice(-sparkCells(width));
  const row = (key: 'cpu' | 'memory', say: (value: number) => string): DetailsRow => {
    const values = shown.map((point) => point[key]);
    const text = `   ${say(values.at(-1)!)}   peak ${say(Math.max(...values))}`;
    return { key, line: labelled(key, { text: sparkline(values), tone: 'key' }, { text, tone: 'dim' }) };
  };
  return section('Usage', shown.length === 0 ? [] : [row('cpu', formatShare), row('memory', formatMemory)]);
}
